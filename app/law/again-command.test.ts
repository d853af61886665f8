import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { again, packLawInto } from './index.ts';
import { packLaw } from './law-pack.ts';
import { loadLaw } from './load-law.ts';
import { caseFolder, EXAMPLE, flat, runAssess } from './testing/index.ts';
import { TOWN_LAW } from './testing/town-law.ts';

const { caseOf, path: folder, write } = caseFolder();
const people = 'people: {companion: {complete: no, members: [{companion.hungry: yes}]}}\n';
const GUEST = caseOf('from-afar: yes, has-room: no, arrived: 2025-03-01', people);

/** The town's law in a file, with one of its texts changed. */
function townLaw(name: string, from = '', to = ''): string {
  const files = TOWN_LAW.map(({ path, text }) => ({ path, text: text.replace(from, to) }));
  const packed = packLaw('0.0.0', files);
  if (!packed.ok) throw new Error(JSON.stringify(packed.problems));
  return write(name, packed.text);
}

const law = townLaw('town.json');
const json = { json: true, on: '2025-06-01' };
const earlier = async (more = {}) =>
  write('earlier.json', (await runAssess(GUEST, { law, ...json, ...more })).text);
const ask = (path: string, more = {}) => again({ again: path, json: false, ...more });

describe('clew assess --again', () => {
  test('gives the same answer to the same question of the same law', async () => {
    for (const more of [{}, { states: ['IS'] }, { states: ['IS', 'LI'], lang: 'fr' }]) {
      const path = await earlier(more);
      expect(await ask(path, { law })).toMatchObject({
        exitCode: 0,
        text: expect.stringMatching(/The answer is the same/),
      });
    }
  });

  test('asks the law of that time where this one has changed in between', async () => {
    const path = await earlier({ states: ['IS'] });
    const changed = townLaw('changed.json', 'value: 30\nfloor: 30', 'value: 45\nfloor: 30');
    const { text, exitCode } = await ask(path, { law: changed });
    expect(exitCode).toBe(1);
    expect(flat(text)).toContain('Asked of another law: then ');
    expect(text).toContain('values.0.value: 30, now 45');
    // The law that was kept still answers as it did.
    expect((await ask(path, { law })).exitCode).toBe(0);
  });

  test('tells another law even where its answer is the same', async () => {
    const changed = townLaw('label.json', 'label: Has a room', 'label: Has a room of their own');
    const { text, exitCode } = await ask(await earlier(), { law: changed });
    expect(exitCode).toBe(1);
    expect(flat(text)).toContain('Asked of another law');
    expect(text).toContain('The answer is the same.');
    const printed = JSON.parse((await ask(await earlier(), { law: changed, json: true })).text);
    expect(printed).toEqual({
      same: false,
      law: { was: expect.any(String), is: expect.any(String) },
      differences: [],
    });
  });

  test('finds a verdict that somebody changed by hand', async () => {
    const path = await earlier();
    const forged = readFileSync(path, 'utf8').replace(
      '"guest": {\n      "strict": "yes"',
      '"guest": {\n      "strict": "no"',
    );
    const { text, exitCode } = await ask(write('forged.json', forged), { law });
    expect(exitCode).toBe(1);
    expect(text).toContain('verdicts.guest.strict: "no", now "yes"');
  });

  test('finds what a list had not then', async () => {
    const printed = JSON.parse(readFileSync(await earlier(), 'utf8'));
    const added = printed.unverified.pop();
    const { text, exitCode } = await ask(write('shorter.json', JSON.stringify(printed)), { law });
    expect(exitCode).toBe(1);
    expect(flat(text)).toMatch(`unverified.${printed.unverified.length}: nothing, now "${added}"`);
  });

  test('refuses what is no assessment, and facts that the law does not have', async () => {
    const told = async (name: string, content: string) => (await ask(write(name, content), { law })).text;
    expect(await told('x.json', '{')).toContain('This is not what clew assess --json prints');
    expect(await told('y.json', '{"verdicts": {}}')).toContain('This is not what clew assess --json prints');
    const path = await earlier();
    const other = readFileSync(path, 'utf8').replace('"from-afar": "yes"', '"from-far": "yes"');
    expect(await told('z.json', other)).toContain('No fact is called “from-far”. Did you mean “from-afar”?');
    const steers = readFileSync(path, 'utf8').replace(
      '"from-afar": "yes"',
      '"from-afar": "yes\\nexpect: {}"',
    );
    expect(await told('w.json', steers)).toContain('This is not what clew assess --json prints');
    expect((await ask(join(folder, 'none.json'), { law })).exitCode).toBe(2);
    for (const [was, steered] of [
      ['"complete": "no"', '"complete": "no\\n    members: []\\nexpect: {}\\nfoo: x"'],
      ['"companion": {', '"x: {members: []}\\n  companion": {'],
    ] as const) {
      const forged = readFileSync(path, 'utf8').replace(was, steered);
      expect(forged).toContain(steered);
      const { text, exitCode } = await ask(write(`steered-${was.length}.json`, forged), { law });
      expect(exitCode).toBe(2);
      expect(text).toMatch(/is no answer|No group of people is called/);
    }
  });
});

