import type { Fact } from '@clew/rules';
import type { JSX } from 'preact';
import { MarksKey, PageHead, PageLink, Pairs, Part, type PlainKey, useWords } from '../../web/index.ts';
import type { LawWords } from '../law-words.ts';
import { KIND_KEYS } from './kinds.ts';
import type { Library } from './library.ts';
import { DecisionLinks, ProvisionLinks } from './linked.tsx';

const TYPE_KEYS: Readonly<Record<Fact['type']['kind'], PlainKey>> = {
  'yes-no': 'library.type.yes-no',
  number: 'library.type.number',
  date: 'library.type.date',
};

/** One fact that the law asks for: the question, why it is asked, how much it can hurt, and what reads it. */
export function FactPage(props: { library: Library; said: LawWords; fact: Fact }): JSX.Element {
  const { t } = useWords();
  const { library, said, fact } = props;
  const { label, question, why } = said.fact(fact.id);
  const reading = library.links.reading.get(fact.id) ?? [];
  const told = library.links.toldIn.get(fact.id) ?? [];
  return (
    <>
      <PageHead
        above={
          <>
            <PageLink path="/law">{t('shell.law')}</PageLink> /{' '}
            <PageLink path="/law?kind=fact">{t(KIND_KEYS.fact)}</PageLink>
          </>
        }
        title={label}
        facts={[<bdi key="id">{fact.id}</bdi>]}
      />
      <Pairs
        pairs={[
          { term: t('library.question'), body: question },
          { term: t('library.why-asked'), body: why },
          { term: t('library.answered-with'), body: t(TYPE_KEYS[fact.type.kind]) },
          {
            term: t('library.sensitivity'),
            body: t('library.sensitivity-of', { level: fact.sensitivity }),
          },
        ]}
      />
      <Part id="cited-by" title={t('library.read-by')}>
        {reading.length === 0 ? (
          <p>{t('library.nothing-reads')}</p>
        ) : (
          <ProvisionLinks provisions={reading} said={said} />
        )}
      </Part>
      {told.length > 0 && (
        <Part id="decisions" title={t('library.told-in')}>
          <DecisionLinks decisions={told} />
        </Part>
      )}
      <MarksKey />
    </>
  );
}
