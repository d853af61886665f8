import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { caseFolder, EXAMPLE, runAssess } from './testing/index.ts';
import { TOWN_LAW } from './testing/town-law.ts';

const { caseOf, path: folder, write } = caseFolder();

/** A case whose third line and those after it are these. */
const lines = (text: string) => `title: T\nsource: Made up.\n${text}\n`;

/** The town's law in a pack, with one of its texts changed. A pack that cannot be read is written as it is. */
function packOf(from: string, to: string): string {
  const files = TOWN_LAW.map(({ path, text }) => ({ path, text: text.replace(from, to) }));
  return write('law.json', JSON.stringify({ kind: 'clew law', clew: '0', hash: '0'.repeat(64), files }));
}

describe('bad input, each with its file, its line and what to write', () => {
  test.each([
    [
      'YAML whose indentation is broken',
      lines('facts:\n  age: 17\n bad: [1'),
      5,
      'This is not YAML that can be read',
    ],
    ['YAML with a quote left open', lines('facts: {age: "17}'), 4, 'This is not YAML that can be read'],
    ['a file that is empty', '', 1, 'Nothing is written here'],
    ['a list where a case should be', '- age: 17\n', 1, 'a case is a list of lines like'],
    [
      'true where yes is meant',
      lines('facts:\n  act.recruited: true'),
      4,
      'Write yes or no; here probably “yes”',
    ],
    ['False where no is meant', lines('facts:\n  act.recruited: False'), 4, 'here probably “no”'],
    [
      'nothing where an answer should be',
      lines('facts:\n  act.recruited:'),
      4,
      'for an answer nobody has, write not_known',
    ],
    ['a day where yes or no is meant', lines('facts:\n  act.recruited: 2024-05-31'), 4, 'Write yes, no'],
    ['a number where yes or no is meant', lines('facts:\n  act.recruited: 1'), 4, 'Write yes, no'],
    ['a word where a number is meant', lines('facts:\n  age: yes'), 4, 'whole number'],
    ['a number out of its range', lines('facts:\n  age: 900'), 4, 'whole number'],
    ['a word where a day is meant', lines('facts:\n  reflection.day: yes'), 4, '2024-05-31'],
    ['a day that does not exist', lines('on: 2025-02-29\nfacts: {}'), 3, 'is not a day that exists'],
    [
      'a day that has not come',
      lines('on: 2026-01-02\nfacts: {}'),
      3,
      'has not come yet; today is 2026-01-01',
    ],
    ['a fact of a later day', lines('facts:\n  reflection.day: 2026-01-02'), 4, 'is after 2026-01-01'],
    [
      'a fact that the law does not ask for',
      lines('facts:\n  act.recruted: yes'),
      4,
      'Did you mean “act.recruited”?',
    ],
    ['a fact told twice', lines('facts:\n  age: 17\n  age: 18'), 5, '“age” is written twice'],
    ['a State that is none', lines('state: XX\nfacts: {}'), 3, 'No State has the code “XX”'],
    ['UK, where GB is meant', lines('state: UK\nfacts: {}'), 3, 'Did you mean “GB”?'],
    ['no, where Norway is meant', lines('state: no\nfacts: {}'), 3, 'like NO for Norway'],
    [
      'a rule that is expected and is not there',
      lines('facts: {}\nexpect: {child.x: yes}'),
      4,
      'No rule is called',
    ],
    ['an anchor and an alias', lines('facts: &a {age: 17}\nexpect: *a'), 3, 'Anchors'],
    ['a tag', lines('facts: {age: !!int 17}'), 3, 'tag'],
    ['a hundred thousand brackets', lines(`facts: ${'['.repeat(100_000)}`), 3, 'nested more than'],
  ])('%s', async (_, content, line, words) => {
    await refusedAt(write('case.yaml', content), line, words);
  });

  test.each([
    ['whose block is never closed', '# A\n\n```decision\nid: a\n', 3, 'never closed'],
    ['without a block', '# A\n\nWords.\n', 1, 'No “decision” block stands here'],
    ['with a block of another kind', '# A\n\n```rule\nid: a\n```\n', 3, 'does not stand in a decision'],
    ['whose block lacks lines', '# A\n\n```decision\nid: a\n```\n', 4, 'is missing'],
  ])('a decision %s', async (_, content, line, words) => {
    await refusedAt(write('decision.md', content), line, words);
  });

  test.each([
    ['rules that rest on each other', 'all: [from-afar, {not: has-room}]', 'is: room-guest', 'circle'],
    [
      'a rule without its source',
      'label: The person is a guest\ncite: charter#1.a',
      'label: The person is a guest',
      'names its source',
    ],
    ['a source that is not there', 'cite: charter#1.a\nall:', 'cite: charter#9.z\nall:', 'charter#9.z'],
    [
      'Markdown whose block is never closed',
      '```test',
      '```rule\nid: x\n```test',
      'laws/instruments/charter.md',
    ],
  ])('a law with %s', async (_, from, to, words) => {
    const cyclic = `${to}\n\`\`\`\n\n\`\`\`rule\nid: room-guest\nlabel: R\ncite: charter#1.a\nis: guest`;
    const law = packOf(from, to === 'is: room-guest' ? cyclic : to);
    const memo = join(folder, 'none.pdf');
    const { text, exitCode } = await runAssess(caseOf('from-afar: yes'), { law, memo });
    expect(exitCode).toBe(2);
    expect(text).toMatch(/law\.json: laws\/instruments\/\w+\.md:\d+ {2}/);
    expect(text).toContain(words);
    expect(existsSync(memo)).toBe(false);
  });

  test('while NO is Norway, and a quoted word is a word', async () => {
    const path = write('norway.yaml', lines('state: NO\non: 2025-01-01\nfacts: {act.recruited: "no"}'));
    const { text, exitCode } = await runAssess(path, { json: true });
    expect(exitCode).toBe(0);
    expect(JSON.parse(text)).toMatchObject({
      law: { states: ['NO'] },
      asked: { facts: { 'act.recruited': 'no' } },
    });
  });

  /** Exit code 2, the line, the words, and no memo: nothing is written. */
  async function refusedAt(path: string, line: number, words: string): Promise<void> {
    const memo = join(folder, 'none.pdf');
    const before = readdirSync(folder);
    const { text, exitCode } = await runAssess(path, { memo });
    expect(exitCode).toBe(2);
    expect(text).toContain(`${path}:${line}  `);
    expect(text).toContain(words);
    expect(readdirSync(folder)).toEqual(before);
    const { problems } = JSON.parse((await runAssess(path, { json: true })).text);
    expect(problems[0]).toMatchObject({ code: expect.any(String), file: path, message: expect.any(String) });
  }
});

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

  test('a decision of which no source tells the facts', async () => {
    const told = 'This decision is told without facts, so nothing can be put to the law: What happened to';
    await refused('laws/decisions/vxaj.md', told);
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
