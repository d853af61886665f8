import type { Citation } from '@clew/rules';
import { Fragment, type JSX } from 'preact';
import { type PlainKey, useWords, type Words, writeDate } from '../web/index.ts';
import { Sources } from './explanation.tsx';
import { byStanding, type Footing, type Rests, type Stand, type Standing } from './footing.ts';
import type { LawWords } from './law-words.ts';
import { stateName } from './state-choices.ts';
import { STRENGTH_KEYS } from './strength-keys.ts';

/** What an answer that holds comes to in the State that was named, in place of a bare yes. */
export const RESTS_KEYS: Readonly<Record<Rests, PlainKey>> = {
  binding: 'footing.word.binding',
  discretion: 'footing.word.discretion',
  'not-known': 'footing.word.not-known',
  'not-binding': 'footing.word.not-binding',
  'no-state': 'footing.word.no-state',
  proposed: 'footing.word.proposed',
};

/** Whether what holds must not stand there as a bare yes: nobody there has to do it, or nobody knows. */
export function isBare(rests: Rests | undefined): rests is 'discretion' | 'not-known' | 'not-binding' {
  return rests === 'discretion' || rests === 'not-known' || rests === 'not-binding';
}

const LABELS: Readonly<Record<'binds' | 'limited' | 'not-known' | 'not-then' | 'not', PlainKey>> = {
  binds: 'footing.binds',
  limited: 'footing.limited',
  'not-known': 'footing.not-known',
  'not-then': 'footing.not-then',
  not: 'footing.not-binding',
};

/** Why something binds not, in a few words. */
const WHY: Readonly<Partial<Record<Standing, PlainKey>>> = {
  guidance: 'footing.why.guidance',
  'not-party': 'footing.why.not-party',
  'not-yet': 'footing.why.not-yet',
  left: 'footing.why.left',
  closed: 'footing.why.closed',
  eu: 'footing.why.eu',
  'other-state': 'footing.why.other-state',
};

/** One line of what an answer rests on: what is cited, after what it is to the State, with why it binds not, or how weakly. */
type FootingLine = {
  label: string;
  parts: readonly { cites: readonly Citation[]; why?: string; since?: string }[];
};

type In = { state: string | undefined; words: Words };

/** What an answer rests on, what binds first: “Binding here:”, “Not binding here:”. Without a State, on what it hangs. */
export function footingLines(
  { rests, stands, presumed, isCustomSaid }: Footing,
  { state, words }: In,
): FootingLine[] {
  const { t, language } = words;
  const citesOf = (some: readonly Stand[]) => some.flatMap(({ cites }) => cites);
  if (rests === 'no-state' || state === undefined)
    return [{ label: t('footing.no-state'), parts: [{ cites: citesOf(stands) }] }];
  const name = { state: stateName(state, language) };
  const lines = new Map<PlainKey, FootingLine['parts'][number][]>();
  for (const [standing, some] of byStanding(stands)) {
    const why = WHY[standing];
    const key = why === undefined && isOpen(standing) ? LABELS[standing] : LABELS.not;
    lines.set(key, [
      ...(lines.get(key) ?? []),
      ...(why === undefined
        ? some.map((stand) => partOf(stand, words))
        : [{ cites: citesOf(some), why: t(why, name) }]),
    ]);
  }
  return [
    ...[...lines].map(([key, parts]) => ({ label: t(key, name), parts })),
    ...(presumed.length === 0
      ? []
      : [{ label: t('footing.presumed', name), parts: [{ cites: citesOf(presumed) }] }]),
    ...(isCustomSaid ? [{ label: t('footing.custom', name), parts: [] }] : []),
  ];
}

/** One instrument, with how weakly it asks, or up to which day it is known that it did not bind. */
function partOf(stand: Stand, words: Words): FootingLine['parts'][number] {
  const { t, language } = words;
  const { cites, weak, bound, standing } = stand;
  const day = bound?.lastNot && writeDate(bound.lastNot, language);
  if (day !== undefined) return { cites, why: t('footing.not-then-on', { day }) };
  return {
    cites,
    ...(weak ? { why: t(STRENGTH_KEYS[weak]) } : {}),
    ...(standing === 'binds' ? { since: sinceText([stand], words) } : {}),
  };
}

const OPEN = ['binds', 'limited', 'not-known', 'not-then'] as const;
const isOpen = (standing: Standing): standing is (typeof OPEN)[number] =>
  OPEN.some((one) => one === standing);

/** Since when the first source that binds the State does, and up to which day that is known; nothing where none does. */
export function sinceText(stands: readonly Stand[], { t, language }: Words): string {
  const stand = stands.find(({ standing }) => standing === 'binds');
  const bound = stand?.bound;
  if (bound === undefined) return '';
  const { since, asOf } = bound;
  const day = (text: string) => (text.length > 4 ? writeDate(text, language) : text);
  return [
    ...(since === undefined ? [] : [`${t('assess.national.since')} ${day(since)}`]),
    ...(asOf === undefined
      ? []
      : [
          `${t(stand?.membersAsOf === undefined ? 'assess.national.as-of' : 'assess.national.members-as-of')} ${day(asOf)}`,
        ]),
    ...(bound.unlooked === undefined ? [] : [t('footing.unlooked')]),
  ].join(', ');
}

/** So many sources a line has room for; all stand where the answer's own tree does. */
const MOST_SOURCES = 3;

type Shown = { footing: Footing; state: string | undefined; said: LawWords };

/** What an answer rests on in the State, line by line, with links to the paragraphs. */
export function FootingWords(props: Shown): JSX.Element {
  return (
    <>
      {useFootingLines(props).map((line, index) => (
        <p key={index} class="small">
          {line}
        </p>
      ))}
    </>
  );
}

/** The same in the midst of a text. Without a State the sources alone: of all of them it hangs on the State. */
export function FootingInline(props: Shown): JSX.Element {
  const { footing, state, said } = props;
  if (state === undefined)
    return <Sources citations={footing.stands.flatMap(({ cites }) => cites)} law={said} />;
  return (
    <>
      {useFootingLines(props).map((line, index) => (
        <span key={index}>{line} </span>
      ))}
    </>
  );
}

function useFootingLines({ footing, state, said }: Shown): JSX.Element[] {
  const words = useWords();
  return footingLines(footing, { state, words }).map(({ label, parts }) => (
    <>
      <b>{label}</b>
      {parts.map(({ cites, why, since = '' }, at) => (
        <Fragment key={at}>
          {' '}
          <Sources citations={cites.slice(0, MOST_SOURCES)} law={said} />
          {cites.length > MOST_SOURCES && (
            <small class="soft">
              {' '}
              {words.t('assess.result.more-sources', { count: cites.length - MOST_SOURCES })}
            </small>
          )}
          {why !== undefined && <small> ({why})</small>}
          {since !== '' && <small class="soft"> ({since})</small>}
        </Fragment>
      ))}
    </>
  ));
}
