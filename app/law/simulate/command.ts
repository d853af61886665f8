import { type Day, isDate, type Law, type Problem, withOverlays } from '@clew/rules';
import { problemOf, refuse } from '../command-output.ts';
import { dayOf } from '../day-of.ts';
import { readOwnLaw } from '../load-law.ts';
import { readFlags } from '../read-flags.ts';
import { readReformFile } from '../read-reform-file.ts';
import { safe, safeJson } from '../terminal-text.ts';
import { findReforms } from './find-reforms.ts';
import { journalFolder } from './journal.ts';
import { renderSimulation } from './render-simulation.ts';
import { isMove, type ReformResult, type SimulationResult } from './result.ts';
import { type SimulationAsked, simulate } from './simulate.ts';

export type SimulateOptions = {
  population: string | undefined;
  /** The path of a file of reforms to read beside the law, which `reforms` may then name. */
  with?: string | undefined;
  /** Ids of reforms or their short codes. */
  reforms: readonly string[];
  /** Also all of them at once, in their order. */
  together: boolean;
  by: readonly string[];
  state: string | undefined;
  /** The day on which the law is asked. Today, where nobody says. */
  on: string | undefined;
  resume: boolean;
  json: boolean;
  /** JSON on one line, of who moves alone: short enough to paste at /law/reforms/population. */
  moves: boolean;
  colour: boolean;
  today: Date;
  signal: AbortSignal;
  /** Told how far it is, for a person who waits. */
  onProgress(words: string): void;
  /** The folder of journals; this user's own, where nobody says. */
  journals?: string;
  limits?: SimulationAsked['limits'];
};

/** What to print, and the exit code: 0; 2 for bad input; 130 where it was stopped and can go on. */
type SimulateOutput = { text: string; exitCode: 0 | 2 | 130 };

/** `clew simulate`: what a population's records would be answered, without reforms and with them. Writes nothing. */
export async function simulateCommand(options: SimulateOptions): Promise<SimulateOutput> {
  const own = readOwnLaw();
  const read = own.ok && options.with !== undefined ? await readReformFile(own.law, options.with) : own;
  if (!read.ok) return refused(read.problems, options);
  const asked = readAsked(read.law, options);
  if (Array.isArray(asked)) return refused(asked, options);
  const found = await simulate(asked);
  if (found.kind === 'refused') return refused(found.problems, options);
  if (found.kind === 'stopped') return { text: stoppedWords(found, options), exitCode: 130 };
  if (options.moves) return { text: safeLine(movesOf(found.result)), exitCode: 0 };
  if (options.json) return { text: safeJson(found.result), exitCode: 0 };
  return { text: renderSimulation(found.result, options), exitCode: 0 };
}

/** The provisions of which somebody moves, under the reforms that move them. */
function movesOf(result: SimulationResult): SimulationResult {
  const provisions = result.provisions.flatMap((provision) => {
    const moving = provision.groups.flatMap(({ reforms }) => reforms.filter(isMove)).map(listOf);
    if (moving.length === 0) return [];
    const groups = provision.groups.map((group) => ({
      ...group,
      reforms: group.reforms.filter((one) => moving.includes(listOf(one))),
    }));
    return [{ ...provision, groups }];
  });
  return {
    ...{ ...result, provisions },
    columns: { ...result.columns, notAsked: [] },
    openFacts: { ...result.openFacts, facts: [] },
  };
}

function listOf({ reforms }: ReformResult): string {
  return reforms.join();
}

function safeLine(value: unknown): string {
  // No text of JSON has a line break of its own.
  return safeJson(value).replace(/\n */g, '');
}

function refused(problems: readonly Problem[], { json }: SimulateOptions): SimulateOutput {
  return { text: refuse(problems, { json }).text, exitCode: 2 };
}

function stoppedWords({ records, of }: { records: number; of: number }, { json }: SimulateOptions): string {
  const counted = of === 0 ? 'Nothing was counted yet' : `${records} of ${of} records are counted`;
  const message = `Stopped. ${counted}; nothing else was kept. Go on with the same command and --resume.`;
  return json ? safeJson({ stopped: { records, of, message } }) : message;
}

function readAsked(law: Law, options: SimulateOptions): SimulationAsked | Problem[] {
  const { population, state, on, by, resume, signal } = options;
  const today = dayOf(options.today);
  const flags = readFlags(law, { on, ...(state === undefined ? {} : { states: [state] }) }, today);
  const problems = flags.ok ? [] : [...flags.problems];
  if (population === undefined) {
    problems.push(
      problemOf('--population', 'Name a CSV or Parquet file: clew simulate --population FILE --reform F01'),
    );
  }
  const reforms = findReforms(law, options.reforms);
  problems.push(...reforms.problems);
  const overlays = [
    ...reforms.ids.map((id) => [id]),
    ...(options.together && reforms.ids.length > 1 ? [reforms.ids] : []),
  ];
  for (const list of overlays) {
    const changed = withOverlays(law, list);
    if (!changed.ok) problems.push(...changed.problems.map((problem) => ({ ...problem, file: '--reform' })));
  }
  if (problems.length > 0 || population === undefined) return problems;
  return {
    ...{ population, law, overlays, state, resume, signal },
    on: dayFrom(on, today),
    by: [...new Set(by)],
    journals: options.journals ?? journalFolder(),
    onProgress: teller(options.onProgress),
    ...(options.limits ? { limits: options.limits } : {}),
  };
}

function dayFrom(on: string | undefined, today: Day): Day {
  return on !== undefined && isDate(on) ? on : today;
}

/** Tells how far it is and how long it may still take, from what it took so far. */
function teller(tell: (words: string) => void): SimulationAsked['onProgress'] {
  const started = { at: performance.now(), records: -1 };
  return ({ records, of }) => {
    if (started.records < 0) Object.assign(started, { at: performance.now(), records });
    const made = records - started.records;
    const left = made > 0 ? ((performance.now() - started.at) / made) * (of - records) : Number.NaN;
    const time = Number.isFinite(left) && records < of ? `, about ${Math.ceil(left / 1000)} s left` : '';
    tell(safe(`${records} of ${of} records${time}`));
  };
}
