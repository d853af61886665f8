import { type Duty, getCitation, type Law, type Variant } from '@clew/rules';
import type { JSX } from 'preact';
import {
  DateText,
  MarksKey,
  PageHead,
  PageLink,
  type Pair,
  Pairs,
  Part,
  type PlainKey,
  Table,
  useWords,
  type Words,
} from '../../web/index.ts';
import { Sources } from '../explanation.tsx';
import type { LawWords } from '../law-words.ts';
import { stateName } from '../state-choices.ts';
import { STRENGTH_KEYS } from '../strength-keys.ts';
import { RuleChecked } from './checked-line.tsx';
import { KIND_KEYS, provisionPath } from './kinds.ts';
import type { Provision } from './law-links.ts';
import type { Library } from './library.ts';
import { DecisionLinks, ProvisionLinks, ReformNames } from './linked.tsx';
import { LimbWords, RuleWords } from './rule-words.tsx';
import { SourceBlock } from './source-block.tsx';

type ProvisionPageProps = { library: Library; said: LawWords; provision: Provision };

/** A rule, a value or a duty: what it says in words, where that is written, and everything that names it. */
export function ProvisionPage({ library, said, provision }: ProvisionPageProps): JSX.Element {
  const { t } = useWords();
  const { law, links } = library;
  const duty = law.duties[provision.id];
  const kind = duty ? 'duty' : 'rule';
  return (
    <>
      <PageHead
        above={
          <>
            <PageLink path="/law">{t('shell.law')}</PageLink> /{' '}
            <PageLink path={`/law?kind=${kind}`}>{t(KIND_KEYS[kind])}</PageLink>
          </>
        }
        title={said.rule(provision.id)}
        facts={[t('law.own-words'), <bdi key="id">{provision.id}</bdi>]}
      />
      <div class="read">
        <p>
          <Sources citations={provision.cites.map((ref) => getCitation(law, ref))} law={said} />
        </p>
        <RuleChecked of={provision} />
      </div>
      {duty && <DutyPairs duty={duty} said={said} />}
      <Part id="rule" title={t('law.rule')}>
        <RuleWords provision={provision} law={law} said={said} />
        <SourceBlock text={provision.source} />
      </Part>
      <Readings provision={provision} law={law} said={said} />
      <NamedBy library={library} said={said} provision={provision} links={links} />
      <MarksKey />
    </>
  );
}

const DUTY_STRENGTH: Readonly<Record<Duty['strength'], PlainKey>> = {
  shall: 'duty.shall',
  'shall-where-appropriate': 'duty.shall-where-appropriate',
  'shall-enable': 'duty.shall-enable',
  endeavour: 'duty.endeavour',
  consider: 'duty.consider',
  may: 'duty.may',
  recommended: 'duty.recommended',
  unverified: 'duty.unverified',
};

/** Who owes what, how strongly, by when, and what a breach is. */
function DutyPairs({ duty, said }: { duty: Duty; said: LawWords }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { bearer, act, breach } = said.duty(duty.id);
  const pairs: Pair[] = [
    { term: t('library.bearer'), body: bearer },
    { term: t('library.act'), body: act },
    {
      term: t('library.search.strength'),
      body: (
        <>
          {t(STRENGTH_KEYS[duty.strength])}. <span class="soft">{t(DUTY_STRENGTH[duty.strength])}</span>
        </>
      ),
    },
    { term: t('library.deadline'), body: <Deadline duty={duty} said={said} words={words} /> },
    { term: t('library.breach'), body: breach },
  ];
  if (duty.neverWith.length > 0)
    pairs.push({
      term: t('library.never-with'),
      body: duty.neverWith.map((id, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <PageLink path={provisionPath({ id, kind: 'duty' })}>{said.rule(id)}</PageLink>
        </span>
      )),
    });
  return <Pairs pairs={pairs} />;
}

