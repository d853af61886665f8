import type { Example } from '@clew/rules';
import type { JSX } from 'preact';
import { Table, useWords, Verdict, type Words } from '../../web/index.ts';
import { BoundWords } from '../bound-words.tsx';
import { Sources } from '../explanation.tsx';
import { laterReadingWords } from '../later-reading-words.ts';
import type { LawWords } from '../law-words.ts';
import { SinceWords } from '../since-words.tsx';
import { stateName } from '../state-choices.ts';
import { STRENGTH_KEYS } from '../strength-keys.ts';
import { conditionOf } from './condition.ts';
import type { Gap, National } from './find-gaps.ts';
import type { Found } from './found.ts';
import { MissingWords } from './said-parts.tsx';
import { SeenList } from './seen-part.tsx';
import { NATIONAL_KEYS } from './standing-words.ts';

type Shown = { found: Found; said: LawWords };

/** What is asked of a State, line by line: what binds it, and what its own law does with it. */
export function GapsTable({
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
          <Where gap={gap} said={said} />
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

function Where({ gap, said }: { gap: Gap; said: LawWords }): JSX.Element | null {
  const { t } = useWords();
  const where = conditionOf(gap, said);
  return where ? <p class="small">{t('states.where', { condition: where.label })}</p> : null;
}

function Bound({ gap, found, said }: Shown & { gap: Gap }): JSX.Element {
  const { t, language } = useWords();
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
      {gap.isCustomSaid && (
        <p class="small">{t('footing.custom', { state: stateName(found.at.state, language) })}</p>
      )}
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
