import { contradictionsIn, type Told } from '@clew/rules';
import type { JSX } from 'preact';
import { Note, useWords } from '../web/index.ts';
import type { LawWords } from './law-words.ts';

/**
 * Says which answers cannot all be true. A file with such answers is refused; an interview goes on, as the person is still
 * at it, and may not yet know which of them is wrong.
 */
export function Contradictions({ told, said }: { told: Told; said: LawWords }): JSX.Element | null {
  const { t, language } = useWords();
  const found = contradictionsIn(said.law, told);
  if (found.length === 0) return null;
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  return (
    <Note kind="worth-knowing" title={t('assess.contradiction.title')}>
      {found.map(({ facts }, index) => {
        const labels = facts.map((id) => t('assess.contradiction.fact', { fact: said.fact(id).label }));
        return <p key={index}>{t('assess.contradiction.body', { facts: list.format(labels) })}</p>;
      })}
    </Note>
  );
}
