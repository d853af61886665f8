import type { Answers } from '@clew/rules';
import type { PlainKey } from '../../web/index.ts';

/** What a person may tick about themselves, and what the law is told then. What is not ticked was not asked: it is never a no. */
export type Situation = { id: string; label: PlainKey; facts: Answers };

export const SITUATIONS: readonly Situation[] = [
  {
    id: 'asylum',
    label: 'guide.situation.asylum',
    facts: { 'asylum.applied': 'yes', 'place.outside-nationality': 'yes' },
  },
  {
    id: 'refugee',
    label: 'guide.situation.refugee',
    facts: { 'status.recognised': 'yes', 'place.outside-nationality': 'yes' },
  },
  { id: 'papers', label: 'guide.situation.papers', facts: { 'papers.none': 'yes' } },
  {
    id: 'child',
    label: 'guide.situation.child',
    facts: { 'believed-child.now': 'yes', 'believed-child': 'yes' },
  },
  { id: 'alone', label: 'guide.situation.alone', facts: { 'child.unaccompanied': 'yes' } },
  {
    id: 'afraid',
    label: 'guide.situation.afraid',
    facts: { 'fear.return': 'yes', 'place.outside-nationality': 'yes' },
  },
  { id: 'stateless', label: 'guide.situation.stateless', facts: { 'place.stateless': 'yes' } },
  { id: 'work', label: 'guide.situation.work', facts: { 'work.done': 'yes' } },
  { id: 'suspected', label: 'guide.situation.suspected', facts: { 'suspicion.credible': 'yes' } },
  { id: 'grounds', label: 'guide.situation.grounds', facts: { 'grounds.reasonable': 'yes' } },
  { id: 'return', label: 'guide.situation.return', facts: { 'return.considered': 'yes' } },
  {
    id: 'detention',
    label: 'guide.situation.detention',
    facts: { 'detention.considered': 'yes', 'contact.authority': 'yes' },
  },
];

/** The facts of everything that was ticked; ids that are none of ours are left out. */
export function factsOf(ticked: readonly string[]): Answers {
  return Object.assign({}, ...SITUATIONS.filter(({ id }) => ticked.includes(id)).map(({ facts }) => facts));
}
