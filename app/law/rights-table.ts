import {
  type BlockRead,
  deepFreeze,
  didYouMean,
  type Law,
  type LawFile,
  type Problem,
  readBlock,
} from '@clew/rules';
import { z } from 'zod';
import { contentFiles } from './content-files.ts';
import { loadLaw } from './load-law.ts';
import { isSigned, SIGNED, UNSIGNED } from './signed-words.ts';

const FILE = 'laws/comparisons/complementary-rights.yaml';

/** The languages in which every word of the table stands. */
export const RIGHTS_LANGUAGES = ['en', 'fr', 'ar', 'es'] as const;

const Sentence = z.string('write one sentence').min(1, 'write one sentence').max(400, 'write one sentence');
const Id = z
  .string('write one id')
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'an id is small letters, digits and hyphens');
const Cite = z
  .string('write one source, like palermo#3.a')
  .regex(
    /^[a-z][a-z0-9-]*#[a-z0-9]+(?:[.-][a-z0-9]+)*$/,
    'a source is written instrument#article, like palermo#3.a',
  );
const Said = z.strictObject(
  { en: Sentence, fr: Sentence, ar: Sentence, es: Sentence },
  'write en, fr, ar, es',
);
/** One thing in every language of the table. */
export type Said = z.infer<typeof Said>;

const Side = z.strictObject(
  { label: Said, cites: z.array(Cite, 'write a list of sources').min(1, 'write at least one source') },
  'write label and cites',
);
const RightsFile = z
  .strictObject({
    table: Id,
    label: Said,
    source: Sentence,
    ...SIGNED,
    rows: z
      .array(
        z.strictObject(
          { id: Id, refugee: Side, victim: Side, correction: Said.optional() },
          'write id, refugee, victim and correction where there is one',
        ),
        'write a list of rows',
      )
      .min(1, 'write at least one row'),
  })
  .refine(isSigned, UNSIGNED);
type RightsFile = z.infer<typeof RightsFile>;

const WORDS = [
  ...[
    'table',
    'label',
    'source',
    'status',
    'by',
    'on',
    'rows',
    'id',
    'refugee',
    'victim',
    'correction',
    'cites',
  ],
  ...RIGHTS_LANGUAGES,
];

/** What one of the two can ask for, and the paragraphs that say so: `instrument#anchor`, each of which the law holds. */
export type RightsSide = { label: Said; cites: readonly string[] };

/** A right of a refugee beside one of a victim of trafficking; `correction` says where the source says more than the law. */
export type RightsRow = {
  id: string;
  refugee: RightsSide;
  victim: RightsSide;
  correction?: Said;
  line: number;
};

/** The complementary rights, in the order of their source. `status` is that of the words in French, Arabic and Spanish. */
export type RightsTable = {
  id: string;
  label: Said;
  source: string;
  status: { status: 'draft' } | { status: 'checked'; by: string; on: string };
  rows: readonly RightsRow[];
};

type RightsTableRead = { ok: true; table: RightsTable } | { ok: false; problems: Problem[] };

/** Reads the table from its file, against the law that it cites. Tells every problem with its file and line. Never throws. */
export function readRightsTable(file: LawFile, law: Law): RightsTableRead {
  const read = readBlock(RightsFile, {
    ...{ file: file.path, text: file.text },
    ...{ what: 'table of rights', words: WORDS },
  });
  if (!read.ok) return read;
  const problems = [...doubledRows(read, file.path), ...unknownCites(read, file.path, law)];
  if (problems.length > 0) return { ok: false, problems };
  const { table, label, source, status, by = '', on = '', rows } = read.block;
  return {
    ok: true,
    table: deepFreeze({
      ...{ id: table, label, source },
      status: status === 'draft' ? { status } : { status, by, on },
      rows: rows.map(({ correction, ...row }, index) => ({
        ...row,
        ...(correction ? { correction } : {}),
        line: read.lineOf(['rows', index]),
      })),
    }),
  };
}

let loaded: RightsTable | undefined;

/** The table of this checkout, read once, against its own law. Throws with every problem, its file and line. */
export function loadRightsTable(): RightsTable {
  if (loaded) return loaded;
  const file = contentFiles('laws/comparisons').find(({ path }) => path === FILE) ?? { path: FILE, text: '' };
  const read = readRightsTable(file, loadLaw());
  if (!read.ok) {
    const problems = read.problems.map(({ file: path, line, message }) => `${path}:${line}  ${message}`);
    throw new Error(`The table of rights cannot be used.\n${problems.join('\n')}`);
  }
  loaded = read.table;
  return loaded;
}

type Accepted = Extract<BlockRead<RightsFile>, { ok: true }>;

function doubledRows({ block, lineOf }: Accepted, file: string): Problem[] {
  return block.rows.flatMap(({ id }, index) => {
    const first = block.rows.findIndex((row) => row.id === id);
    if (first === index) return [];
    const message = `The row “${id}” already stands in line ${lineOf(['rows', first])}. Keep one of them.`;
    return [{ code: 'duplicate-id' as const, file, line: lineOf(['rows', index]), message }];
  });
}

/** What a row cites must be a paragraph that the law holds, once in a row's side: a heading says nothing. */
function unknownCites({ block, lineOf }: Accepted, file: string, law: Law): Problem[] {
  const known = Object.values(law.instruments).flatMap(({ id, articles }) =>
    articles.filter(({ isHeading }) => !isHeading).map(({ anchor }) => `${id}#${anchor}`),
  );
  const isKnown = new Set(known);
  return block.rows.flatMap((row, index) =>
    (['refugee', 'victim'] as const).flatMap((side) =>
      row[side].cites.flatMap((cite, at): Problem[] => {
        const line = lineOf(['rows', index, side, 'cites', at]);
        if (row[side].cites.indexOf(cite) < at) {
          const message = `“${cite}” is cited twice here. Keep one of them.`;
          return [{ code: 'duplicate-id', file, line, message }];
        }
        if (isKnown.has(cite)) return [];
        const message = `The row “${row.id}” cites “${cite}”, but no instrument holds it.${didYouMean(cite, known)} Add the paragraph with its anchor to the instrument's file.`;
        return [{ code: 'unknown-article', file, line, message }];
      }),
    ),
  );
}
