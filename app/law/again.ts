import {
  type Answers,
  type CaseFile,
  isDate,
  type Law,
  type People,
  type Problem,
  readCase,
  withOverlays,
  writeCase,
} from '@clew/rules';
import { assessCase } from './assess-case.ts';
import { assessmentJson } from './assessment-json.ts';
import { AssessmentJson } from './assessment-schema.ts';
import { problemOf } from './command-output.ts';
import { parsedJson, readTextFile, type Wanted } from './read-file.ts';

/** A place in an assessment at which the two answers differ; `undefined` where one has nothing. */
type Difference = { path: string; was: unknown; is: unknown };

/** An earlier assessment put to a law again. */
export type Again = {
  /** The hash of the law that answered then, and of the one that answered now. */
  law: { was: string; is: string };
  differences: readonly Difference[];
};

const EARLIER: Wanted = {
  most: 20_000_000,
  tooLarge: 'Check that it is what clew assess --json printed.',
  example: 'a file with what clew assess --json printed',
};

/**
 * Puts what an earlier `clew assess --json` was asked to a law again, on the same day, in the same States and under the
 * same reforms, and compares all that was printed then. What a later version prints besides is no difference.
 */
export async function assessAgain(
  path: string,
  law: Law,
): Promise<{ ok: true; again: Again } | { ok: false; problems: Problem[] }> {
  const file = await readTextFile(path, EARLIER);
  if (!file.ok) return file;
  const raw = parsedJson(file.text);
  const read = AssessmentJson.safeParse(raw);
  if (!read.success) {
    const message =
      'This is not what clew assess --json prints. An answer of a version that did not yet say what was asked cannot be asked for again.';
    return { ok: false, problems: [problemOf(path, message)] };
  }
  const earlier = read.data;
  const reformed = withOverlays(law, earlier.law.reforms);
  if (!reformed.ok)
    return { ok: false, problems: reformed.problems.map((problem) => ({ ...problem, file: path })) };
  const asked = caseOf(earlier, reformed.law, path);
  if (!asked.ok) return asked;
  const now = assessmentJson(
    assessCase(reformed.law, {
      ...asked.case,
      ...(earlier.law.reforms.length > 0 ? { without: law } : {}),
    }),
    asked.case,
    earlier.asked.language,
  );
  const differences = differencesBetween(raw, JSON.parse(JSON.stringify(now)), '');
  return {
    ok: true,
    again: {
      law: { was: earlier.law.hash, is: law.hash },
      differences: differences.filter(
        ({ path: at }) => at !== 'law.hash' && !/^byState\.[A-Z]{2}\.law\.hash$/.test(at),
      ),
    },
  };
}

/** What was asked then as a case. Whoever wrote the file, it is read as strictly as any other case. */
function caseOf(
  { law: { on, states }, asked }: AssessmentJson,
  law: Law,
  path: string,
): { ok: true; case: CaseFile } | { ok: false; problems: Problem[] } {
  const text = writeCase({
    title: 'An earlier assessment',
    source: path.slice(0, 2000),
    states,
    ...(on !== null && isDate(on) ? { on } : {}),
    facts: asked.facts as Answers,
    people: asked.people as People,
    expect: asked.expect,
  });
  const read = readCase({ path, text }, law);
  if (read.ok) return read;
  // The lines are those of a case that nobody wrote.
  return { ok: false, problems: read.problems.map((problem) => ({ ...problem, line: 1 })) };
}

function differencesBetween(was: unknown, is: unknown, path: string): Difference[] {
  if (Object.is(was, is)) return [];
  if (typeof was !== 'object' || typeof is !== 'object' || was === null || is === null) {
    return [{ path, was, is }];
  }
  if (Array.isArray(was) !== Array.isArray(is)) return [{ path, was, is }];
  const isList = Array.isArray(was);
  const keys = new Set([...Object.keys(was), ...(isList ? Object.keys(is) : [])]);
  return [...keys].flatMap((key) =>
    differencesBetween(memberOf(was, key), memberOf(is, key), path === '' ? key : `${path}.${key}`),
  );
}

function memberOf(thing: object, key: string): unknown {
  return Object.hasOwn(thing, key) ? (thing as Record<string, unknown>)[key] : undefined;
}
