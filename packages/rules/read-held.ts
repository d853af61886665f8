import type { LineOf } from './decision-rows.ts';
import type { Expectation } from './law.ts';
import { recordOf } from './law.ts';
import type { Problem } from './problem.ts';
import type { Decision } from './read-decision.ts';
import type { DecisionBlock } from './schema-decision.ts';

/** What a court decided of one rule or duty. What it left open stands nowhere. */
export type HeldAnswer = Pick<Expectation, 'rule' | 'which'> & { verdict: 'yes' | 'no' };

type Expected = Pick<Decision, 'expect' | 'expectIn'>;
type Decided = Pick<Decision, 'held' | 'heldIn' | 'lost' | 'fulfilled'>;
type Written = { path: string; block: DecisionBlock; lineOf: LineOf };
type Refuse = (at: readonly PropertyKey[], message: string) => Problem;

/**
 * What the court decided of a rule in a State: what was lost is no, what was owed and found fulfilled is yes. Undefined where
 * it decided nothing of it, or where nobody read what.
 */
export function heldOn(
  decision: Decided,
  { rule, which, state }: Pick<Expectation, 'rule' | 'which'> & { state: string },
): 'yes' | 'no' | undefined {
  if (decision.lost.includes(rule)) return 'no';
  if (decision.fulfilled.includes(rule)) return 'yes';
  const own = Object.hasOwn(decision.heldIn, state) ? (decision.heldIn[state] ?? []) : [];
  return [...own, ...decision.held].find((one) => one.rule === rule && one.which === which)?.verdict;
}

/** Reads what the court decided. The rules may leave open what it decided, and never answer the contrary. */
export function readHeld(
  { path, block, lineOf }: Written,
  expected: Expected,
): { ok: true; held: Decided } | { ok: false; problems: Problem[] } {
  const refuse: Refuse = (at, message) => ({
    ...{ code: 'wrong-shape', file: path, line: lineOf(at), message },
  });
  const everywhere = [...expected.expect, ...Object.values(expected.expectIn).flat()];
  const refused = [
    ...refuseLost(block, everywhere, refuse),
    ...refuseFulfilled(block, everywhere, refuse),
    ...refuseHeld(block.held, { everywhere, at: ['held'], block, refuse }),
    ...Object.entries(block.held_in ?? {}).flatMap(([state, held]) => [
      ...refuseOtherState(state, block, refuse),
      ...refuseHeld(held, {
        everywhere: [...expected.expect, ...(expected.expectIn[state] ?? [])],
        ...{ at: ['held_in', state], block, refuse },
      }),
    ]),
  ];
  if (refused.length > 0) return { ok: false, problems: refused };
  const heldIn = Object.entries(block.held_in ?? {}).map(
    ([state, held]) => [state, answersOf(held)] as const,
  );
  return {
    ok: true,
    held: {
      held: answersOf(block.held),
      heldIn: recordOf(heldIn),
      lost: [...new Set(block.lost ?? [])],
      fulfilled: [...new Set(block.fulfilled ?? [])],
    },
  };
}

const PRESUMED = '@burden';

/** A name is written as under expect: `child`, or `child@burden` for what comes out after presumptions. */
function namedBy(name: string): Pick<Expectation, 'rule' | 'which'> {
  return name.endsWith(PRESUMED)
    ? { rule: name.slice(0, -PRESUMED.length), which: 'burden' }
    : { rule: name, which: 'strict' };
}

function answersOf(held: Readonly<Record<string, 'yes' | 'no'>> = {}): HeldAnswer[] {
  return Object.entries(held).map(([name, verdict]) => ({ ...namedBy(name), verdict }));
}

function refuseOtherState(state: string, block: DecisionBlock, refuse: Refuse): Problem[] {
  if (block.state.includes(state)) return [];
  const message = `“${state}” is not one of the States of this decision. Add it to “state”, or take it out here.`;
  return [{ ...refuse(['held_in', state], message), code: 'unknown-state' }];
}

type Setting = {
  everywhere: readonly Expectation[];
  at: readonly PropertyKey[];
  block: DecisionBlock;
  refuse: Refuse;
};

function refuseHeld(held: DecisionBlock['held'] = {}, { everywhere, at, block, refuse }: Setting): Problem[] {
  const elsewhere = [...(block.lost ?? []), ...(block.fulfilled ?? [])];
  return Object.entries(held).flatMap(([name, verdict]): Problem[] => {
    const { rule, which } = namedBy(name);
    const where = [...at, name];
    const contrary = verdict === 'yes' ? 'no' : 'yes';
    if (elsewhere.includes(rule))
      return [refuse(where, `“${rule}” already stands under lost or fulfilled. Take it out here.`)];
    const verdicts = everywhere
      .filter((one) => one.rule === rule && one.which === which)
      .map((one) => one.verdict);
    if (verdicts.length === 0)
      return [
        refuse(where, `“${name}” was decided, and nothing is expected of it. Write it under “expect” too.`),
      ];
    if (!verdicts.includes(contrary)) return [];
    return [
      refuse(
        where,
        `The court decided ${verdict} of “${name}”, and ${contrary} is expected. Where the rules cannot answer as the court did, they come out unknown.`,
      ),
    ];
  });
}

function refuseLost(block: DecisionBlock, expected: readonly Expectation[], refuse: Refuse): Problem[] {
  return (block.lost ?? []).flatMap((id, index): Problem[] => {
    const verdicts = verdictsOf(id, expected);
    if (verdicts.length > 0 && !verdicts.includes('yes')) return [];
    const message =
      verdicts.length === 0
        ? `“${id}” was lost, and nothing is expected of it. Write it under “expect”, with no or unknown.`
        : `“${id}” was lost, and is expected to come out yes. A claim that was lost comes out no or unknown; what was owed and found fulfilled stands under “fulfilled”.`;
    return [refuse(['lost', index], message)];
  });
}

function refuseFulfilled(block: DecisionBlock, expected: readonly Expectation[], refuse: Refuse): Problem[] {
  return (block.fulfilled ?? []).flatMap((id, index): Problem[] => {
    const verdicts = verdictsOf(id, expected);
    if (verdicts.length > 0 && verdicts.every((verdict) => verdict === 'yes')) return [];
    const message = `“${id}” was owed and found fulfilled, and is not expected to come out yes. Write it under “expect” with yes; what was not owed stands under “lost”.`;
    return [refuse(['fulfilled', index], message)];
  });
}

function verdictsOf(id: string, expected: readonly Expectation[]) {
  return expected.filter(({ rule }) => rule === id).map(({ verdict }) => verdict);
}
