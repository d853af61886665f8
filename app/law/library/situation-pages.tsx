import { type Bound, boundBy, type Day, type Law } from '@clew/rules';
import type { JSX } from 'preact';
import {
  DateText,
  definePage,
  MarksKey,
  Note,
  notFound,
  type Page,
  PageHead,
  PageLink,
  Part,
  Table,
  useWords,
} from '../../web/index.ts';
import { BoundVerdict, ReservationWords } from '../bound-words.tsx';
import { slugOf } from '../law-path.ts';
import { type LawWords, lawWordsIn } from '../law-words.ts';
import { asWhole } from '../reservation-words.ts';
import { stateName } from '../state-choices.ts';
import { KIND_KEYS } from './kinds.ts';
import { decisionsOn } from './law-links.ts';
import type { Library } from './library.ts';
import { DecisionLinks } from './linked.tsx';
import type { Situation } from './read-situations.ts';

const SHARED = { method: 'get', action: 'law.read', title: 'shell.law' } as const;

/** What happens to people somewhere, and which law reaches them: a list, and a page each. */
export function situationPages(library: Library, today: () => Day): Page[] {
  const { situations } = library.shelf;
  return [
    definePage({
      ...SHARED,
      path: '/law/situations',
      render: () => <SituationsPage situations={situations} />,
    }),
    definePage({
      ...SHARED,
      path: '/law/situations/:id',
      render: ({ words, params }) => {
        const situation = situations.find(({ id }) => id === params.id);
        if (situation === undefined) return notFound();
        const said = lawWordsIn(library.law, words.language);
        return <SituationPage {...{ situation, library, said }} on={today()} />;
      },
    }),
  ];
}

function SituationsPage({ situations }: { situations: readonly Situation[] }): JSX.Element {
  const { t, language } = useWords();
  return (
    <>
      <PageHead
        above={<PageLink path="/law">{t('shell.law')}</PageLink>}
        title={t(KIND_KEYS.situation)}
        lede={t('library.situations-lede')}
      />
      <ul>
        {situations.map(({ id, title }) => (
          <li key={id}>
            <PageLink path={`/law/situations/${id}`}>{title[language]}</PageLink>
          </li>
        ))}
      </ul>
    </>
  );
}

type SituationPageProps = { situation: Situation; library: Library; said: LawWords; on: Day };

function SituationPage(props: SituationPageProps): JSX.Element {
  const { situation, library } = props;
  const { t, language } = useWords();
  return (
    <>
      <PageHead
        above={
          <>
            <PageLink path="/law">{t('shell.law')}</PageLink> /{' '}
            <PageLink path="/law/situations">{t(KIND_KEYS.situation)}</PageLink>
          </>
        }
        title={situation.title[language]}
      />
      <div class="flow read">
        {situation.account.map((one) => (
          <div key={one.en}>
            <p>{one[language]}</p>
            <p class="small soft">
              {t('library.source')}: <bdi lang="en">{one.source}</bdi>
            </p>
          </div>
        ))}
      </div>
      <Note kind="unchecked" title={t('law.unchecked-title')}>
        <p>{t('library.nobody-checked')}</p>
      </Note>
      <Figures situation={situation} />
      <BindingTable {...props} />
      <Reached {...props} />
      <Decided situation={situation} library={library} />
      <MarksKey />
    </>
  );
}

function Figures({ situation }: { situation: Situation }): JSX.Element | null {
  const { t, language } = useWords();
  const number = new Intl.NumberFormat('fr', { useGrouping: true });
  if (situation.facts.length === 0) return null;
  return (
    <Part id="figures" title={t('library.figures-title')}>
      <Table
        caption={t('library.figures-title')}
        isCaptionHidden
        columns={[
          { label: t('library.who') },
          { label: t('library.how-many'), isFigure: true },
          { label: t('library.as-of') },
          { label: t('library.source') },
        ]}
        rows={situation.facts.map((fact) => [
          fact[language],
          <bdi key="figure">{number.format(fact.figure)}</bdi>,
          <DateText key="day" day={fact.as_of} />,
          <bdi key="source" lang="en">
            {fact.source}
          </bdi>,
        ])}
      />
      <p class="small soft">{t('library.figures-limit')}</p>
    </Part>
  );
}

