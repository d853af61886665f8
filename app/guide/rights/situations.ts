import type { Answers } from '@clew/rules';
import type { PlainKey } from '../../web/index.ts';

/** What a person may tick about themselves, and what the law is told then. What is not ticked was not asked: it is never a no. */
type Situation = {
  id: string;
  /** What its box sends: one letter, so that the length of what is sent tells how many are ticked and not which. */
  code: string;
  label: PlainKey;
  facts: Answers;
};

export const SITUATIONS: readonly Situation[] = [
  {
    id: 'asylum',
    code: 'a',
    label: 'guide.situation.asylum',
    facts: { 'asylum.applied': 'yes', 'place.outside-nationality': 'yes' },
  },
  {
    id: 'refugee',
    code: 'b',
    label: 'guide.situation.refugee',
    facts: { 'status.recognised': 'yes', 'place.outside-nationality': 'yes' },
  },
  { id: 'papers', code: 'c', label: 'guide.situation.papers', facts: { 'papers.none': 'yes' } },
  {
    id: 'child',
    code: 'd',
    label: 'guide.situation.child',
    facts: { 'believed-child.now': 'yes', 'believed-child': 'yes' },
  },
  { id: 'alone', code: 'e', label: 'guide.situation.alone', facts: { 'child.unaccompanied': 'yes' } },
  {
    id: 'afraid',
    code: 'f',
    label: 'guide.situation.afraid',
    facts: { 'fear.return': 'yes', 'place.outside-nationality': 'yes' },
  },
  { id: 'stateless', code: 'g', label: 'guide.situation.stateless', facts: { 'place.stateless': 'yes' } },
  { id: 'work', code: 'h', label: 'guide.situation.work', facts: { 'work.done': 'yes' } },
  { id: 'suspected', code: 'i', label: 'guide.situation.suspected', facts: { 'suspicion.credible': 'yes' } },
  { id: 'grounds', code: 'j', label: 'guide.situation.grounds', facts: { 'grounds.reasonable': 'yes' } },
  { id: 'return', code: 'k', label: 'guide.situation.return', facts: { 'return.considered': 'yes' } },
  {
    id: 'detention',
    code: 'l',
    label: 'guide.situation.detention',
    facts: { 'detention.considered': 'yes', 'contact.authority': 'yes' },
  },
];

/** The facts of everything that was ticked, by its letters; what is none of ours is left out. */
export function factsOf(ticked: readonly string[]): Answers {
  return Object.assign(
    {},
    ...SITUATIONS.filter(({ code }) => ticked.includes(code)).map(({ facts }) => facts),
  );
}
