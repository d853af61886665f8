import { type Day, type Law, lawFor, type Verdict, verdictsOf } from '@clew/rules';

/** The State's own definition, beside the treaty's. */
const NATIONAL = 'trafficking.victim.national';
const TREATY = 'trafficking.victim';
const PURPOSES = 'purposes';

/**
 * Whether a definition knows a form of exploitation. `no`: whoever is meant for this form alone is never a victim by it.
 * `nobody-has-said`: nobody has written how the State defines it.
 */
export type Recognised = 'yes' | 'no' | 'nobody-has-said';

/** A form of exploitation, by the id of its fact, in the treaty and in each State asked about. */
export type Form = { fact: string; treaty: Recognised; states: Readonly<Record<string, Recognised>> };

/** Which forms of exploitation the treaty and each State's own definition know on a day. */
export function formsIn(law: Law, states: readonly string[], on: Day): Form[] {
  const facts = Object.values(law.facts).filter(({ theme }) => theme === PURPOSES);
  const purposes = facts.map(({ id }) => id);
  const laws = states.map((state) => [state, lawFor(law, { state, on })] as const);
  return purposes.map((fact) => ({
    fact,
    treaty: isKnownIn(law, TREATY, { fact, purposes }),
    states: Object.fromEntries(
      laws.map(([state, there]) => [
        state,
        there.rules[NATIONAL]?.reading ? isKnownIn(there, NATIONAL, { fact, purposes }) : 'nobody-has-said',
      ]),
    ),
  }));
}

/** The forms that one of two States knows and the other does not: a case that crosses their border fails in one of them. */
export function formsOfOneOnly(forms: readonly Form[], [one, other]: readonly [string, string]): Form[] {
  return forms.filter(({ states }) => {
    const said = [states[one], states[other]];
    return said.includes('yes') && said.includes('no');
  });
}

type Asked = { fact: string; purposes: readonly string[] };

/** Everything else left open: a no then holds whatever the rest of the case is. */
function isKnownIn(law: Law, rule: string, { fact, purposes }: Asked): Recognised {
  const facts = Object.fromEntries(
    purposes.map((id) => [id, id === fact ? ('yes' as const) : ('no' as const)]),
  );
  const verdict: Verdict = verdictsOf(law, rule, { facts }).strict;
  return verdict === 'no' ? 'no' : 'yes';
}
