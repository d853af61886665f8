import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { contentFiles } from '../content-files.ts';
import { flat } from '../testing/index.ts';
import { TOWN_LAW } from '../testing/town-law.ts';
import { checkLaw } from './check-command.ts';

const root = mkdtempSync(join(tmpdir(), 'clew-check-'));
afterAll(() => rmSync(root, { recursive: true }));
let made = 0;

const DECISION = `# A v Town

Made up.

## What happened

Somebody came from afar on 2 March 2015.

## What the court held

They were a guest.

\`\`\`decision
id: a-v-town
title: A v Town
court: Court of the Town
citation: 1/2015
decided: 2015-03-09
issues: [definition]
link: https://example.org/a-v-town
source: made up
state: IS
on: 2015-03-02
facts:
  from-afar: yes
  has-room: no
expect:
  guest: yes
not_encoded:
  - Nothing else was asked.
\`\`\`
`;

/** A folder with the town's law, a decision and a set of signs, and one text of it changed. */
function folder(name = '', from: string | RegExp = '', to = ''): string {
  const home = join(root, `${made++}`);
  const files = [
    ...TOWN_LAW,
    { path: 'laws/decisions/a-v-town.md', text: DECISION },
    ...contentFiles('laws/indicators').slice(0, 1),
  ];
  for (const { path, text } of files) {
    const at = join(home, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, path.endsWith(name) && name !== '' ? text.replace(from, to) : text);
  }
  return home;
}

const run = (at?: string) => {
  let now = 0;
  return checkLaw({ folder: at, json: false, colour: false, clock: () => (now += 500) });
};
const json = (at: string) =>
  JSON.parse(checkLaw({ folder: at, json: true, colour: false, clock: () => 0 }).text);

describe('clew law check', () => {
  test('reads, proves and tests a folder, and says what it looked at and how long it took', () => {
    const { text, exitCode } = run(folder());
    expect(text).toContain('All is well with law ');
    expect(exitCode).toBe(0);
    expect(text).toContain('The law, read and proved: well, 0.5 s');
    expect(flat(text)).toContain(
      '2 instruments, 3 paragraphs, 0 compared with a source, 0 checked by a named person',
    );
    expect(text).toContain('1 decisions, 1 put to the law, 0 left out');
    expect(text).toContain('41 indicators');
    expect(flat(text)).toContain('only a person can say');
  });

  test('takes the folder of laws itself as well as the checkout around it', () => {
    expect(run(join(folder(), 'laws')).exitCode).toBe(0);
  });

  test.each([
    ['charter.md', 'has-room}]', 'has-rom}]', /charter\.md:\d+ .*has-rom.* Did you mean “has-room”/],
    ['charter.md', 'guest: yes, duty', 'guest: no, duty', /charter\.md:\d+ The test “A guest” fails/],
    [
      'a-v-town.md',
      'guest: yes',
      'guest: no',
      /a-v-town\.md:28 “guest” should be no on the facts alone in IS/,
    ],
    [
      'a-v-town.md',
      'has-room: no',
      'has-room: no\n  lives-here: no',
      /a-v-town\.md:27 Without “lives-here” every expected answer/,
    ],
    [
      'a-v-town.md',
      /state: IS([\s\S]*)guest: yes/,
      'state: LI$1duty.room: yes',
      /a-v-town\.md:28 “duty\.room” is expected of LI, which was not bound/,
    ],
    [
      'charter.md',
      /$/,
      '\n```overlay\nid: reform.ways\nlabel: Ways\ncite: charter#1.a\nstatus: proposal\neffect: none-on-rules\nreason: No rule reads it.\nbears_on: [OP1, ZZ9]\nops: []\n```\n',
      /charter\.md:\d+ .*bears on “ZZ9”, and no set of indicators has it/,
    ],
    [
      'town.yaml',
      'label: From afar',
      'label: Found to be from afar',
      /a-v-town\.md:\d+ “from-afar” names what a court or somebody else found/,
    ],
    ['heightened-risk.yaml', 'code: OP2', 'code: OP1', /heightened-risk\.yaml:\d+ “OP1” already stands in/],
  ])('in %s: %s made %s is a finding with its line', (name, from, to, wanted) => {
    const { text } = run(folder(name, from, to));
    expect(flat(text)).toMatch(wanted);
  });

  test('a finding ends with 1, and what needs a law that cannot be read is not run', () => {
    const at = folder('charter.md', 'has-room}]', 'has-rom}]');
    expect(run(at).exitCode).toBe(1);
    const { ok, parts, hash } = json(at);
    expect([ok, hash]).toEqual([false, undefined]);
    expect(parts.map(({ name, state }: { name: string; state: string }) => `${name} ${state}`)).toEqual([
      ...['law finding', 'tests not-run', 'decisions not-run', 'indicators well', 'referral not-run'],
      ...['comparisons not-run', 'situations not-run'],
    ]);
    expect(parts[0].problems[0]).toMatchObject({ code: 'unknown-fact', line: expect.any(Number) });
  });

  test('what is no folder, no law or no text is bad input, and ends with 2', () => {
    expect(run(join(root, 'nowhere'))).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('no such folder'),
    });
    expect(run(root)).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('no folder “instruments”'),
    });
    const at = folder();
    expect(run(join(at, 'laws/facts/facts.yaml'))).toMatchObject({ exitCode: 2 });
    expect(run(join(at, 'nowhere.md'))).toMatchObject({ exitCode: 2 });
    mkdirSync(join(at, 'laws/facts/more.yaml'));
    expect(run(at)).toMatchObject({ exitCode: 2, text: expect.stringContaining('This is no file.') });
    const large = folder('charter.md', '# The Charter', `# ${'x'.repeat(2_000_001)}`);
    expect(run(large)).toMatchObject({ exitCode: 2, text: expect.stringContaining('two megabytes') });
  });

  test('one file is checked as reforms beside this law, and law itself has no place in it', () => {
    const own = run(join(folder(), 'laws/instruments/charter.md'));
    expect(own).toMatchObject({ exitCode: 1, text: expect.stringContaining('can stand in a file of') });
  });

  test('a link is not followed out of the folder', () => {
    const at = folder();
    symlinkSync(join(at, 'laws/facts/facts.yaml'), join(at, 'laws/facts/more.yaml'));
    expect(run(at)).toMatchObject({ exitCode: 2, text: expect.stringContaining('This is a link.') });
  });

  test('nor is a folder in it that is a link', () => {
    const [at, other] = [folder(), folder()];
    rmSync(join(at, 'laws/facts'), { recursive: true });
    symlinkSync(join(other, 'laws/facts'), join(at, 'laws/facts'));
    const { text, exitCode } = run(at);
    expect(exitCode).toBe(2);
    expect(flat(text)).toContain('laws/facts:1 This is a link. Put the folder itself in its place.');
  });

  test('a folder that cannot be looked into is told, and not taken for an empty one', () => {
    for (const [shut, told] of [
      [(path: string) => symlinkSync(path, path), 'This is a link.'],
      [(path: string) => writeFileSync(path, ''), 'cannot be opened as a folder'],
    ] as const) {
      const at = folder();
      shut(join(at, 'laws/situations'));
      expect(run(at)).toMatchObject({ exitCode: 2 });
      expect(flat(run(at).text)).toContain(told);
    }
  });

  test('the law of this checkout is well, whole', () => {
    const { text, exitCode } = run();
    expect(text).toContain('All is well');
    expect(exitCode).toBe(0);
    expect(text.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });
});
