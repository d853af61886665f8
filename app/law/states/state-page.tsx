import { type Day, type Example, isState } from '@clew/rules';
import type { JSX } from 'preact';
import {
  Choice,
  Jumps,
  MarksKey,
  PageHead,
  PageLink,
  Part,
  Table,
  useWords,
  Verdict,
  type Words,
  writeDate,
} from '../../web/index.ts';
import { AskDay, type AskedDay, readAskedDay, statesByName } from '../asked-day.tsx';
import { BoundWords } from '../bound-words.tsx';
import { Sources } from '../explanation.tsx';
import { laterReadingWords } from '../later-reading-words.ts';
import type { LawWords } from '../law-words.ts';
import { type AnyDecision, DecisionLinks } from '../library/index.ts';
import { SinceWords } from '../since-words.tsx';
import { stateName } from '../state-choices.ts';
import { STRENGTH_KEYS } from '../strength-keys.ts';
import type { Gap, National } from './find-gaps.ts';
import { FormsBeyondPart } from './forms-beyond-part.tsx';
import { FormsPart, MeansPart } from './forms-part.tsx';
import { type Found, lookAtState } from './found.ts';
import { NotCounted } from './not-counted-part.tsx';
import { isOutOfReach } from './reforms-there.ts';
import { ResidencePart } from './residence-part.tsx';
import { Contradictions, MissingWords, SaidOfTreaties } from './said-parts.tsx';
import { SeenList, SeenPart } from './seen-part.tsx';
import { SideLawPart } from './side-law.tsx';
import { STANDINGS, standingOf } from './standing.ts';
import { NATIONAL_KEYS, STANDING_KEYS } from './standing-words.ts';

/** What is asked of a State's page: the day and another State beside it. */
export type StateAsked = AskedDay & { state: string; beside: string | undefined };

/** Reads the address of a State's page; nothing where there is no such State. */
export function readStateAsked(state: string, query: URLSearchParams, today: Day): StateAsked | undefined {
  if (!isState(state)) return undefined;
  const other = query.get('with') ?? '';
  const beside = isState(other) && other !== state ? other : undefined;
  return { state, beside, ...readAskedDay(query, today, { with: beside ?? '' }) };
}

/** `/law/states/XX`: what a State owes on a day, what binds it, and what its own law does with it. */
export function StatePage(props: {
  asked: StateAsked;
  said: LawWords;
  /** The decisions of its courts, and of others about it. */
  decisions: readonly AnyDecision[];
}): JSX.Element {
  const { asked, said, decisions } = props;
  const words = useWords();
  const { t, language } = words;
  const { state, on, beside } = asked;
  const found = lookAtState(said.law, { state, on }, beside);
  const duties = found.gaps.filter(({ kind }) => kind === 'duty');
  const groups = (asked.isWrongDay ? [] : STANDINGS)
    .map((standing) => ({
      standing,
      gaps: duties.filter((gap) => standingOf(gap) === standing),
    }))
    .filter(({ gaps }) => gaps.length > 0);
  return (
    <>
      <PageHead
        above={
          <>
            <PageLink path="/law">{t('shell.law')}</PageLink> /{' '}
            <PageLink path="/law/states">{t('states.all')}</PageLink>
          </>
        }
        title={t('states.state-title', { state: stateName(state, language) })}
        lede={t('states.state-lede')}
        facts={asked.isWrongDay ? [] : [t('states.as-of', { day: writeDate(on, language) })]}
        jumps={
          <Jumps
            parts={groups.map(({ standing, gaps }) => ({
              id: standing,
              label: `${t(STANDING_KEYS[standing].title)} (${gaps.length})`,
            }))}
          />
        }
      />
      {language !== 'en' && <p class="small">{t('states.in-english')}</p>}
      <AskAgain asked={asked} said={said} />
      {!asked.isWrongDay && (
        <>
          <Part id="definitions" title={t('states.definitions')}>
            <Gaps
              found={found}
              gaps={found.gaps.filter(({ kind }) => kind !== 'duty')}
              said={said}
              caption={t('states.definitions')}
            />
          </Part>
          {groups.map(({ standing, gaps }) => (
            <Part key={standing} id={standing} title={t(STANDING_KEYS[standing].title)}>
              <p>{t(STANDING_KEYS[standing].note)}</p>
              <Gaps found={found} gaps={gaps} said={said} caption={t(STANDING_KEYS[standing].title)} />
            </Part>
          ))}
          <SeenPart found={found} said={said} />
          <Contradictions found={found} said={said} />
          <SaidOfTreaties at={found.at} said={said} />
          <ResidencePart found={found} said={said} />
          <SideLawPart law={said.law} state={state} />
          <FormsPart found={found} said={said} />
          <MeansPart found={found} said={said} />
          <FormsBeyondPart found={found} said={said} />
          <Reforms found={found} said={said} />
          <NotCounted found={found} said={said} />
          {decisions.length > 0 && (
            <Part id="decisions" title={t('states.decisions')}>
              <DecisionLinks decisions={decisions} />
            </Part>
          )}
        </>
      )}
      <MarksKey />
    </>
  );
}

function AskAgain({ asked, said }: { asked: StateAsked; said: LawWords }): JSX.Element {
  const { t, language } = useWords();
  const others = Object.keys(said.law.states).filter((code) => code !== asked.state);
  return (
    <AskDay path={`/law/states/${asked.state}`} asked={asked}>
      <Choice name="with" label={t('states.beside')} look="select" options={statesByName(others, language)} />
    </AskDay>
  );
}

