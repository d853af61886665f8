import type { Law } from '@clew/rules';
import type { LawWords } from '../../law-words.ts';

/** A fact or a rule that a limb can read. */
type Found = { id: string; label: string; kind: 'fact' | 'rule' };

const MOST_FOUND = 12;

/** The facts and rules of which all the words stand in the id or the label, in the page's language or in English. */
export function findNames(law: Law, said: LawWords, typed: string): Found[] {
  const words = folded(typed.slice(0, 100)).split(' ').filter(Boolean);
  if (words.length === 0) return [];
  const all: Found[] = [
    ...Object.values(law.rules).map(({ id }): Found => ({ id, label: said.rule(id), kind: 'rule' })),
    ...Object.values(law.facts)
      // What is asked of each of a group's people stands only under “with”.
      .filter(({ group }) => group === undefined)
      .map(({ id }): Found => ({ id, label: said.fact(id).label, kind: 'fact' })),
  ];
  const english = ({ id, kind }: Found) => (kind === 'fact' ? law.facts[id] : law.rules[id])?.label ?? '';
  return all
    .filter((one) => {
      const text = folded(`${one.id} ${one.label} ${english(one)}`);
      return words.every((word) => text.includes(word));
    })
    .slice(0, MOST_FOUND);
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}
