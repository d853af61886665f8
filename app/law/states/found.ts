import type { Law } from '@clew/rules';
import { type Seen, seenLaw } from '../seen-law.ts';
import type { At } from './asked-of.ts';
import { findGaps, type Gaps } from './find-gaps.ts';
import { type Form, formsIn, formsOfOneOnly, isOfOneOnly, type MeansIn, meansIn } from './forms.ts';
import { type Beyond, beyondOfOneOnly, formsBeyond } from './forms-beyond.ts';
import { type Contradiction, contradictionsIn } from './missing-law.ts';
import { type NotCounted, notCountedIn, notKnownIn } from './not-counted.ts';
import { type ReformThere, reformsThere } from './reforms-there.ts';
import { type Stay, staysIn } from './residence.ts';

/** Everything that is found of a State, and of another beside it. */
export type Found = Gaps & {
  forms: readonly Form[];
  /** The forms that one of the two States knows and the other does not. */
  oneOnly: readonly Form[];
  /** By what means an adult is a victim by each definition, and whether a child is by none. */
  means: MeansIn;
  /** Of these the means of one of the two States only, and whether one alone asks for a means of a child. */
  meansOneOnly: { ofAdult: readonly Form[]; childByNone: boolean };
  /** The forms beyond the treaty's seven of which something was seen there, and those of one of the two only. */
  beyond: readonly Beyond[];
  beyondOneOnly: readonly Beyond[];
  /** Older and newer law of the State that contradict each other, as far as somebody has said so. */
  contradictions: readonly Contradiction[];
  /** What is known of its own law as far as somebody saw, where the whole is not written. */
  seen: readonly Seen[];
  reforms: readonly ReformThere[];
  /** The ways for a victim to stay of which somebody has said something. */
  stays: readonly Stay[];
  /** What binds it and that no rule, number or duty rests on. */
  notCounted: readonly NotCounted[];
  /** The same of treaties of which it is not known whether they bind it. */
  notKnown: readonly NotCounted[];
};

/** Looks at a State on a day; `beside` is another State whose definition of trafficking is held against its own. */
export function lookAtState(law: Law, at: At, beside?: string): Found {
  const states = beside === undefined ? [at.state] : [at.state, beside];
  const forms = formsIn(law, states, at.on);
  const means = meansIn(law, states, at.on);
  const beyond = formsBeyond(law, states, at.on);
  return {
    ...findGaps(law, at),
    forms,
    oneOnly: beside === undefined ? [] : formsOfOneOnly(forms, [at.state, beside]),
    means,
    meansOneOnly:
      beside === undefined
        ? { ofAdult: [], childByNone: false }
        : {
            ofAdult: formsOfOneOnly(means.ofAdult, [at.state, beside]),
            childByNone: isOfOneOnly(means.childByNone, [at.state, beside]),
          },
    beyond,
    beyondOneOnly: beside === undefined ? [] : beyondOfOneOnly(beyond, [at.state, beside]),
    contradictions: contradictionsIn(law, at),
    seen: seenLaw(law, at),
    reforms: reformsThere(law, at),
    stays: staysIn(law, at),
    notCounted: notCountedIn(law, at),
    notKnown: notKnownIn(law, at),
  };
}

/** The State that stands beside the one that was looked at, if there is one. */
export function otherOf({ at, forms }: Found): string | undefined {
  return Object.keys(forms[0]?.states ?? {}).find((state) => state !== at.state);
}
