import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leafName, type Provision, readLaw, readReforms } from '@clew/rules';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { wordsIn } from '../../../web/index.ts';
import { checkLaw } from '../../check/check-command.ts';
import { sha256 } from '../../content-files.ts';
import { lawFiles } from '../../load-law.ts';
import { type Fields, lawSite, mainOf, words } from '../../testing/site.ts';
import { checkDraft } from './check-draft.ts';
import { readDraft } from './draft.ts';
import { linesOfLimb } from './limb-lines.ts';
import { writeReform } from './write-reform.ts';

const { law, ask, send, errors } = lawSite();
const folder = mkdtempSync(join(tmpdir(), 'clew-compose-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEAD: Fields = [
  ['label', 'Debt is a means of its own'],
  ['why', 'People in debt bondage are told that they agreed.'],
  ['source-title', 'A draft of ours'],
  ['source-text', 'Debt bondage should count as a means.'],
];
const WIDER: Fields = [
  ['op1.op', 'add-any'],
  ['op1.target', 'trafficking.means'],
  ['op1.how', 'one'],
  ['op1.lines', 'purpose.labour'],
];
const post = (fields: Fields, path = '/law/reforms/compose', language = 'en') => send(fields, language, path);
const file = (fields: Fields) => post(fields, '/law/reforms/compose/file');
const draft = (fields: Fields) => readDraft(new URLSearchParams(fields.map(([a, b]) => [a, b])));

/** A rule with an exception that has a name. */
const [EXCEPTED = '', EXCEPTION = ''] =
  Object.values(law.rules).flatMap(({ id, exceptions }) =>
    exceptions.map(({ limb }) => [id, leafName(limb)]),
  )[0] ?? [];

/** What the whole law says of the file as one of `laws/reforms/`, but the words that other languages lack. */
function readTogether(text: string) {
  const read = readLaw({ files: [...lawFiles(), { path: 'laws/reforms/zz.md', text }], hash: sha256 });
  return read.ok ? [] : read.problems.filter(({ code }) => code !== 'missing-words');
}

describe('a reform composed on the page', () => {
  test.each(['en', 'fr', 'ar'])(
    'begins with an empty form, or with a provision to change (%s)',
    async (language) => {
      expect((await ask(`/${language}/law/reforms/compose`)).status).toBe(200);
      const { status, html } = await ask(
        `/${language}/law/reforms/compose?target=refugee.persecution&op=replace`,
      );
      expect(status).toBe(200);
      expect(html).toContain('<option value="refugee.persecution" selected');
      expect(html).toContain('<option value="replace" selected');
    },
  );

  test('grows by a change and loses it again, and keeps all that was typed', async () => {
    const one = await post([
      ...HEAD,
      ['new-op', 'replace'],
      ['new-target', 'refugee.persecution'],
      ['go', 'add'],
    ]);
    expect(one.status).toBe(200);
    expect(one.html).toContain('name="op1.target" value="refugee.persecution"');
    expect(one.html).toContain('Debt is a means of its own');
    // What it asks for today stands in the form, to be changed limb by limb.
    expect(one.html).toMatch(/id="op1.lines"[^>]*>\s*\{ any: \[ harm\./);
    const gone = await post([
      ...HEAD,
      ...WIDER,
      ['op2.op', 'repeal'],
      ['op2.target', 'child'],
      ['go', 'remove:1'],
    ]);
    expect(gone.html).toContain('name="op1.op" value="repeal"');
    expect(gone.html).not.toContain('op2.op');
    expect(gone.html).toContain('Debt is a means of its own');
  });

  test('finds facts and rules by their words, and puts one into the lines', async () => {
    const found = await post([...HEAD, ...WIDER, ['op1.find', 'may be a victim'], ['go', 'find:1']]);
    expect(found.html).toContain('value="put:1:trafficking.victim"');
    const put = await post([...HEAD, ...WIDER, ['go', 'put:1:trafficking.victim']]);
    expect(put.html).toMatch(/purpose\.labour\s*trafficking\.victim/);
  });

  test('is accepted, and shows what it would change: in every case, in judgments, in a case, and how to count it', async () => {
    const given = '{act.recruited: yes, purpose.labour: yes, age: 30}';
    const { status, html } = await post([
      ...HEAD,
      ...WIDER,
      ['case', `title: T\nsource: S\nfacts: ${given}`],
    ]);
    const page = words(mainOf(html));
    expect(status).toBe(200);
    expect(page).toContain('The law accepts it');
    expect(page).toContain('is also met by');
    expect(page).toMatch(
      /The person may be a victim of trafficking It holds in more cases Example Now also with/,
    );
    expect(page).toMatch(/Judgments put to the law with the reform: \d+/);
    expect(page).toContain('Answers that change');
    expect(page).toContain('npx clew simulate --with debt-is-a-means-of-its-own.md');
    expect(errors).toEqual([]);
  }, 120_000);

  test('is refused where it takes a protection from who is more vulnerable, in words and at its field', async () => {
    const { status, html } = await post([
      ...HEAD,
      ['op1.op', 'add-all'],
      ['op1.target', 'protection.reflection'],
      ['op1.how', 'not'],
      ['op1.lines', 'child'],
    ]);
    expect(status).toBe(422);
    expect(words(html)).toContain('A vulnerability must never take a protection away');
    expect(html).toMatch(/href="#op1\.\w+"/);
    expect(html).toContain('Debt is a means of its own');
  }, 120_000);

  test.each([
    ['a rule that there is not', [['op1.lines', 'trafficking.victm']], /op1\.lines.*Did you mean/s],
    [
      'a fact that must never be read',
      [
        ['op1.target', 'protection.unconditional'],
        ['op1.lines', 'x'],
      ],
      /no fact or rule/,
    ],
    ['a paragraph that there is not', [['cite', 'palermo#99']], /no instrument holds it/],
    ['an id that is taken', [['id', 'reform.no-penalty']], /href="#id".*already the id/s],
    ['an order that is not there', [['after', 'reform.none']], /no overlay has that id/],
    ['a code that is taken', [['code', 'F01']], /has the code F01/],
  ] as [string, Fields, RegExp][])('is refused with %s', async (_, more, told) => {
    const changed = new Map([...HEAD, ...WIDER, ...more]);
    const { status, html } = await post([...changed]);
    expect(status).toBe(422);
    expect(html).toMatch(told);
    expect(errors).toEqual([]);
  });

  test('is refused where another reform changes the same and no order is said, and accepted with it', () => {
    const clash: Fields = [
      ...HEAD,
      ['op1.op', 'replace'],
      ['op1.target', 'refugee.persecution'],
      ['op1.lines', 'child'],
    ];
    const check = (fields: Fields) =>
      checkDraft(new URLSearchParams(fields.map(([a, b]) => [a, b])), law, wordsIn('en'));
    const refused = check(clash);
    expect(refused.problems.map(({ code, field }) => [code, field])).toContainEqual([
      'overlay-conflict',
      'op1.lines',
    ]);
    const others = refused.problems.flatMap(({ message }) => /^“([^”]+)” and/.exec(message)?.[1] ?? []);
    expect(check([...clash, ...others.map((id): [string, string] => ['after', id])]).problems).toEqual([]);
  });

  test.each([
    [[], ['label', 'source-title', 'source-text', 'new-op']],
    [
      [
        ['label', 'إصلاح'],
        ['cite', 'palermo#3.a'],
        ['no-rule', 'x'],
      ],
      ['id'],
    ],
    [[...HEAD, ['op1.op', 'replace'], ['op1.target', 'child']], ['op1.lines']],
    [[...HEAD, ...WIDER.slice(0, 2), ['op1.lines', 'a\nb']], ['op1.how']],
    [[...HEAD, ...WIDER, ['why', 'x'.repeat(4_001)]], ['why']],
    [[...HEAD, ...WIDER, ['case', 'x'.repeat(20_001)]], ['case']],
  ] as [Fields, string[]][])('says what the form lacks (%#)', async (fields, lacking) => {
    const { status, html } = await post(fields);
    expect(status).toBe(422);
    for (const name of lacking) expect(html).toContain(`href="#${name}"`);
  });

  test('stands as it was filled in after a change of language, unchecked', async () => {
    const { status, html } = await post(
      [
        ['label', 'half'],
        ['go', 'stay'],
      ],
      '/law/reforms/compose',
      'ar',
    );
    expect(status).toBe(200);
    expect(html).toContain('value="half"');
    expect(html).not.toContain('id="problems"');
  });
});

describe('the file of a composed reform', () => {
  test('is one that the law reads among its own, and clew law check by itself', async () => {
    const { status, html, headers } = await file([...HEAD, ...WIDER]);
    expect(status).toBe(200);
    expect(headers.get('Content-Disposition')).toContain('debt-is-a-means-of-its-own.md');
    expect(readTogether(html)).toEqual([]);
    const path = join(folder, 'reform.md');
    writeFileSync(path, html);
    const checked = checkLaw({ folder: path, json: false, colour: false, clock: () => 0 });
    expect(checked).toMatchObject({ exitCode: 0, text: expect.stringContaining('1 reforms') });
    writeFileSync(path, html.replace('purpose.labour', 'purpose.labor'));
    expect(checkLaw({ folder: path, json: false, colour: false, clock: () => 0 })).toMatchObject({
      exitCode: 1,
      text: expect.stringMatching(/Did you mean\s+“purpose.labour”/),
    });
  }, 120_000);

  test('says of its own source that nobody has compared it, and of a copy that was read no more than that', async () => {
    const own = (await file([...HEAD, ...WIDER])).html;
    expect(own).not.toContain('compared');
    const seen = (await file([...HEAD, ...WIDER, ['source-read', 'the draft of March']])).html;
    expect(seen).toContain('finding: seen');
    expect(seen).not.toMatch(/confirmed|checked_by/);
  });

  test.each([
    [
      'add-any',
      'trafficking.means',
      [
        ['lines', 'purpose.labour'],
        ['how', 'one'],
      ],
    ],
    [
      'add-all',
      'trafficking.means',
      [
        ['lines', 'child\n{any: [age < 21, {not: child.now}]}\nnot purpose.labour'],
        ['how', 'any'],
      ],
    ],
    [
      'replace',
      'resettlement.categories',
      [
        ['lines', 'child\nharm.retrafficking\nsolution.can-stay'],
        ['how', 'at_least'],
        ['count', '2'],
      ],
    ],
    ['set-value', 'protection.reflection-days', [['days', '90']]],
    ['repeal', 'resettlement.categories', []],
    [
      'add-duty',
      '',
      [
        ['duty-label', 'New: one'],
        ['when', 'child'],
        ['bearer', 'B'],
        ['act', 'A'],
        ['strength', 'shall'],
        ['breach', 'N'],
        ['by-days', '30'],
        ['by-from', 'reflection.day'],
      ],
    ],
    ['drop-exception', EXCEPTED, [['exception', EXCEPTION]]],
    [
      'change-burden',
      EXCEPTED,
      [
        ['exception', EXCEPTION],
        ['burden', 'state'],
      ],
    ],
  ] as [string, string, Fields][])('holds what was chosen (%s)', (op, target, fields) => {
    const said = fields.map(([name, value]): [string, string] => [`op1.${name}`, value]);
    const [overlay] = overlaysOf([['op1.op', op], ['op1.target', target], ...said]);
    expect(overlay?.ops).toHaveLength(1);
    expect(overlay?.ops[0]).toMatchObject({ op, target: target || 'duty.proposed.new-one' });
    expect(overlay).toMatchObject({ label: 'Debt is a means of its own', status: 'proposal' });
  });

  /** What the law reads of a composed file. Its own reforms are left out, so that none stands in the way. */
  function overlaysOf(fields: Fields) {
    const { text } = writeReform(draft([...HEAD, ...fields]), law);
    const read = readReforms({ ...law, overlays: {} }, { path: 'one.md', text, hash: sha256 });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return Object.values(read.law.overlays);
  }

  test('gives every rule, duty and number back as it was where nothing is changed in the form', () => {
    for (const { id, limb } of [law.rules, law.duties, law.values].flatMap((kind) =>
      Object.values<Provision>(kind),
    )) {
      const { how, count, lines } = linesOfLimb(limb);
      if (lines === '') continue;
      const [overlay] = overlaysOf([
        ['op1.op', 'replace'],
        ['op1.target', id],
        ['op1.how', how],
        ['op1.count', count],
        ['op1.lines', lines],
      ]);
      const [operation] = overlay?.ops ?? [];
      const read = operation && 'limb' in operation ? operation.limb : undefined;
      // The operation's own source stands on the whole limb where that has none.
      expect([id, { ...read, cites: [] }]).toEqual([id, { ...limb, cites: [] }]);
    }
  });

  test('can be broken out of by nothing that is typed', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '```',
        '```rule\nid: x',
        '# h {#9}',
        '> q {#2}',
        '"',
        "'",
        ': ',
        '- a',
        '{[',
        '&a *a !t',
        '\n\n## x',
        '~~~',
      ),
    );
    const names = [
      'label',
      'why',
      'source-title',
      'source-text',
      'source-read',
      'procedure',
      'amends',
      'op1.lines',
      'op1.target',
      'code',
    ];
    fc.assert(
      fc.property(fc.array(nasty, { minLength: names.length, maxLength: names.length }), (values) => {
        const fields = names.map((name, index): [string, string] => [name, values[index] ?? '']);
        const { text } = writeReform(draft([['op1.op', 'add-any'], ...fields]), law);
        const fences = text.split('\n').filter((line) => /^(```|~~~)/.test(line));
        expect(fences).toEqual(['```instrument', '```', '```article', '```', '```overlay', '```']);
        expect(text.split('\n').filter((line) => /^#{1,6}\s/.test(line))).toHaveLength(3);
      }),
      { seed: 20_261_122, numRuns: 300 },
    );
  });

  test('of a draft that the law cannot read is none: the page says why, and nothing is lost', async () => {
    const { status, html } = await file([
      ...HEAD,
      ['op1.op', 'add-any'],
      ['op1.target', 'nowhere'],
      ['op1.lines', '<script>alert(1)</script>'],
    ]);
    expect(status).toBe(422);
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script>alert(1)&lt;/script>');
    expect(errors).toEqual([]);
  });
});
