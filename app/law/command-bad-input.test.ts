import { execFileSync } from 'node:child_process';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { caseFolder, EXAMPLE, runAssess } from './testing/index.ts';

const { caseOf, path: folder, write } = caseFolder();

describe('clew assess, given what it cannot read', () => {
  const refused = async (file: string, words: string, more = {}) => {
    const { text, exitCode } = await runAssess(file, more);
    expect(exitCode).toBe(2);
    expect(text).toContain(words);
    expect(text).not.toContain('trafficking.victim ');
  };

  test('a file that is not there, a folder, a file that is no text', async () => {
    await refused(join(folder, 'none.yaml'), 'There is no such file');
    await refused(folder, 'This is not a file');
    await refused(write('bytes.yaml', Uint8Array.from([0xff, 0xfe, 0x00, 0x41])), 'This is not text');
    await refused(write('nul.yaml', 'title: \u0000'), 'This is not text');
  });

  test('a pipe that nobody writes to, without waiting', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    await refused(path, 'This is not a file');
  });

  test('a hundred megabytes, without reading them', async () => {
    const path = write('large.yaml', '');
    truncateSync(path, 100_000_000);
    await refused(path, 'larger than one megabyte');
  });

  test('a mistake in the case: file, line and what to write', async () => {
    const path = caseOf('means.decepton: yes');
    await refused(path, `${path}:3  No fact is called “means.decepton”. Did you mean “means.deception”?`);
    await refused(caseOf('age: 17', 'on: 2026-01-02'), 'today is 2026-01-01');
  });

  test('a rule to explain that does not exist', async () => {
    await refused(EXAMPLE, 'Did you mean “trafficking.victim”?', { explain: 'traficking.victim' });
  });

  test('a State, a day or a reform that does not exist, each under the name of its flag', async () => {
    await refused(EXAMPLE, '--state:1  No State has the code “UK”. Did you mean “GB”?', { states: ['UK'] });
    await refused(EXAMPLE, '--on:1  “2025-02-29” is not a day that exists', { on: '2025-02-29' });
    await refused(EXAMPLE, '--on:1  2026-01-02 has not come yet', { on: '2026-01-02' });
    await refused(EXAMPLE, 'Did you mean “reform.trafficking-is-a-ground”?', {
      reforms: ['reform.trafficking-is-ground'],
    });
    await refused(
      caseOf('grounds.reasonable: yes, reflection.day: 2025-08-20'),
      'after 2025-08-19, the day on which the law is asked',
      {
        on: '2025-08-19',
      },
    );
  });

  // A control sequence, a C1 one, marks that turn a line round, and what hides in it.
  const HOSTILE = 'a\\x1b[2Jb\\u009b2Jc\\u202ed\\u200fe\\u061cf\\u200bg\\U000e0041h';
  const STEERS = /[\p{Cc}\p{Cf}]/u;

  test('a title that would write over the terminal', async () => {
    for (const fact of ['"\\x1b[31m\\u061c": yes', 'age: 20']) {
      const path = write('escape.yaml', `title: "${HOSTILE}"\nsource: Made up.\nfacts: {${fact}}\n`);
      expect((await runAssess(path)).text.replaceAll('\n', '')).not.toMatch(STEERS);
    }
  });

  test('a name that would write over the terminal, in JSON', async () => {
    const path = write('escape.yaml', `title: T\nsource: Made up.\nfacts: {"${HOSTILE}": yes}\n`);
    const { text } = await runAssess(path, { json: true });
    expect(text.replaceAll('\n', '')).not.toMatch(STEERS);
    expect(text).toContain('\\u009b');
    expect(JSON.parse(text).problems[0].message).toContain(
      'b\u009b2Jc\u202ed\u200fe\u061cf\u200bg\u{e0041}h',
    );
  });

  test('and in JSON the same problems', async () => {
    const { text, exitCode } = await runAssess(caseOf('x: yes'), { json: true });
    expect(exitCode).toBe(2);
    expect(JSON.parse(text).problems).toMatchObject([{ code: 'unknown-fact', line: 3 }]);
  });
});
