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

type More = {
  explain?: string;
  states?: string[];
  on?: string;
  reforms?: string[];
  json?: boolean;
  lang?: string;
  colour?: boolean;
  today?: Date;
};

function run(file: string, more: More = {}) {
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

  test('keeps a protection that the State has not shown an exception to, and says on what it rests', async () => {
    const path = caseOf('grounds.reasonable: yes, public-order: not_known');
    const { text } = await run(path);
    expect(text).toMatch(
      /^NOT KNOWN +The person has time to recover.*\nYES +as the State has not shown an exception$/m,
    );
    const explained = (await run(path, { explain: 'protection.reflection' })).text;
    expect(explained).toMatch(/Unless +not shown: the State has to show it\n +Public order/);
    const reached = (await run(caseOf('grounds.reasonable: yes, public-order: yes'))).text;
    expect(reached).toMatch(
      /^NO +The person has time to recover.*\n +Because: Public order stands against it: yes/m,
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
      law: {
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        on: '2025-09-01',
        states: ['NO'],
        reforms: [],
      },
      verdicts: expect.objectContaining({
        'trafficking.victim': { strict: 'yes', burden: 'yes' },
        child: { strict: 'no', burden: 'no' },
        // Nothing was asked about this yet.
        'refugee.status': { strict: 'unknown', burden: 'unknown' },
      }),
      duties: expect.arrayContaining([
        expect.objectContaining({
          id: 'duty.no-removal',
          owed: { strict: 'unknown', burden: 'unknown' },
          due: null,
        }),
      ]),
      values: expect.arrayContaining([
        expect.objectContaining({ id: 'protection.reflection-days', value: 30, floor: 30 }),
      ]),
      findings: [],
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

const PROTECTED =
  'grounds.reasonable: yes, identification.complete: no, public-order: not_known, reflection.day: 2025-08-20';

describe('clew assess, on who owes what', () => {
  const flat = (text: string) => text.replace(/\s+/g, ' ');

  test('names the bearer, how strongly, what, by when and where it is written', async () => {
    const text = flat((await run(caseOf(PROTECTED))).text);
    expect(text).toContain(
      'NOT KNOWN Time to recover, and no expulsion in that time duty.reflection OWED as the',
    );
    expect(text).toContain('Who: the State where the person is (shall). What: lets the person stay');
    expect(text).toContain(
      'By: 2025-09-19, 30 calendar days after “The day on which the time to recover began”.',
    );
    expect(text).toContain('OWED No removal before it is known');
    expect(text).toContain('By: no time is set. Anti-Trafficking Convention, art. 10(2) [compared].');
  });

  test('gives no date where nobody said on which day the count begins, and says why', async () => {
    const withheld = PROTECTED.replace('2025-08-20', 'withheld');
    expect(flat((await run(caseOf(withheld))).text)).toContain(
      'No date: the person would rather not say that day.',
    );
    const asked = (await run(caseOf(PROTECTED.replace(', reflection.day: 2025-08-20', '')))).text;
    expect(flat(asked)).toContain('No date: nobody has asked for that day.');
    const none = (await run(caseOf('grounds.reasonable: no'))).text;
    expect(flat(none)).toContain('Not owed, as far as is known: No removal before');
  });

  test("sets each State's number beside the treaty's, and says where nobody has said it", async () => {
    const path = caseOf(PROTECTED, 'state: [NO, SE]\non: 2025-09-01\n');
    const text = flat((await run(path)).text);
    expect(text).toContain(
      'The treaty: at least 30 days. Anti-Trafficking Convention, art. 13(1) [compared].',
    );
    expect(text).toContain('NO: nobody has said what NO gives. The least the treaty allows is 30 days.');
    expect(text).toContain('SE: nobody has said what SE gives.');
    const other = await run(path, { states: ['IT'], on: '2025-08-31', json: true });
    const { law, values } = JSON.parse(other.text);
    expect([law.states, law.on]).toEqual([['IT'], '2025-08-31']);
    expect(values[0].states).toEqual([
      { state: 'IT', value: 30, said: 'nobody', why: 'nothing-for-state', since: null, source: [] },
    ]);
  });

  test('prints duties as JSON with the day or what is missing for it', async () => {
    const { duties } = JSON.parse((await run(caseOf(PROTECTED), { json: true })).text);
    expect(duties[1]).toEqual({
      id: 'duty.reflection',
      owed: { strict: 'unknown', burden: 'yes' },
      bearer: 'the State where the person is',
      act: expect.any(String),
      strength: 'shall',
      breach: expect.any(String),
      due: '2025-09-19',
      deadline: { days: 30, calendar: 'calendar', from: 'reflection.day', unknown: null },
      source: ['ecat#13.1'],
    });
    const french = JSON.parse((await run(caseOf(PROTECTED), { json: true, lang: 'fr' })).text);
    expect(french.duties[1].bearer).toBe("l'État où se trouve la personne");
  });

  test('switches a reform on, says that it is not the law, and marks what it changed', async () => {
    const trafficked =
      'act.recruited: yes, means.deception: yes, purpose.labour: yes, age: 30, harm.labour: no, harm.liberty: no, harm.violence: no, harm.deprivation: no, harm.sexual: no, harm.organs: no, harm.reprisals: no, harm.retrafficking: no, harm.first-trafficking: no, harm.ostracism: no, harm.together: no';
    const reforms = ['reform.trafficking-is-persecution'];
    const verdict = async (more: More) =>
      JSON.parse((await run(caseOf(trafficked), { ...more, json: true })).text);
    expect((await verdict({})).verdicts['refugee.persecution']).toEqual({ strict: 'no', burden: 'no' });
    const after = await verdict({ reforms });
    expect(after.verdicts['refugee.persecution']).toEqual({ strict: 'yes', burden: 'yes' });
    expect(after.verdicts['refugee.ground']).toEqual({ strict: 'unknown', burden: 'unknown' });
    expect(after.law.reforms).toEqual(reforms);
    expect(after.law.hash).toBe((await verdict({})).law.hash);
    const text = flat((await run(caseOf(trafficked), { reforms, explain: 'refugee.persecution' })).text);
    expect(text).toContain('With the reform “Trafficking is itself persecution”');
    expect(text).toContain('A proposal; it is not the law.');
    expect(text).toContain('Changed by “Trafficking is itself persecution”');
  });

  test('explains a duty by what it hangs on', async () => {
    const { text } = await run(caseOf(PROTECTED), { explain: 'duty.reflection' });
    expect(text).toMatch(/Unless +not shown: the State has to show it\n +Public order/);
  });

  test('keeps to 80 columns', async () => {
    const { text } = await run(caseOf(PROTECTED), { reforms: ['reform.trafficking-is-a-ground'] });
    expect(text.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
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

  test('a State, a day or a reform that does not exist, each under the name of its flag', async () => {
    await refused(EXAMPLE, '--state:1  No State has the code “UK”. Did you mean “GB”?', { states: ['UK'] });
    await refused(EXAMPLE, '--on:1  “2025-02-29” is not a day that exists', { on: '2025-02-29' });
    await refused(EXAMPLE, '--on:1  2026-01-02 has not come yet', { on: '2026-01-02' });
    await refused(EXAMPLE, 'Did you mean “reform.trafficking-is-a-ground”?', {
      reforms: ['reform.trafficking-is-ground'],
    });
    await refused(caseOf(PROTECTED), 'after 2025-08-19, the day on which the law is asked', {
      on: '2025-08-19',
    });
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
