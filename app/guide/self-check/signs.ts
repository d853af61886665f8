import type { Answers } from '@clew/rules';
import type { SafetyKey } from '../../web/index.ts';

/** A question of the self-check: what it asks, and what a yes or no to it tells the law. */
type Sign = {
  id: string;
  ask: SafetyKey;
  /** The fact that an answer settles; a sign without one is asked for what it may be called alone. */
  fact?: string;
  /** What else a yes tells the law. */
  besides?: Answers;
  /** The indicator of the law library behind it, by its code: ILO, eleven indicators of forced labour. */
  indicator?: string;
};

/**
 * The questions, always all of them and in this order: were one left out after an answer, the number of pages would tell that
 * answer to whoever watches the line. They follow the definition of trafficking (Palermo Protocol, article 3) and the
 * International Labour Organization's indicators of forced labour.
 */
export const SIGNS: readonly Sign[] = [
  { id: 'promise', ask: 'guide.sign.promise', fact: 'means.deception', indicator: 'I2' },
  { id: 'offer', ask: 'guide.sign.offer', fact: 'act.recruited' },
  { id: 'journey', ask: 'guide.sign.journey', fact: 'act.transported' },
  { id: 'place', ask: 'guide.sign.place', fact: 'act.harboured' },
  { id: 'papers', ask: 'guide.sign.papers', indicator: 'I7' },
  { id: 'free', ask: 'guide.sign.free', indicator: 'I3' },
  { id: 'threat', ask: 'guide.sign.threat', fact: 'means.threat', indicator: 'I6' },
  { id: 'force', ask: 'guide.sign.force', fact: 'means.force', indicator: 'I5' },
  { id: 'no-choice', ask: 'guide.sign.no-choice', fact: 'means.vulnerability', indicator: 'I1' },
  { id: 'work', ask: 'guide.sign.work', fact: 'purpose.labour' },
  { id: 'pay', ask: 'guide.sign.pay', indicator: 'I8' },
  { id: 'debt', ask: 'guide.sign.debt', fact: 'debt.pledged', indicator: 'I9' },
  { id: 'sex', ask: 'guide.sign.sex', fact: 'purpose.prostitution' },
  { id: 'marriage', ask: 'guide.sign.marriage', fact: 'marriage.no-refusal' },
  // How old is not asked: the law presumes a child where that alone is not known.
  { id: 'young', ask: 'guide.sign.young', fact: 'believed-child', besides: { age: 'not_known' } },
];

/** One letter an answer, so that all answers together have one length. */
export const SAID = { yes: 'y', no: 'n', 'not-known': 'k', withheld: 'w', 'not-asked': '-' } as const;

/** What was answered so far: one letter for each sign, in their order. */
export type Said = string;

export const NOTHING_SAID: Said = SAID['not-asked'].repeat(SIGNS.length);

/** Whether a text is answers of ours. */
export function isSaid(text: string): text is Said {
  return text.length === SIGNS.length && /^[ynkw-]+$/.test(text);
}

/** The answers with another one at a place. */
export function say(said: Said, at: number, answer: string): Said {
  return said.slice(0, at) + answer + said.slice(at + 1);
}

/** The signs that were answered with yes. */
export function signsSeen(said: Said): Sign[] {
  return SIGNS.filter((_, at) => said[at] === SAID.yes);
}

const ANSWER_OF: Readonly<Record<string, 'yes' | 'no' | 'not_known' | 'withheld' | undefined>> = {
  [SAID.yes]: 'yes',
  [SAID.no]: 'no',
  [SAID['not-known']]: 'not_known',
  [SAID.withheld]: 'withheld',
};

/** What the answers tell the law. */
export function factsOf(said: Said): Answers {
  return Object.fromEntries(
    SIGNS.flatMap(({ fact, besides = {} }, at) => {
      const answer = ANSWER_OF[said[at] ?? SAID['not-asked']];
      if (fact === undefined || answer === undefined) return [];
      return [[fact, answer] as const, ...(answer === 'yes' ? Object.entries(besides) : [])];
    }),
  );
}
