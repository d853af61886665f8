import {
  type Day,
  isDate,
  isState,
  type Law,
  overlayNamed,
  type Problem,
  unknownRule,
  unknownState,
  withOverlays,
} from '@clew/rules';

/** What on the command line chooses the law and the part of the answer to print. */
export type FlagsGiven = {
  /** The id of a rule, duty or value: print its whole tree instead. */
  explain?: string | undefined;
  /** The id of a rule, duty or value: print what would change it instead. */
  whyNot?: string | undefined;
  /** States instead of those of the case file: NO for Norway. */
  states?: readonly string[] | undefined;
  /** The day on which the law is asked, instead of the case file's: 2024-05-31. */
  on?: string | undefined;
  /** Reforms to switch on, by id or code, in order. */
  reforms?: readonly string[] | undefined;
};

type FlagsRead =
  | { ok: true; law: Law; on: Day | undefined; states: readonly string[] | undefined }
  | { ok: false; problems: Problem[] };

/** The flags that choose the law: every one that cannot be is told under its own name. */
export function readFlags(law: Law, given: FlagsGiven, today: string): FlagsRead {
  const { explain, whyNot, states, reforms = [] } = given;
  const on = given.on === 'today' ? today : given.on;
  const problems: Problem[] = [];
  const refuseFlag = (file: string, code: Problem['code'], message: string) =>
    problems.push({ code, file, line: 1, message });
  for (const code of states ?? []) {
    if (!isState(code)) refuseFlag('--state', 'unknown-state', unknownState(code));
  }
  const day = on !== undefined && isDate(on) ? on : undefined;
  if (on !== undefined && day === undefined) {
    const message = `“${on.slice(0, 40)}” is not a day that exists. Write it like 2024-05-31.`;
    refuseFlag('--on', 'wrong-date', message);
  } else if (day !== undefined && day > today) {
    const message = `${day} has not come yet; today is ${today}. Write today or an earlier day.`;
    refuseFlag('--on', 'future-date', message);
  }
  const reformed = withOverlays(
    law,
    reforms.map((name) => overlayNamed(law, name) ?? name),
  );
  if (!reformed.ok) problems.push(...reformed.problems.map((problem) => ({ ...problem, file: '--reform' })));
  const chosen = reformed.ok ? reformed.law : law;
  const known = { ...chosen.rules, ...chosen.duties, ...chosen.values };
  for (const [flag, id] of [
    ['--explain', explain],
    ['--why-not', whyNot],
  ] as const) {
    if (id !== undefined && !Object.hasOwn(known, id))
      refuseFlag(flag, 'unknown-rule', unknownRule(id, known));
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, law: chosen, on: day, states: states && [...new Set(states)] };
}
