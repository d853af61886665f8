import { canonicalJson, type Day, type Law, lawFor, limbsOf, type Provision, readsOf } from '@clew/rules';

/** The rules of a law, and the reforms it is asked with, one by one. */
type Asked = { law: Law; on: Day; reforms: readonly string[] };

/**
 * How many rules are evaluated for one record: each once as it is, and once more for each reform that touches it. A rule
 * that a reform does not touch stays what it was, and counts once.
 */
export function evaluationsARecord({ law, on, reforms }: Asked): number {
  const before = lawFor(law, { on });
  const touched = reforms.map((reform) => touchedRules(before, lawFor(law, { on, overlays: [reform] })));
  return touched.reduce((sum, rules) => sum + rules.size, Object.keys(before.rules).length);
}

/** The rules that say something else in the later law, and all that rest on one of them. */
export function touchedRules(before: Law, after: Law): Set<string> {
  const rules = Object.values(after.rules);
  const touched = new Set(
    rules.filter((rule) => said(rule) !== said(before.rules[rule.id])).map(({ id }) => id),
  );
  // A set that grows is walked to its end.
  for (const id of touched) {
    for (const rule of rules) {
      if (limbsOf(rule).some((limb) => readsOf(limb).rules.includes(id))) touched.add(rule.id);
    }
  }
  return touched;
}

/** What a rule asks for, however it is called and wherever it is written. */
function said(rule: Provision | undefined): string {
  const { limb, exceptions = [], presume } = rule ?? {};
  return canonicalJson({ limb, exceptions, presume });
}
