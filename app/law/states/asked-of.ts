import {
  type Binding,
  type Bound,
  bindingOf,
  type Citation,
  type Day,
  getCitation,
  type Law,
  type Provision,
  STRENGTHS,
  type Strength,
} from '@clew/rules';
import { isCustomSaidOf } from '../custom.ts';

/** A State on a day. */
export type At = { state: string; on: Day };

/** `strength`: how strongly the law says it is asked, where no paragraph that is cited says so. */
type Asking = { law: Law; at: At; strength?: Strength };

/** What is asked, by what of it the State is bound, and how strongly that asks. */
export type Asked = {
  cites: readonly Citation[];
  /** Nothing where only guidance asks for it: guidance binds nobody. */
  bound?: Binding;
  /** How strongly the texts that bind the State ask for it; of what binds it to nothing, how strongly the text asks. */
  strength?: Strength;
  /** Whether it is said that custom asks the same, where no treaty is known to: see `isCustomSaidOf`. */
  isCustomSaid: boolean;
};

/** What a rule, a number or a duty comes to for a State on a day: the ground on which each list sorts it. */
export function askedOf({ cites }: Pick<Provision, 'cites'>, { law, at, strength }: Asking): Asked {
  const told = cites.map((ref) => getCitation(law, ref));
  const bound = bindingOf(law, cites, at);
  const strongest = strongestOf(cites, { law, by: bound?.by, strength });
  return {
    cites: told,
    ...(bound ? { bound } : {}),
    ...(strongest ? { strength: strongest } : {}),
    isCustomSaid: isCustomSaidOf(told, { law, bound }),
  };
}

/**
 * The strongest word of the paragraphs that bind the State, or of all where none does. A duty may rest on a “shall” of
 * one treaty and a “shall consider” of another: what a State owes is what its own treaty says.
 */
function strongestOf(
  cites: Provision['cites'],
  { law, by = [], strength }: { law: Law; by: readonly Bound[] | undefined; strength: Strength | undefined },
): Strength | undefined {
  const binding = new Set(by.filter(({ verdict }) => verdict === 'yes').map(({ instrument }) => instrument));
  const found = cites.flatMap((ref) => {
    const [instrument = '', anchor = ''] = ref.split('#');
    if (binding.size > 0 && !binding.has(instrument)) return [];
    const article = law.instruments[instrument]?.articles.find((one) => one.anchor === anchor);
    return article?.strength && article.strength !== 'definition' ? [article.strength] : [];
  });
  return STRENGTHS.find((each) => found.includes(each)) ?? strength;
}
