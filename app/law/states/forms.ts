import { type Answers, type Day, type Law, lawFor, type Verdict, verdictsOf } from '@clew/rules';

/** The State's own definition, beside the treaty's. */
const NATIONAL = 'trafficking.victim.national';
const TREATY = 'trafficking.victim';
const PURPOSES = 'purposes';
const MEANS = 'means';
/** Ages on either side of the treaty's line, and of every younger line that a State draws. */
const ADULT: Answers = { age: 30, 'believed-child': 'no' };
const CHILD: Answers = { age: 10 };

/**
 * Whether a definition knows a form of exploitation. `no`: whoever is meant for this form alone is never a victim by it.
 * `nobody-has-said`: nobody has written how the State defines it.
 */
export type Recognised = 'yes' | 'no' | 'nobody-has-said';

/** What the treaty's definition and that of each State asked about say of one thing. */
export type InDefinitions = {
  treaty: Recognised;
  states: Readonly<Record<string, Recognised>>;
  /** The States whose words do not name it: that they mean it is our reading. */
  ourReading: readonly string[];
};

/** A form of exploitation or a means, by the id of its fact, in the treaty and in each State asked about. */
export type Form = { fact: string } & InDefinitions;

/**
 * The means by which an adult is a victim, each alone, and whether a child is one by none of them. A State that asks for a means
 * of a child says no to the last.
 */
export type MeansIn = {
  ofAdult: readonly Form[];
  /** `onlyFor`: where a State asks it of a child for some forms of exploitation, those for which it asks none. */
  childByNone: InDefinitions & { onlyFor: Readonly<Record<string, readonly string[]>> };
};

/** Which forms of exploitation the treaty and each State's own definition know on a day. */
export function formsIn(law: Law, states: readonly string[], on: Day): Form[] {
  const ask = askingIn(law, states, on);
  return eachAlone(law, PURPOSES).map(({ fact, facts }) => ({ fact, ...ask(facts, fact) }));
}

/** Which means the treaty and each State's own definition know on a day. Of a child the treaty asks for none. */
export function meansIn(law: Law, states: readonly string[], on: Day): MeansIn {
  const ask = askingIn(law, states, on);
  const none = Object.fromEntries(ofTheme(law, MEANS).map((id) => [id, 'no' as const]));
  return {
    ofAdult: eachAlone(law, MEANS).map(({ fact, facts }) => ({ fact, ...ask({ ...facts, ...ADULT }, fact) })),
    childByNone: { ...ask({ ...none, ...CHILD }), onlyFor: formsOfChildByNone(law, states, { on, none }) },
  };
}

function formsOfChildByNone(law: Law, states: readonly string[], { on, none }: { on: Day; none: Answers }) {
  const ask = askingIn(law, states, on);
  const known = formsIn(law, states, on);
  const byNone = eachAlone(law, PURPOSES).map(({ fact, facts }) => ({
    fact,
    ...ask({ ...facts, ...none, ...CHILD }),
  }));
  const yes = (forms: readonly Form[], state: string) =>
    forms.filter((form) => form.states[state] === 'yes').map(({ fact }) => fact);
  const found = states.map((state) => [state, yes(byNone, state), yes(known, state).length] as const);
  return Object.fromEntries(
    found.flatMap(([state, some, all]) => (some.length > 0 && some.length < all ? [[state, some]] : [])),
  );
}

/** The forms or means that one of two States knows and the other does not: a case that crosses their border fails in one. */
export function formsOfOneOnly(forms: readonly Form[], pair: readonly [string, string]): Form[] {
  return forms.filter((form) => isOfOneOnly(form, pair));
}

/** Whether one of two States says yes and the other no. */
export function isOfOneOnly({ states }: InDefinitions, [one, other]: readonly [string, string]): boolean {
  const said = [states[one], states[other]];
  return said.includes('yes') && said.includes('no');
}

function ofTheme(law: Law, theme: string): string[] {
  return Object.values(law.facts).flatMap((fact) => (fact.theme === theme ? [fact.id] : []));
}

/** Of each fact of a theme the answers in which it is yes and all others are no. */
function eachAlone(law: Law, theme: string): { fact: string; facts: Answers }[] {
  const all = ofTheme(law, theme);
  return all.map((fact) => ({
    fact,
    facts: Object.fromEntries(all.map((id) => [id, id === fact ? ('yes' as const) : ('no' as const)])),
  }));
}

/** Puts answers to the treaty's definition and to each State's own. Everything else stays open: a no then holds in any case. */
function askingIn(law: Law, states: readonly string[], on: Day) {
  const laws = states.map((state) => [state, lawFor(law, { state, on })] as const);
  return (facts: Answers, fact?: string): InDefinitions => {
    const read = laws.map(([state, there]) => {
      const reading = there.rules[NATIONAL]?.reading;
      const recognised = reading ? isKnownIn(there, NATIONAL, facts) : 'nobody-has-said';
      const isOurs = recognised === 'yes' && fact !== undefined && reading?.ourReading?.includes(fact);
      return { state, recognised, isOurs };
    });
    return {
      treaty: isKnownIn(law, TREATY, facts),
      states: Object.fromEntries(read.map(({ state, recognised }) => [state, recognised])),
      ourReading: read.flatMap(({ state, isOurs }) => (isOurs ? [state] : [])),
    };
  };
}

function isKnownIn(law: Law, rule: string, facts: Answers): Recognised {
  const verdict: Verdict = verdictsOf(law, rule, { facts }).strict;
  return verdict === 'no' ? 'no' : 'yes';
}
