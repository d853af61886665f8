import { checkTests, type Law, type LawFile, type Problem, readLaw } from '@clew/rules';
import { sha256 } from '../content-files.ts';
import { type Indicators, readIndicators } from '../indicators/read-indicators.ts';
import { readSituations } from '../library/read-situations.ts';
import { readReferral } from '../referral/read-referral.ts';
import { readRightsTable } from '../rights-table.ts';
import { checkDecisions } from './check-decisions.ts';
import type { LawFolder } from './law-folder.ts';
import { unreadStrengths } from './unread-strengths.ts';

/** One part of the check. `not-run`: it needs a law, and this one cannot be read. */
export type CheckedPart = {
  name: 'law' | 'tests' | 'decisions' | 'indicators' | 'referral' | 'comparisons' | 'situations';
  state: 'well' | 'finding' | 'not-run';
  /** What was looked at, in words and numbers. */
  counts: Readonly<Record<string, number>>;
  problems: readonly Problem[];
  /** How long it took, in milliseconds. */
  ms: number;
};

export type Checked = {
  /** Of the law that was read; nothing where it cannot be. */
  hash?: string;
  parts: readonly CheckedPart[];
  /** What is no mistake and a person may want to know. */
  notes: readonly string[];
};

type Done = { counts: Record<string, number>; problems: readonly Problem[] };

/**
 * Every check there is: the law is read and proved, its own tests and the decisions run, the indicators and the referral
 * mechanism read. `clock` gives milliseconds from any start. Never throws.
 */
export function checkAll(folder: LawFolder, clock: () => number): Checked {
  const { law: files, decisions, indicators, referral, comparisons, situations } = folder;
  const timed = (name: CheckedPart['name'], work: () => Done | undefined): CheckedPart => {
    const start = clock();
    const done = work();
    const ms = clock() - start;
    if (!done) return { name, state: 'not-run', counts: {}, problems: [], ms };
    return { name, state: done.problems.length > 0 ? 'finding' : 'well', ...done, ms };
  };
  let law: Law | undefined;
  const parts = [
    timed('law', () => {
      const read = readLaw({ files, hash: sha256 });
      if (!read.ok) return { counts: { files: files.length }, problems: read.problems };
      law = read.law;
      return { counts: countsOf(read.law, files), problems: unreadStrengths(read.law, files) };
    }),
    timed('tests', () => law && { counts: { tests: law.tests.length }, problems: checkTests(law) }),
    timed('decisions', () => {
      if (!law) return undefined;
      const { tests, leftOut, problems } = checkDecisions(law, decisions);
      return {
        counts: { decisions: decisions.length, 'put to the law': tests, 'left out': leftOut },
        problems,
      };
    }),
    timed('indicators', () => checkIndicators(indicators, law)),
    timed('referral', () => law && checkReferral(referral, law)),
    timed('comparisons', () => law && checkComparisons(comparisons, law)),
    timed('situations', () => law && checkSituations(situations, law)),
  ];
  return { ...(law ? { hash: law.hash } : {}), parts, notes: [] };
}

function checkIndicators(files: readonly LawFile[], law: Law | undefined): Done {
  // A folder of a lawyer's own may hold the law alone.
  if (files.length === 0) return { counts: { sets: 0 }, problems: [] };
  const read = readIndicators({ files, hash: sha256 });
  if (!read.ok) return { counts: { files: files.length }, problems: read.problems };
  const { sets, indicators } = read.indicators;
  return {
    counts: { sets: Object.keys(sets).length, indicators: Object.keys(indicators).length },
    problems: law ? unknownFactors(law, indicators) : [],
  };
}

/** Risk factors that a reform names and no set of indicators has. */
function unknownFactors({ overlays }: Law, indicators: Indicators['indicators']): Problem[] {
  return Object.values(overlays).flatMap(({ id, bearsOn, place }) =>
    bearsOn
      .filter((code) => !Object.hasOwn(indicators, code))
      .map((code): Problem => {
        const message = `“${id}” bears on “${code}”, and no set of indicators has it. Write a code that laws/indicators/ has.`;
        return { code: 'gap', ...place, message };
      }),
  );
}

function checkReferral(files: readonly LawFile[], law: Law): Done {
  // A folder of a lawyer's own may hold the law alone.
  if (files.length === 0) return { counts: { stages: 0 }, problems: [] };
  const read = readReferral({ files, hash: sha256, law });
  if (!read.ok) return { counts: { files: files.length }, problems: read.problems };
  const { stages, apart, walls, principles } = read.referral;
  const named = new Set([...stages, ...apart].flatMap(({ duties }) => duties));
  const file = files.find(({ path }) => path.endsWith('stages.yaml'))?.path ?? 'laws/referral/stages.yaml';
  const problems = Object.keys(law.duties)
    .filter((id) => !named.has(id))
    .map((id): Problem => {
      const message = `“${id}” hangs on no stage of the referral mechanism, and nothing says why. Name it under a stage, or under apart with a why.`;
      return { code: 'gap', file, line: 1, message };
    });
  return {
    counts: {
      stages: stages.length,
      'duties apart': apart.flatMap(({ duties }) => duties).length,
      walls: walls.length,
      principles: principles.length,
    },
    problems,
  };
}

function checkComparisons(files: readonly LawFile[], law: Law): Done {
  const read = files.map((file) => readRightsTable(file, law));
  const rows = read.flatMap((one) => (one.ok ? one.table.rows : []));
  return {
    counts: { tables: files.length, rows: rows.length },
    problems: read.flatMap((one) => (one.ok ? [] : one.problems)),
  };
}

function checkSituations(files: readonly LawFile[], law: Law): Done {
  const read = readSituations(files, law);
  return {
    counts: { situations: read.ok ? read.situations.length : files.length },
    problems: read.ok ? [] : read.problems,
  };
}

function countsOf(law: Law, files: readonly LawFile[]): Record<string, number> {
  const count = (record: Readonly<Record<string, unknown>>) => Object.keys(record).length;
  const articles = Object.values(law.instruments).flatMap((one) =>
    one.articles.filter(({ isHeading }) => !isHeading),
  );
  const having = (status: string) => articles.filter((article) => article.status === status).length;
  return {
    files: files.length,
    instruments: count(law.instruments),
    paragraphs: articles.length,
    'compared with a source': having('compared'),
    'checked by a named person': having('checked'),
    facts: count(law.facts),
    rules: count(law.rules),
    duties: count(law.duties),
    values: count(law.values),
    reforms: count(law.overlays),
    states: count(law.states),
    languages: count(law.words) + 1,
  };
}