describe('clew law pack, and clew assess --law', () => {
  test('keep this law so that it answers as it did', async () => {
    const file = join(folder, 'kept.json');
    const { text, exitCode } = await packLawInto(file, '0.0.0');
    expect(exitCode).toBe(0);
    expect(text).toContain(loadLaw().hash.slice(0, 16));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ clew: '0.0.0', hash: loadLaw().hash });
    expect((await runAssess(EXAMPLE, { law: file })).text).toBe((await runAssess(EXAMPLE)).text);
  });

  test('say the name of the file without what it would do to a terminal', async () => {
    const { text } = await packLawInto(join(folder, 'p\u001b[31m\u0007.json'), '0.0.0');
    expect([...text].some((sign) => sign === '\u001b' || sign === '\u0007')).toBe(false);
  });

  test('write over nothing', async () => {
    const file = write('mine.txt', 'mine');
    expect(await packLawInto(file, '0.0.0')).toMatchObject({
      exitCode: 2,
      text: expect.stringMatching(/There is a file of this name/),
    });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await packLawInto(join(folder, 'no', 'where.json'), '0')).text).toContain(
      'The folder is not there',
    );
  });

  test('refuse texts that do not give the hash they state', async () => {
    const pack = JSON.parse(readFileSync(law, 'utf8'));
    pack.files[0].text = pack.files[0].text.replace('value: 30', 'value: 45');
    const { text, exitCode } = await runAssess(GUEST, {
      law: write('forged-law.json', JSON.stringify(pack)),
    });
    expect(exitCode).toBe(2);
    expect(text).toMatch(
      /forged-law\.json:1 {2}The texts in this file give the hash [0-9a-f]{16}, but it states/,
    );
  });

  test('refuse what is no pack, and tell a mistake in a text with its file and line', async () => {
    const told = async (content: string) => (await runAssess(GUEST, { law: write('l.json', content) })).text;
    expect(await told('no')).toContain('This is no law that clew law pack wrote');
    expect(
      await told(
        `{"kind":"clew law","clew":"0","hash":"${'0'.repeat(64)}","files":[{"path":"a.md","text":"\`\`\`rule\\nid: x\\n\`\`\`"}]}`,
      ),
    ).toMatch(/l\.json: a\.md:\d+ {2}/);
  });
});

describe('clew assess --memo', () => {
  test('writes a PDF that only its owner can read, and says where it is', async () => {
    const memo = join(folder, 'memo.pdf');
    const { text, exitCode } = await runAssess(EXAMPLE, { memo });
    expect(exitCode).toBe(0);
    expect(text).toContain(`The memo is in ${memo}`);
    expect(readFileSync(memo).subarray(0, 5).toString()).toBe('%PDF-');
    expect(statSync(memo).mode & 0o077).toBe(0);
  });

  test('never writes over a file, and writes none where the case is refused', async () => {
    const memo = write('there.pdf', 'mine');
    expect(await runAssess(EXAMPLE, { memo })).toMatchObject({
      exitCode: 2,
      text: expect.stringMatching(/There is a file of this name/),
    });
    expect(readFileSync(memo, 'utf8')).toBe('mine');
    const none = join(folder, 'none.pdf');
    expect((await runAssess(caseOf('nonsense: yes'), { memo: none })).exitCode).toBe(2);
    expect(() => statSync(none)).toThrow();
  });
});
