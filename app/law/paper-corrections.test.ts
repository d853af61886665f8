import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assess, boundBy, type Day, readDecision } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { loadLaw } from './load-law.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const law = loadLaw();
const page = readFileSync(`${ROOT}docs/paper-corrections.md`, 'utf8');

const files = readdirSync(`${ROOT}laws`, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => {
    const path = `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/');
    return { path: path.slice(path.indexOf('laws/', ROOT.length - 1)), text: readFileSync(path, 'utf8') };
  });

/** The sentences of a text, on one line each. The points of “L.E.” and of “v.” end none. */
function sentencesOf(text: string): string[] {
  return text
    .replace(/\s+/g, ' ')
    .replaceAll(' v. ', ' v ')
    .split(/(?<=[^A-Z][.!?:;])\s/);
}

/** Those of all of `laws/`, with the file in which they stand. */
const sentences = files.flatMap(({ path, text }) =>
  sentencesOf(text).map((sentence) => ({ path, sentence })),
);

function decision(name: string) {
  const path = `laws/decisions/${name}.md`;
  const read = readDecision({ path, text: readFileSync(`${ROOT}${path}`, 'utf8') }, law);
  if (!read.ok || read.case === undefined) throw new Error(`${path} is no test`);
  return read.decision;
}

test('the page has one table for each of the five papers, with all 44 mistakes, each with a source', () => {
  const tables = page.split(/^## /m).slice(1);
  expect(tables).toHaveLength(5);
  const rows = tables.map((table) => table.split('\n').filter((line) => /^\| X\d\d /.test(line)));
  expect(rows.map((list) => list.length)).toEqual([17, 5, 4, 12, 6]);
  const cells = rows.flat().map((line) => line.split(' | ').map((cell) => cell.replace(/^\| |\s\|$/g, '')));
  expect(cells.map(([no]) => no)).toEqual(
    Array.from({ length: 44 }, (_, i) => `X${String(i + 1).padStart(2, '0')}`),
  );
  expect(cells.filter((row) => row.length !== 6 || row.some((cell) => cell.trim() === ''))).toEqual([]);
});

/** What a mistaken sentence would look like, by its number on the page, and how the papers say it. */
const MISTAKES: readonly (readonly [string, RegExp, string])[] = [
  [
    'X01',
    /rantsev\w*[^.]*(?<!not about )\b(refugee|asylum)/i,
    'In Rantsev v. Cyprus and Russia she had been granted refugee status.',
  ],
  [
    'X04',
    /(\bL\.\s?E\.[^.]*(Syria|forced labou?r))|(Syria\w*[^.]*\bL\.\s?E\.)/i,
    'In L.E. v Greece a Syrian refugee was refused.',
  ],
  ['X05', /\b(103|32[.,]5)\s+million\b/i, 'There were 103 million displaced by the end of 2022.'],
  [
    'X07',
    /\b(Lebanon|Jordan|Malaysia)\b[^.]*\b(is|are|was) (a part(y|ies) to|bound by) the Refugee Convention/i,
    'Jordan is a party to the Refugee Convention.',
  ],
  [
    'X09',
    /\b40\s*(%|per\s?cent)[^.]*Rohingya|Rohingya[^.]*\b40\s*(%|per\s?cent)/i,
    '40% of Rohingya in Malaysia were trafficked.',
  ],
  ['X11', /trafficking (is|was) (not|no) (itself )?persecution/i, 'Trafficking is not persecution.'],
  ['X16', /\bECHR (held|found|ruled|recogni[sz]ed|heard)\b/, 'The ECHR held that it had.'],
  ['X18', /\b2003 (Trafficking|Palermo) Protocol|Protocol of 2003\b/i, 'The 2003 Trafficking Protocol.'],
  ['X22', /\billegal (im)?migra/i, 'Illegal migration is a factor.'],
  [
    'X27',
    /Universal Declaration[^.]*article 7[^.]*remed/i,
    'The Universal Declaration, article 7, gives a remedy.',
  ],
  [
    'X28',
    /(right to return|return to (his|her|their) (own )?country)[^.]*article 3\(2\)/i,
    'The right to return is article 3(2).',
  ],
  [
    'X30',
    /(Palermo|protocol)[^.]*article 14[^.]*torture/i,
    'The Protocol, in article 14, acknowledges the Convention against Torture.',
  ],
  ['X31', /A\/63\/215[^.]*resolution|resolution[^.]*A\/63\/215/i, 'Resolution A/63/215 says so.'],
  ['X32', /WG\.4\/2010\/6/, 'See CTOC/COP/WG.4/2010/6.'],
  ['X34', /(CEDAW|committee on (the elimination|women))[^.]*General Comment/i, 'CEDAW General Comment 19.'],
  ['X35', /upheld[^.]*Tang|Tang[^.]*upheld/i, 'The High Court upheld the conviction of Tang.'],
  [
    'X41',
    /determination[^.]*(upon|on|as soon as)[^.]*identif/i,
    'A best interests determination upon identification.',
  ],
  ['X44', /United National High/i, 'The United National High Commissioner.'],
];

describe.each(MISTAKES)('%s', (no, mistake, asThePaperSaysIt) => {
  test('is on the page, would be seen, and stands nowhere in laws/', () => {
    expect(page).toContain(`| ${no} |`);
    const among = sentencesOf(`The first one. ${asThePaperSaysIt} The last one.`);
    expect(among.filter((sentence) => mistake.test(sentence))).toHaveLength(1);
    expect(sentences.filter(({ sentence }) => mistake.test(sentence))).toEqual([]);
  });
});

test('X01: nothing about refugees is asked of or expected in Rantsev', () => {
  const { facts, also, expect: wanted, expectIn, issues } = decision('rantsev-v-cyprus-and-russia');
  const asked = Object.keys({ ...facts, ...also });
  expect(asked.filter((id) => /^(asylum|fear|ground|group|refugee|exclusion)\./.test(id))).toEqual([]);
  const rules = [...wanted, ...Object.values(expectIn).flat()].map(({ rule }) => rule);
  expect(rules.filter((id) => /refugee|asylum|refoulement/.test(id))).toEqual([]);
  expect(issues).not.toContain('social-group');
});

test('X04: L.E. is about sexual exploitation, and neither about labour nor about asylum', () => {
  const { facts, also, account } = decision('l-e-v-greece');
  const told = { ...facts, ...also };
  expect(told['purpose.prostitution']).toBe('yes');
  expect(Object.keys(told).filter((id) => /^(purpose\.labour|asylum\.|harm\.)/.test(id))).toEqual([]);
  expect(account.join(' ')).toMatch(/Nigeria/);
  expect(account.join(' ')).not.toMatch(/Syria/);
});

test('X07, X08: the Refugee Convention never binds Lebanon, Jordan, Malaysia or Bangladesh, on no day', () => {
  const days: Day[] = ['1990-01-01', '2004-06-01', '2015-01-01', '2020-01-01', '2026-11-22'];
  for (const state of ['LB', 'JO', 'MY', 'BD']) {
    const bound = days.flatMap((on) =>
      ['refugee-convention', 'refugee-protocol'].map((id) => boundBy(law, id, { state, on }).verdict),
    );
    expect(bound).not.toContain('yes');
    expect(boundBy(law, 'refugee-convention', { state, on: '2015-01-01' }).verdict).toBe('no');
  }
});

test('X18, X30: the Palermo Protocol is of 2000, and its article 14 does not name the Convention against Torture', () => {
  const palermo = law.instruments.palermo;
  expect(palermo?.adopted?.value).toBe('2000-11-15');
  const articles = files.find(({ path }) => path.endsWith('instruments/palermo-protocol.md'))?.text ?? '';
  const fourteen = /^## Article 14[\s\S]*?(?=^## |(?![\s\S]))/m.exec(articles)?.[0] ?? '';
  expect(fourteen).not.toBe('');
  expect(fourteen).not.toMatch(/torture/i);
});

test('X19: no rule or duty takes a bar of punishment, or identification, from the Palermo Protocol', () => {
  const every = [...Object.values(law.rules), ...Object.values(law.duties)];
  const rests = every.filter(({ id }) => /non-punishment|no-penalty|^identification\.|duty\.refer/.test(id));
  expect(rests.length).toBeGreaterThan(8);
  const cited = rests.flatMap(({ id, cites }) =>
    cites.filter((ref) => ref.startsWith('palermo#')).map((ref) => `${id} ${ref}`),
  );
  expect(cited).toEqual([]);
});

test('X20: leave to stay under the Palermo Protocol is only to be considered', () => {
  const stay = Object.values(law.duties).filter(({ cites }) => cites.some((ref) => /^palermo#7/.test(ref)));
  expect(stay.length).toBeGreaterThan(0);
  expect(stay.filter(({ strength }) => strength === 'shall')).toEqual([]);
});

test('X40: trafficking needs neither a border nor a journey', () => {
  const facts = { 'act.harboured': 'yes', 'means.force': 'yes', 'purpose.labour': 'yes' } as const;
  const at = { 'trafficking.cross-border': 'no', 'act.transported': 'no' } as const;
  expect(assess(law, { facts: { ...facts, ...at } }).rules['trafficking.victim']?.strict).toBe('yes');
});
