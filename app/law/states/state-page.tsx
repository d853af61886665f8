import { type Day, isState } from '@clew/rules';
import type { JSX } from 'preact';
import { Choice, Jumps, MarksKey, PageHead, PageLink, Part, useWords, writeDate } from '../../web/index.ts';
import { AskDay, type AskedDay, readAskedDay, statesByName } from '../asked-day.tsx';
import { BoundWords } from '../bound-words.tsx';
import type { LawWords } from '../law-words.ts';
import { type AnyDecision, DecisionLinks } from '../library/index.ts';
import { stateName } from '../state-choices.ts';
import { FormsBeyondPart } from './forms-beyond-part.tsx';
import { FormsPart, MeansPart } from './forms-part.tsx';
import { type Found, lookAtState } from './found.ts';
import { GapsTable } from './gaps-table.tsx';
import { NotCounted } from './not-counted-part.tsx';
import { isOutOfReach } from './reforms-there.ts';
import { ResidencePart } from './residence-part.tsx';
import { Contradictions, SaidOfTreaties } from './said-parts.tsx';
import { SeenPart } from './seen-part.tsx';
import { SideLawPart } from './side-law.tsx';
import { STANDINGS, standingOf } from './standing.ts';
import { STANDING_KEYS } from './standing-words.ts';

/** What is asked of a State's page: the day and another State beside it. */
type StateAsked = AskedDay & { state: string; beside: string | undefined };

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
            <GapsTable
              found={found}
              gaps={found.gaps.filter(({ kind }) => kind !== 'duty')}
              said={said}
              caption={t('states.definitions')}
            />
          </Part>
          {groups.map(({ standing, gaps }) => (
            <Part key={standing} id={standing} title={t(STANDING_KEYS[standing].title)}>
              <p>{t(STANDING_KEYS[standing].note)}</p>
              <GapsTable found={found} gaps={gaps} said={said} caption={t(STANDING_KEYS[standing].title)} />
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