type Shown = { found: Found; said: LawWords };

function Gaps({
  found,
  gaps,
  said,
  caption,
}: Shown & { gaps: readonly Gap[]; caption: string }): JSX.Element {
  const words = useWords();
  const { t } = words;
  return (
    <Table
      caption={caption}
      isCaptionHidden
      columns={[
        { label: t('states.column-what') },
        { label: t('states.column-source') },
        { label: t('states.column-national') },
      ]}
      rows={gaps.map((gap) => [
        <>
          {said.rule(gap.id)}
          {gap.strength && <p class="small soft">{t(STRENGTH_KEYS[gap.strength])}</p>}
        </>,
        <Bound gap={gap} found={found} said={said} />,
        <>
          <NationalWords national={gap.national} said={said} words={words} />
          {gap.readLater && <p>{laterReadingWords(gap.readLater, { law: said, words })}</p>}
          {found.contradictions.some(({ of }) => of.includes(gap.id)) && (
            <p class="small">
              <a href="#contradictions">{t('states.contradictions-link')}</a>
            </p>
          )}
        </>,
      ])}
    />
  );
}

function Bound({ gap, found, said }: Shown & { gap: Gap }): JSX.Element {
  const ids = [...new Set(gap.cites.map(({ instrument }) => instrument))];
  return (
    <>
      <Sources citations={gap.cites} law={said} />
      {gap.bound &&
        ids.flatMap((id) => {
          const instrument = said.law.instruments[id];
          if (!instrument || instrument.kind === 'guidance') return [];
          return [
            <p key={id} class="small">
              {ids.length > 1 && <>{said.instrument(id)}: </>}
              <BoundWords
                instrument={instrument}
                at={found.at}
                said={said}
                bound={gap.bound?.by.find((by) => by.instrument === id)}
                reservationsAt="#reservations"
              />
            </p>,
          ];
        })}
    </>
  );
}

type Saying = { national: National; said: LawWords; words: Words };

function NationalWords({ national, said, words }: Saying): JSX.Element {
  const { t } = words;
  const { status } = national;
  if (status === 'nobody-has-said')
    return <Verdict state="unknown" word={t('states.national.nobody-has-said')} />;
  if ('told' in national) return <MissingWords of={national} />;
  if (status === 'seen-in-part')
    return (
      <>
        <strong>{t(NATIONAL_KEYS[status])}</strong>
        <SeenList seen={national.seen} />
        <p class="small">
          <a href="#seen">{t('states.national.seen-link')}</a>
        </p>
      </>
    );
  const lost = status === 'different' ? national.lost : status === 'below' ? national.example : undefined;
  const won = status === 'different' ? national.won : status === 'wider' ? national.example : undefined;
  return (
    <>
      <strong>{t(NATIONAL_KEYS[status])}</strong>
      {(status === 'below' || status === 'wider') && national.gives !== undefined && (
        <p>{t('states.national.gives', { gives: national.gives, least: national.least ?? '' })}</p>
      )}
      <p class="small">
        <Sources citations={national.cites} law={said} /> <SinceWords since={national} />
      </p>
      {lost && <ExampleWords title={t('states.national.left-out')} example={lost} said={said} />}
      {won && <ExampleWords title={t('states.national.let-in')} example={won} said={said} />}
    </>
  );
}

function ExampleWords(props: { title: string; example: Example; said: LawWords }): JSX.Element {
  const { t } = useWords();
  const rangeOf = (answer: string | number, upTo: number | undefined): string | number => {
    if (answer === 'yes') return t('verdict.yes');
    if (answer === 'no') return t('verdict.no');
    if (typeof answer !== 'number' || answer === upTo) return answer;
    return upTo === undefined
      ? t('states.or-more', { from: answer })
      : t('states.range', { from: answer, to: upTo });
  };
  const answerOf = (one: Example[number]): string | number => {
    if (one.kind === 'people') return rangeOf(one.answer, undefined);
    const range = rangeOf(one.answer, one.upTo);
    return one.kind === 'years' ? t('states.years', { years: range }) : range;
  };
  return (
    <>
      <p class="small">{props.title}</p>
      <ul class="small">
        {props.example.map((one, index) => (
          <li key={index}>
            {one.kind === 'people' ? one.told : props.said.fact(one.fact).label}: {answerOf(one)}
          </li>
        ))}
      </ul>
    </>
  );
}

function Reforms({ found, said }: Shown): JSX.Element | null {
  const { t } = useWords();
  const outside = found.reforms.filter(isOutOfReach);
  if (outside.length === 0) return null;
  return (
    <Part id="reforms" title={t('states.reforms')}>
      <p>{t('states.reforms-note')}</p>
      <ul>
        {outside.map(({ id, amends, bound, lastKnown }) => {
          const instrument = said.law.instruments[amends];
          return (
            <li key={id}>
              {said.reform(id)}. {said.instrument(amends)}:{' '}
              {instrument && bound.verdict !== 'no' && lastKnown.asOf !== undefined && (
                <>
                  <BoundWords
                    instrument={instrument}
                    at={{ ...found.at, on: lastKnown.asOf }}
                    said={said}
                  />{' '}
                </>
              )}
              {instrument && <BoundWords instrument={instrument} at={found.at} said={said} />}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}
