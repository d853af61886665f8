import { type RuleResult, whatWouldChange } from '@clew/rules';
import type { JSX } from 'preact';
import { Folded, PageLink, Tree, useWords } from '../web/index.ts';
import { type AssessedCase, bansOf } from './assess-case.ts';
import { atOf } from './conditions.tsx';
import { limbOf, Sources } from './explanation.tsx';
import { footingOf } from './footing.ts';
import { FootingWords, isBare, RESTS_KEYS } from './footing-words.tsx';
import type { LawWords } from './law-words.ts';
import { changeSentence, whyId } from './result-holds.tsx';
import type { Result } from './result-page.tsx';
import { isProtection, rulesOf } from './topics.ts';

/** Why each answer is what it is: a tree a rule, opened limb by limb, and what would change it. */
export function Why({ assessed, interview, said, decided }: Result): JSX.Element {
  const { t } = useWords();
  const results = rulesOf(interview.topic, assessed.law).flatMap((id) => assessed.assessment.rules[id] ?? []);
  const elsewhere = new Map(results.map(({ id }) => [id, whyId(id)]));
  return (
    <>
      <p class="read">{t('assess.result.why-body')}</p>
      {results.map((result, index) => (
        <WhyRule
          key={result.id}
          {...{ result, assessed, said, elsewhere }}
          decided={decided(result.id)}
          isOpen={index === 0 && results.length < 3}
        />
      ))}
    </>
  );
}

type WhyRuleProps = {
  result: RuleResult;
  assessed: AssessedCase;
  said: LawWords;
  elsewhere: ReadonlyMap<string, string>;
  isOpen: boolean;
  decided: number;
};

function WhyRule({ result, assessed, said, elsewhere, isOpen, decided }: WhyRuleProps): JSX.Element {
  const words = useWords();
  const limb = limbOf(result.tree, { words, law: said, at: atOf(assessed), elsewhere });
  const { state } = assessed.assessment;
  const footing = state !== undefined && result.burden === 'yes' ? footingOf(result, assessed) : undefined;
  return (
    <Folded
      id={whyId(result.id)}
      title={limb.label}
      note={
        footing && isProtection(result.id) && isBare(footing.rests)
          ? words.t(RESTS_KEYS[footing.rests])
          : limb.result
      }
      isOpen={isOpen}
      isAsLeft
    >
      {footing && <FootingWords footing={footing} state={state} said={said} />}
      <p class="small soft">{limb.rests}</p>
      <Tree limbs={limb.limbs ?? []} />
      <NeverRead assessed={assessed} rule={result.id} said={said} />
      <Changes assessed={assessed} rule={result.id} said={said} />
      {decided > 0 && (
        <p class="small">
          <PageLink path={`/law/rules/${result.id}#decisions`}>
            {words.t('assess.result.decided', { count: decided })}
          </PageLink>
        </p>
      )}
    </Folded>
  );
}

type OfRule = { assessed: AssessedCase; rule: string; said: LawWords };

function NeverRead({ assessed, rule, said }: OfRule): JSX.Element {
  const { t } = useWords();
  return (
    <>
      {bansOf(assessed.law, rule).map(({ fact, cites }) => (
        <p key={fact} class="small">
          {t('assess.result.never-reads', { fact: said.fact(fact).label })}{' '}
          <Sources citations={cites} law={said} />
        </p>
      ))}
    </>
  );
}

/** The most changes that are worth reading. */
const MOST_CHANGES = 8;

function Changes({ assessed, rule, said }: OfRule): JSX.Element {
  const words = useWords();
  const changes = whatWouldChange(assessed.law, rule, assessed.told).slice(0, MOST_CHANGES);
  return (
    <>
      <h4>{words.t('assess.result.change-title')}</h4>
      {changes.length === 0 && <p>{words.t('assess.result.change-nothing')}</p>}
      {changes.length > 0 && (
        <ul class="read">
          {changes.map((change, index) => (
            <li key={index}>{changeSentence(change, words, said)}</li>
          ))}
        </ul>
      )}
    </>
  );
}
