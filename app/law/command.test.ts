import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { assess } from './index.ts';

const EXAMPLE_FOLDER = fileURLToPath(new URL('../../examples', import.meta.url));
const EXAMPLES = readdirSync(EXAMPLE_FOLDER).filter((name) => name.endsWith('.yaml'));
const EXAMPLE = join(EXAMPLE_FOLDER, 'domestic-worker.yaml');
const folder = mkdtempSync(join(tmpdir(), 'clew-assess-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(
  file: string,
  more: { explain?: string; json?: boolean; lang?: string; colour?: boolean; today?: Date } = {},
) {
  return assess({ file, json: false, colour: false, lang: 'en', today: new Date(2026, 0, 1), ...more });
}

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const caseOf = (facts: string, rest = '') =>
  write('case.yaml', `title: T\nsource: Made up.\nfacts: {${facts}}\n${rest}`);

describe('clew assess', () => {
  test('answers the example: verdicts, reasons with sources, what is unknown and why, and who checked what', async () => {
    const { text, exitCode } = await run(EXAMPLE);
    expect(exitCode).toBe(0);
    expect(text).toMatch(/^YES +The person may be a victim of trafficking +trafficking.victim$/m);
    expect(text).toMatch(/^NO +Was a child when it happened +child$/m);
    expect(text).toContain('Deceived: yes');
    expect(text).toContain('Palermo Protocol, art. 3(a)');
    expect(text).toContain('Would rather not say: Force used.');
    expect(text).toContain('Asked, not known: Threatened; Servitude.');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'Never read here: Agreed to it. Palermo Protocol, art. 3(b) [unverified].',
    );
    expect(text).toContain('No named person has checked these sources:');
    expect(text).toMatch(/Law [0-9a-f]{16}$/);
  });

  test('says with every no that it is not a decision, and what would change it', async () => {
    const { text } = await run(EXAMPLE);
    const words = text.replace(/\s+/g, ' ');
    expect(words.match(/\bNO [A-Z]/g)).toHaveLength(words.match(/This is not a decision\./g)?.length ?? 0);
    expect(words).toContain('It would become yes with: Age when it happened: 17.');
  });

  test('keeps to 80 columns, and to plain text unless colour is asked for', async () => {
    for (const explain of [undefined, 'trafficking.victim']) {
      const { text } = await run(EXAMPLE, explain ? { explain } : {});
      expect(text.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
      expect(text).not.toContain('\u001b');
    }
    expect((await run(EXAMPLE, { colour: true })).text).toContain('\u001b[32m');
  });

  test('explains a rule limb by limb, with each answer, its reason and each source', async () => {
    const { text } = await run(EXAMPLE, { explain: 'trafficking.victim' });
    expect(text).toMatch(/Force used +not known: would rather not say/);
    expect(text).toMatch(/Deceived +yes/);
    expect(text).toContain('Palermo Protocol, art. 3(c) [unverified]');
    expect(text).toMatch(/The law presumes yes, where the answer is not known and +not used/);
  });

  test('gives both verdicts where the law presumes, and names the presumption', async () => {
    const { text } = await run(
      caseOf('act.recruited: yes, purpose.labour: yes, age: not_known, believed-child: yes'),
    );
    expect(text).toMatch(/^NOT KNOWN +The person may be a victim.*\nYES +after what the law presumes$/m);
    expect(text.replace(/\s+/g, ' ')).toContain(
      'is presumed, as Reasons to believe a child: yes (Anti-Trafficking Convention, art. 10(3) [compared])',
    );
  });

  test('says wherever a presumption is used on what it hangs: for people, limb by limb, and for programs', async () => {
    const presumed = caseOf('act.recruited: yes, purpose.labour: yes, age: withheld, believed-child: yes');
    const condition =
      'Only where the State is bound by the Anti-Trafficking Convention; Clew does not know yet which are.';
    const plain = async (more = {}) => (await run(presumed, more)).text.replace(/\s+/g, ' ');
    // Once at the rule that presumes, once at each that rests on it.
    const times =
      (await plain()).split(`Presumed: Was a child when it happened, yes. ${condition}`).length - 1;
    expect(times).toBeGreaterThanOrEqual(2);
    expect(await plain({ explain: 'child' })).toContain(condition);
    expect(JSON.parse((await run(presumed, { json: true })).text).presumed).toEqual([
      { rule: 'child', value: 'yes', cites: ['ecat#10.3'], bound: 'unknown', conditions: [condition] },
    ]);
    expect((await run(EXAMPLE)).text).not.toContain('Presumed:');
  });

  test('says of a presumption that is only recommended that it binds nobody', async () => {
    const { text } = await run(caseOf('protection.state-harms: yes'), { json: true });
    expect(JSON.parse(text).presumed).toMatchObject([
      {
        cites: ['unhcr-guidelines-7#21-24'],
        conditions: ['Recommended by the UNHCR Guidelines No. 7; that binds no State.'],
      },
    ]);
  });

  test('asks the next question, says why, and never asks what was withheld', async () => {
    const withheld = caseOf('age: withheld, believed-child: withheld');
    const { text } = await run(withheld);
    expect(text).toMatch(/The next question\n {2}\S/);
    expect(text).toContain('It bears on: ');
    const { next } = JSON.parse((await run(withheld, { json: true })).text);
    expect(next).toEqual([
      { fact: expect.any(String), question: expect.any(String), why: expect.any(String) },
    ]);
    expect(['age', 'believed-child']).not.toContain(next[0].fact);
  });

  test('prints JSON with a stable shape, whatever rules the law has besides', async () => {
    const { text, exitCode } = await run(EXAMPLE, { json: true });
    expect(exitCode).toBe(0);
    const answer = JSON.parse(text);
    const verdict = expect.stringMatching(/^(yes|no|unknown)$/);
    expect(answer).toEqual({
      law: { hash: expect.stringMatching(/^[0-9a-f]{64}$/), on: '2025-09-01' },
      verdicts: expect.objectContaining({
        'trafficking.victim': { strict: 'yes', burden: 'yes' },
        child: { strict: 'no', burden: 'no' },
        // Nothing was asked about this yet.
        'refugee.status': { strict: 'unknown', burden: 'unknown' },
      }),
      presumed: [],
      next: [{ fact: expect.any(String), question: expect.any(String), why: expect.any(String) }],
      unverified: expect.arrayContaining(['ecat#10.3', 'palermo#3.a']),
      failed: [],
    });
    for (const one of Object.values(answer.verdicts))
      expect(one).toEqual({ strict: verdict, burden: verdict });
    expect(answer.unverified).toEqual([...new Set<string>(answer.unverified)].sort());
  });

  test('marks and lists every source it shows that nobody checked, that of what is never read too', async () => {
    const plain = async (more = {}) => (await run(EXAMPLE, more)).text.replace(/\s+/g, ' ');
    const text = await plain();
    const [shown = '', closing = ''] = text.split('No named person has checked these sources:');
    expect(shown).toContain('Palermo Protocol, art. 3(b) [unverified]');
    expect(closing).toMatch(/unverified: .*Palermo Protocol, art\. 3\(b\)/);
    expect(JSON.parse((await run(EXAMPLE, { json: true })).text).unverified).toContain('palermo#3.b');
    const unmarked = shown.match(/, art\. [^\s;]+(?! \[(?:unverified|compared)\])(?=[;. ])/g) ?? [];
    expect(unmarked).toEqual([]);
  });

  test.each(EXAMPLES)('answers examples/%s as it expects', async (name) => {
    // A day after whatever day an example is about.
    expect(await run(join(EXAMPLE_FOLDER, name), { today: new Date(2100, 0, 1) })).toMatchObject({
      exitCode: 0,
    });
  });

  test('ends with 1 where the case expects something else, and says what', async () => {
    const { text, exitCode } = await run(caseOf('act.recruited: yes', 'expect: {trafficking.victim: yes}'));
    expect(exitCode).toBe(1);
    expect(text.replace(/\s+/g, ' ')).toContain('should be yes on the facts alone, but is unknown');
  });
});

describe('clew assess, given what it cannot read', () => {
  const refused = async (file: string, words: string, more = {}) => {
    const { text, exitCode } = await run(file, more);
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

  // A control sequence, a C1 one, marks that turn a line round, and what hides in it.
  const HOSTILE = 'a\\x1b[2Jb\\u009b2Jc\\u202ed\\u200fe\\u061cf\\u200bg\\U000e0041h';
  const STEERS = /[\p{Cc}\p{Cf}]/u;

  test('a title that would write over the terminal', async () => {
    for (const fact of ['"\\x1b[31m\\u061c": yes', 'age: 20']) {
      const path = write('escape.yaml', `title: "${HOSTILE}"\nsource: Made up.\nfacts: {${fact}}\n`);
      expect((await run(path)).text.replaceAll('\n', '')).not.toMatch(STEERS);
    }
  });

  test('a name that would write over the terminal, in JSON', async () => {
    const path = write('escape.yaml', `title: T\nsource: Made up.\nfacts: {"${HOSTILE}": yes}\n`);
    const { text } = await run(path, { json: true });
    expect(text.replaceAll('\n', '')).not.toMatch(STEERS);
    expect(text).toContain('\\u009b');
    expect(JSON.parse(text).problems[0].message).toContain(
      'b\u009b2Jc\u202ed\u200fe\u061cf\u200bg\u{e0041}h',
    );
  });

  test('and in JSON the same problems', async () => {
    const { text, exitCode } = await run(caseOf('x: yes'), { json: true });
    expect(exitCode).toBe(2);
    expect(JSON.parse(text).problems).toMatchObject([{ code: 'unknown-fact', line: 3 }]);
  });
});
