import { type Exception, getCitation, type Law, type Limb, type Reason } from '@clew/rules';
import type { ComponentChildren, JSX } from 'preact';
import { PageLink, type PlainKey, useWords, type Words } from '../../web/index.ts';
import { answerWord, Sources, verdictWord } from '../explanation.tsx';
import type { LawWords } from '../law-words.ts';
import { factPath, provisionPath } from './kinds.ts';
import type { Provision } from './law-links.ts';

type Spoken = { law: Law; said: LawWords; owner: string };

const HOLDS_KEYS: Readonly<Record<Provision['kind'], PlainKey>> = {
  rule: 'library.holds-if',
  duty: 'library.owed-if',
  value: 'library.applies-if',
};

/** A rule in plain words: what has to be there, what is presumed, what it does not reach, what it never looks at. */
export function RuleWords(props: { provision: Provision; law: Law; said: LawWords }): JSX.Element {
  const { t } = useWords();
  const { provision, law, said } = props;
  const spoken = { law, said, owner: provision.id };
  const { limb, presume, exceptions = [], neverReads } = provision;
  return (
    <div class="limbs">
      <p>{t(HOLDS_KEYS[provision.kind])}</p>
      <ul>
        <LimbWords limb={limb} {...spoken} />
      </ul>
      {presume && <Presumed presume={presume} {...spoken} />}
      {exceptions.length > 0 && (
        <ul>
          {exceptions.map((exception, index) => (
            <ExceptionWords key={index} exception={exception} {...spoken} />
          ))}
        </ul>
      )}
      {neverReads.length > 0 && (
        <ul>
          {neverReads.map(({ fact, cites }) => (
            <li key={fact}>
              {t('library.never-reads')} <PageLink path={factPath(fact)}>{said.fact(fact).label}</PageLink>{' '}
              <Sources citations={cites.map((ref) => getCitation(law, ref))} law={said} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** One limb and those in it. */
export function LimbWords({ limb, ...spoken }: Spoken & { limb: Limb }): JSX.Element {
  const words = useWords();
  const inner = innerOf(limb);
  const label = limb.label === undefined ? undefined : spoken.said.limb(spoken.owner, limb.label);
  return (
    <li>
      {label !== undefined && <b>{label}</b>} <LimbLine limb={limb} {...spoken} words={words} />{' '}
      <Sources citations={limb.cites.map((ref) => getCitation(spoken.law, ref))} law={spoken.said} />
      {inner.length > 0 && (
        <ul>
          {inner.map((one, index) => (
            <LimbWords key={index} limb={one} {...spoken} />
          ))}
        </ul>
      )}
    </li>
  );
}

function innerOf(limb: Limb): readonly Limb[] {
  if ('limbs' in limb) return limb.limbs;
  return 'limb' in limb ? [limb.limb] : [];
}

const COMPARISON_KEYS: Readonly<Record<'<' | '<=' | '>' | '>=', PlainKey>> = {
  '<': 'law.compare.below',
  '<=': 'law.compare.at-most',
  '>': 'law.compare.above',
  '>=': 'law.compare.at-least',
};

/** What a limb itself says, without those in it. */
function LimbLine({ limb, law, said, words }: Spoken & { limb: Limb; words: Words }): JSX.Element {
  const { t } = words;
  switch (limb.kind) {
    case 'all':
      return <span class="soft">{t('law.structure.all')}</span>;
    case 'any':
      return <span class="soft">{t('law.structure.any')}</span>;
    case 'at_least':
      return <span class="soft">{t('law.structure.at-least', { count: limb.count })}</span>;
    case 'not':
      return <span class="soft">{t('law.structure.not')}</span>;
    case 'unsaid':
      return <span class="soft">{t('law.unsaid')}</span>;
    case 'fact':
      return <PageLink path={factPath(limb.fact)}>{said.fact(limb.fact).label}</PageLink>;
    case 'rule':
      return (
        <PageLink path={provisionPath({ id: limb.rule, kind: law.duties[limb.rule] ? 'duty' : 'rule' })}>
          {said.rule(limb.rule)}
        </PageLink>
      );
    case 'compare':
    case 'years': {
      const { label } = said.fact(limb.fact);
      const fact = limb.kind === 'years' ? t('law.years-since', { fact: label }) : label;
      return (
        <PageLink path={factPath(limb.fact)}>
          {t(COMPARISON_KEYS[limb.comparison], { fact, bound: limb.bound })}
        </PageLink>
      );
    }
    case 'group':
      return <span>{groupWords(limb, said, words)}</span>;
  }
}

function groupWords(limb: Extract<Limb, { kind: 'group' }>, said: LawWords, { t }: Words): string {
  const group = said.group(limb.group).label;
  if (limb.quantifier === 'every') return t('law.people.every', { group });
  if (limb.quantifier === 'some') return t('law.people.some', { group });
  return t('law.people.at-least', { group, count: limb.count });
}

function Presumed({
  presume,
  ...spoken
}: Spoken & { presume: NonNullable<Provision['presume']> }): JSX.Element {
  const words = useWords();
  const { law, said } = spoken;
  return (
    <ul>
      <li>
        {words.t('law.presumption', { verdict: verdictWord(presume.value, words) })}{' '}
        <span class="soft">{reasonWords(presume.reasons, words)}</span>{' '}
        <Sources citations={presume.cites.map((ref) => getCitation(law, ref))} law={said} />
        <ul>
          <LimbWords limb={presume.when} {...spoken} />
        </ul>
      </li>
    </ul>
  );
}

function reasonWords(reasons: readonly Reason[], words: Words): string {
  const list = new Intl.ListFormat(words.language, { type: 'disjunction' });
  return words.t('library.unknown-because', {
    reasons: list.format(reasons.map((reason) => answerWord(reason, words))),
  });
}

function ExceptionWords({ exception, ...spoken }: Spoken & { exception: Exception }): JSX.Element {
  const { t } = useWords();
  const { limb, burden } = exception;
  const burdenWords: ComponentChildren =
    burden && t(burden === 'state' ? 'law.burden-state' : 'law.burden-person');
  return (
    <li>
      {t('library.unless')} <span class="soft">{burdenWords}</span>
      <ul>
        <LimbWords limb={limb} {...spoken} />
      </ul>
    </li>
  );
}
