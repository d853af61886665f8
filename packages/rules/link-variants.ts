import type { Law, Reading, Rule, Span, Value, Variant } from './law.ts';
import { recordOf } from './law.ts';
import type { Parts } from './parts.ts';
import { didYouMean, type Problem } from './problem.ts';
import type { UnlinkedVariant } from './read-state.ts';
import { wrongDates } from './read-value.ts';

/** Puts what the States' files say to the rules and values they say it of. What does not fit goes to `problems`. */
export function withVariants(parts: Parts, problems: Problem[]): Pick<Parts, 'rules' | 'values'> {
  const names = [...parts.rules, ...parts.values].map(({ id }) => id);
  for (const { kind, target, place } of parts.variants) {
    const list = kind === 'rule' ? parts.rules : parts.values;
    if (list.some(({ id }) => id === target)) continue;
    const message = `A State's own reading is written for the ${kind} “${target}”, but no ${kind} has that id.${didYouMean(target, names)}`;
    problems.push({ code: 'unknown-rule', ...place, message });
  }
  return {
    rules: parts.rules.map((rule) => ruleWith(rule, variantsOf(parts, 'rule', rule.id), problems)),
    values: parts.values.map((value) => valueWith(value, variantsOf(parts, 'value', value.id), problems)),
  };
}

function variantsOf<K extends UnlinkedVariant['kind']>(parts: Parts, kind: K, target: string) {
  return parts.variants.filter(
    (one): one is UnlinkedVariant & { kind: K } => one.kind === kind && one.target === target,
  );
}

function ruleWith(rule: Rule, found: (UnlinkedVariant & { kind: 'rule' })[], problems: Problem[]): Rule {
  if (found.length === 0) return rule;
  const readings = found.map(({ state, variant, place }) => ({ state, variant, place }));
  return { ...rule, variants: byState<Reading>(rule.id, readings, problems) };
}

function valueWith(value: Value, found: (UnlinkedVariant & { kind: 'value' })[], problems: Problem[]): Value {
  if (found.length === 0) return value;
  const inline = Object.entries(value.variants).flatMap(([state, list]) =>
    list.map((variant) => ({ state, variant, place: value.place })),
  );
  const told = found.map(({ state, variant, place }) => ({ state, variant, place }));
  return { ...value, variants: byState<Variant>(value.id, [...inline, ...told], problems) };
}

type Told<T> = { state: string; variant: T; place: Value['place'] };

/** By State, in the order of their first days. A State may say nothing for some days, and nothing twice for one. */
function byState<T extends Span>(id: string, told: readonly Told<T>[], problems: Problem[]) {
  const states = [...new Set(told.map(({ state }) => state))].sort();
  return recordOf(
    states.map((state): [string, readonly T[]] => {
      const own = told
        .filter((one) => one.state === state)
        .sort((a, b) => (a.variant.from < b.variant.from ? -1 : 1));
      own.forEach(({ variant, place }, index) => {
        const wrong = wrongDates(variant, own[index + 1]?.variant);
        if (wrong) problems.push({ code: 'wrong-dates', ...place, message: `“${id}”, ${state}: ${wrong}` });
      });
      return [state, own.map(({ variant }) => variant)];
    }),
  );
}

/** A rule that stands beside a treaty's names one that exists, and that is not itself a State's. */
export function checkNational({ rules, facts }: Pick<Law, 'rules' | 'facts'>): Problem[] {
  return [...checkOurReadings({ rules, facts }), ...checkBeside({ rules })];
}

/** What we read into a State's words is a fact, and one that its reading reads. */
function checkOurReadings({ rules, facts }: Pick<Law, 'rules' | 'facts'>): Problem[] {
  return Object.values(rules).flatMap(({ place, variants = {} }) =>
    Object.entries(variants).flatMap(([state, readings]) =>
      readings.flatMap(({ ourReading = [] }) =>
        ourReading
          .filter((fact) => !Object.hasOwn(facts, fact))
          .map((fact): Problem => {
            const message = `“${fact}” stands under our_reading of ${state}, but no fact has that id.${didYouMean(fact, Object.keys(facts))}`;
            return { code: 'unknown-fact', ...place, message };
          }),
      ),
    ),
  );
}

function checkBeside({ rules }: Pick<Law, 'rules'>): Problem[] {
  return Object.values(rules).flatMap(({ id, national, place }): Problem[] => {
    if (national === undefined) return [];
    const beside = rules[national];
    if (beside && beside.national === undefined) return [];
    const message = `“${id}” says that it is how States read “${national}”, but no treaty rule has that id.${didYouMean(national, Object.keys(rules))}`;
    return [{ code: 'unknown-rule', ...place, message }];
  });
}
