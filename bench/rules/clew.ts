import { type Answers, assess } from '@clew/rules';
import type { MakePeer } from './peer.ts';
import { SIGNS } from './rule-set.ts';

/** Clew itself. Its signs are read off the whole explanation of every rule, which is then let go, as the peers' is. */
export const clew: MakePeer = async ({ law, rules }) => {
  const signsOf = (facts: Answers): string => {
    const results = assess(law, { facts }).rules;
    return rules.map(({ id }) => SIGNS[results[id]?.strict ?? 'unknown']).join('');
  };
  return {
    name: 'clew, with the whole explanation',
    knowsUnknown: true,
    explains: true,
    // What nobody can change any more is not copied: its form of what the peers prepare.
    prepare: (facts) => Object.freeze({ ...facts }),
    answer: (cases) => (cases as readonly Answers[]).map(signsOf),
  };
};