function Deadline({ duty, said, words }: { duty: Duty; said: LawWords; words: Words }): JSX.Element {
  const { t } = words;
  const { by } = duty;
  if (by === undefined) return <>{t('duty.no-time')}</>;
  if (by.kind === 'words') return <>{t('duty.words', { words: said.duty(duty.id).at ?? by.words })}</>;
  const from = said.fact(by.from).label;
  if (by.kind === 'value')
    return (
      <>
        <PageLink path={provisionPath({ id: by.value, kind: 'value' })}>{said.value(by.value)}</PageLink>{' '}
        {t('library.counted-from', { from })}
      </>
    );
  const key = by.calendar === 'working' ? 'duty.working-days' : 'duty.calendar-days';
  return <>{t(key, { count: by.days, from })}</>;
}

/** How States read a rule in their own law, or what number each gives. */
function Readings({ provision, law, said }: Omit<ProvisionPageProps, 'library'> & { law: Law }) {
  const { t, language } = useWords();
  const value = law.values[provision.id];
  const { variants = {} } = provision;
  const order = new Intl.Collator(language);
  const states = Object.entries(variants)
    .flatMap(([state, list]) => list.map((one) => ({ name: stateName(state, language), one })))
    .sort((a, b) => order.compare(a.name, b.name));
  if (value === undefined && states.length === 0) return null;
  return (
    <Part id="states" title={t(value ? 'library.values-title' : 'library.readings-title')}>
      {value && (
        <p>
          {t('library.treaty-days', { count: value.value })}{' '}
          {value.floor !== undefined && t('library.floor-days', { count: value.floor })}
        </p>
      )}
      {states.length > 0 && (
        <Table
          caption={t(value ? 'library.values-title' : 'library.readings-title')}
          isCaptionHidden
          columns={[
            { label: t('library.state') },
            { label: t('library.since') },
            { label: t(value ? 'library.days' : 'law.rule') },
            { label: t('library.source') },
          ]}
          rows={states.map(({ name, one }) => [
            name,
            <>
              <DateText day={one.from} />
              {one.to !== undefined && (
                <>
                  {' '}
                  {t('library.to')} <DateText day={one.to} />
                </>
              )}
            </>,
            'limb' in one ? (
              <ul class="limbs">
                <LimbWords limb={one.limb} law={law} said={said} owner={provision.id} />
              </ul>
            ) : (
              <DaysGiven given={one} floor={value?.floor} />
            ),
            <Sources key="sources" citations={one.cites.map((ref) => getCitation(law, ref))} law={said} />,
          ])}
        />
      )}
      <p class="small soft">{t('library.states-unsaid-rest')}</p>
    </Part>
  );
}

function DaysGiven({ given, floor }: { given: Variant; floor: number | undefined }): JSX.Element {
  const { t } = useWords();
  return (
    <>
      {t('assess.national.days', { count: given.value })}
      {floor !== undefined && given.value < floor && (
        <>
          {'. '}
          <b>{t('library.below-floor')}</b>
        </>
      )}
    </>
  );
}

/** Everything that names a rule: what rests on it, decisions, reforms; and what it is a State's reading of. */
function NamedBy(props: ProvisionPageProps & { links: Library['links'] }): JSX.Element {
  const { t } = useWords();
  const { library, said, provision, links } = props;
  const resting = links.restingOn.get(provision.id) ?? [];
  const decisions = links.decidedOn.get(provision.id) ?? [];
  const reforms = links.changing.get(provision.id) ?? [];
  const national = library.law.rules[provision.id]?.national;
  return (
    <>
      {national !== undefined && (
        <Part id="treaty" title={t('library.reading-of')}>
          <p>
            <PageLink path={provisionPath({ id: national, kind: 'rule' })}>{said.rule(national)}</PageLink>
          </p>
        </Part>
      )}
      <Part id="cited-by" title={t('library.rests-on-it')}>
        {resting.length === 0 ? (
          <p>{t('library.nothing-rests')}</p>
        ) : (
          <ProvisionLinks provisions={resting} said={said} />
        )}
      </Part>
      {decisions.length > 0 && (
        <Part id="decisions" title={t('library.decisions-on-it')}>
          <DecisionLinks decisions={decisions} />
        </Part>
      )}
      {reforms.length > 0 && (
        <Part id="reforms" title={t('library.reforms-title')}>
          <ReformNames reforms={reforms} said={said} />
        </Part>
      )}
      <p class="noprint">
        <PageLink path={`/law/reforms/compose?target=${provision.id}`}>{t('compose.from-here')}</PageLink>
      </p>
    </>
  );
}