/** For each State of the situation which of its treaties bind it, as far as a list was read. */
function BindingTable({ situation, library, said, on }: SituationPageProps): JSX.Element {
  const { t, language } = useWords();
  const { law } = library;
  const short = (id: string) => law.instruments[id]?.short ?? id;
  return (
    <Part id="bound" title={t('library.what-binds')}>
      <Table
        caption={t('library.what-binds')}
        isCaptionHidden
        columns={[
          { label: t('library.search.instrument') },
          ...situation.states.map((state) => ({ label: stateName(state, language) })),
        ]}
        rows={situation.instruments.map((id) => [
          <PageLink key="name" path={`/law/${slugOf({ short: short(id) })}`}>
            {said.instrument(id)}
          </PageLink>,
          ...situation.states.map((state) => {
            const bound = boundBy(law, id, { state, on });
            return <BoundCell key={state} law={law} bound={bound} />;
          }),
        ])}
      />
      <p class="small soft">{t('library.after-list')}</p>
      <p>
        {situation.states.map((state, index) => (
          <span key={state}>
            {index > 0 && ' · '}
            <PageLink path={`/law/states/${state}`}>{stateName(state, language)}</PageLink>
          </span>
        ))}
      </p>
    </Part>
  );
}

/** So many of the youngest stand here; the others are found among all. */
const MOST_DECISIONS = 8;

/** Decisions in which a rule had to answer that rests on one of the situation's treaties. */
function Decided({
  situation,
  library,
}: Pick<SituationPageProps, 'situation' | 'library'>): JSX.Element | null {
  const { t } = useWords();
  const { links } = library;
  const resting = [...links.citing].flatMap(([ref, provisions]) =>
    situation.instruments.some((id) => ref.startsWith(`${id}#`)) ? provisions : [],
  );
  const decisions = decisionsOn(links, resting);
  if (decisions.length === 0) return null;
  return (
    <Part id="decisions" title={t('library.situation-decisions')}>
      <DecisionLinks decisions={decisions.slice(0, MOST_DECISIONS)} />
      <p>
        <PageLink path="/law/decisions">
          {t('library.situation-all-decisions', { count: decisions.length })}
        </PageLink>
      </p>
    </Part>
  );
}

function BoundCell({ law, bound }: { law: Law; bound: Bound }): JSX.Element {
  const { t } = useWords();
  const { asOf, reservations = [] } = bound;
  return (
    // One thing to the cell: on a phone its label stands beside it.
    <div>
      <BoundVerdict
        law={law}
        bound={asWhole(bound)}
        note={
          asOf && (
            <>
              {t('assess.national.as-of')} <DateText day={asOf} />
            </>
          )
        }
      />
      {reservations.map((one) => (
        <ReservationWords key={one.text} of={one} />
      ))}
    </div>
  );
}

/** What proposals would change, and whom of these States an amendment could not bind. */
function Reached({ situation, library, said, on }: SituationPageProps): JSX.Element | null {
  const { t, language } = useWords();
  const { law } = library;
  const list = new Intl.ListFormat(language);
  if (situation.reforms.length === 0) return null;
  return (
    <Part id="reforms" title={t('library.reforms-title')}>
      <ul>
        {situation.reforms.map((id) => {
          const { amends } = law.overlays[id] ?? {};
          const bound = situation.states.map((state) => ({
            name: stateName(state, language),
            ...(amends === undefined ? {} : boundBy(law, amends, { state, on })),
          }));
          const outside = bound.filter(({ verdict }) => verdict === 'no');
          const lastNot = bound.filter((one) => 'lastNot' in one && one.lastNot !== undefined);
          return (
            <li key={id}>
              {said.reform(id)}
              {amends !== undefined && outside.length > 0 && (
                <>
                  {'. '}
                  {t('library.not-reached', {
                    instrument: said.instrument(amends),
                    states: list.format(outside.map(({ name }) => name)),
                  })}
                </>
              )}
              {lastNot.length > 0 && (
                <>
                  {'. '}
                  {t('before-after.last-not-bound')} {list.format(lastNot.map(({ name }) => name))}
                </>
              )}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}
