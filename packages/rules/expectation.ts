import type { Asked } from './assess.ts';
import type { Expectation, Law } from './law.ts';
import { verdictsOfAll } from './meaning.ts';
import type { ProblemCode } from './problem.ts';
import { didYouMean } from './problem.ts';
import { lawFor } from './resolve.ts';
import type { Verdict } from './three.ts';

/** What a written expectation means: `child` is about the facts alone, `child@burden` about after presumptions. */
export function readExpectation(
  key: string,
  verdict: Verdict,
  known: Readonly<Record<string, unknown>>,
): { ok: true; expectation: Expectation } | { ok: false; code: ProblemCode; message: string } {
  const [rule = '', which = 'strict', ...more] = key.split('@');
  if (!Object.hasOwn(known, rule)) {
    return { ok: false, code: 'unknown-rule', message: unknownRule(rule, known) };
  }
  if ((which !== 'strict' && which !== 'burden') || more.length > 0) {
    const message = `“${key.slice(0, 80)}” is not an expectation. Write “${rule}”, or “${rule}@burden” for after presumptions.`;
    return { ok: false, code: 'wrong-shape', message };
  }
  return { ok: true, expectation: { rule, which, verdict } };
}

/** The expectations that the law does not meet on these answers, with what it says instead. */
export function failedExpectations(
  law: Law,
  { expect, state, on, overlays, ...told }: Asked & { expect: readonly Expectation[] },
): (Expectation & { found: Verdict })[] {
  if (expect.length === 0) return [];
  const { rules, duties } = verdictsOfAll(lawFor(law, { state, on, overlays }), { ...told, on });
  return expect.flatMap((wanted) => {
    const found = (rules.get(wanted.rule) ?? duties.get(wanted.rule))?.[wanted.which] ?? 'unknown';
    return found === wanted.verdict ? [] : [{ ...wanted, found }];
  });
}

/** “No rule is called x. Did you mean y?” for a rule or duty named in a test, a case or a command. */
export function unknownRule(id: string, known: Readonly<Record<string, unknown>>): string {
  return `No rule is called “${id.slice(0, 80)}”.${didYouMean(id, Object.keys(known))}`;
}
