import { FORMS_BEYOND, type FormBeyond, type Law } from '@clew/rules';
import { type Seen, seenLaw } from '../seen-law.ts';
import type { At } from './asked-of.ts';
import type { Recognised } from './forms.ts';

/** Whether a State's law names a form of exploitation beyond the treaty's seven, and what that was seen in. */
export type BeyondSaid = { recognised: Recognised; seen?: Seen };

/** A form beyond the treaty's seven, in each State asked about. */
export type Beyond = { form: FormBeyond; states: Readonly<Record<string, BeyondSaid>> };

/**
 * The forms beyond the seven of the treaty of which something was seen in the law of one of the States on a day. Of each
 * what was seen last; where nobody saw anything, that nobody has said.
 */
export function formsBeyond(law: Law, states: readonly string[], on: At['on']): Beyond[] {
  const seen = new Map(states.map((state) => [state, seenLaw(law, { state, on })]));
  return FORMS_BEYOND.map((form) => ({
    form,
    states: Object.fromEntries(states.map((state) => [state, saidOf(seen.get(state) ?? [], form)])),
  })).filter((beyond) =>
    Object.values(beyond.states).some(({ recognised }) => recognised !== 'nobody-has-said'),
  );
}

/** The forms that one of two States names and the other is seen not to name: a case between them fails in one of them. */
export function beyondOfOneOnly(
  beyond: readonly Beyond[],
  [one, other]: readonly [string, string],
): Beyond[] {
  return beyond.filter(({ states }) => {
    const said = [states[one]?.recognised, states[other]?.recognised];
    return said.includes('yes') && said.includes('no');
  });
}

function saidOf(seen: readonly Seen[], form: FormBeyond): BeyondSaid {
  const last = seen
    .filter(({ forms }) => forms?.[form] !== undefined)
    .sort((a, b) => (a.asOf < b.asOf ? -1 : 1))
    .at(-1);
  const recognised = last?.forms?.[form];
  return last && recognised ? { recognised, seen: last } : { recognised: 'nobody-has-said' };
}
