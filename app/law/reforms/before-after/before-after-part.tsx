import type { JSX } from 'preact';
import {
  DateText,
  Folded,
  MarksKey,
  Note,
  Part,
  type PlainKey,
  Table,
  TwoVerdicts,
  useWords,
  type Words,
} from '../../../web/index.ts';
import { EXCEPTION_KEYS, labelOf, resultWord, Sources, verdictWord } from '../../explanation.tsx';
import type { LawWords } from '../../law-words.ts';
import { type AnyResult, type BeforeAfter, citesOfResult, type ProvisionChange } from './before-after.ts';
import type { Limb, LimbChange } from './compare-trees.ts';

/** `said`: the words of the law with the reforms, which has what they bring in. */
type Shown = { found: BeforeAfter; said: LawWords };

/** What each kind of change is called. */
export const PROVISION_TITLES: Readonly<Record<ProvisionChange['what'], PlainKey>> = {
  answer: 'before-after.answers',
  number: 'before-after.numbers',
  new: 'before-after.new',
  gone: 'before-after.gone',
  reason: 'before-after.reasons',
};

/** A case before and after reforms: what changes, side by side and limb by limb, what does not, and why not. */
export function BeforeAfterParts({ found, said }: Shown): JSX.Element {
  const { t } = useWords();
  const { changed, staying } = found;
  const kinds = Object.keys(PROVISION_TITLES) as ProvisionChange['what'][];
  return (
    <>
      <Note
        kind="worth-knowing"
        level={2}
        title={t(changed.length === 0 ? 'before-after.nothing' : 'before-after.something', {
          count: changed.length,
        })}
      >
        <p>{t('before-after.staying', { count: staying })}</p>
        <p>{t('before-after.hypothetical')}</p>
      </Note>
      <Unmoved found={found} said={said} />
      {kinds.map((what) => {
        const of = changed.filter((one) => one.what === what);
        if (of.length === 0) return null;
        return (
          <Part key={what} id={what} title={t(PROVISION_TITLES[what])}>
            <ProvisionChanges of={of} said={said} />
          </Part>
        );
      })}
      <MarksKey />
    </>
  );
}

/** Changes, each limb by limb; what only rests on something that changed, and comes out as before, is a line in a list. */
export function ProvisionChanges({
  of,
  said,
}: {
  of: readonly ProvisionChange[];
  said: LawWords;
}): JSX.Element {
  const { t } = useWords();
  const through = of.filter(({ isThrough, what }) => isThrough && what === 'reason');
  const own = of.filter((one) => !through.includes(one));
  return (
    <>
      {own.length > 0 && (
        <ol class="plain besides">
          {own.map((one) => (
            <li key={one.id}>
              <Change change={one} said={said} />
            </li>
          ))}
        </ol>
      )}
      {through.length > 0 && (
        <Folded title={t('before-after.through')} note={t('library.count', { count: through.length })}>
          <ul>
            {through.map(({ id, after }) => (
              <li key={id}>
                {said.rule(id)}: {after && <VerdictWords result={after} />}
              </li>
            ))}
          </ul>
        </Folded>
      )}
    </>
  );
}

function VerdictWords({ result }: { result: AnyResult }): JSX.Element {
  return <>{resultWord(result.tree, useWords())}</>;
}

function Change({ change, said }: { change: ProvisionChange; said: LawWords }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { id, before, after, limbs, staying, by } = change;
  return (
    <>
      <h3 id={`changed-${id}`}>{said.rule(id)}</h3>
      <dl>
        <div>
          <dt>{t('law.reforms.before')}</dt>
          <dd>
            <Side result={before} />
          </dd>
        </div>
        <div>
          <dt>{t('before-after.after')}</dt>
          <dd>
            <Side result={after} />
          </dd>
        </div>
      </dl>
      <p class="small">{t('law.changed-by', { reforms: by.map(said.reform).join(', ') })}</p>
      <p class="small">
        <Sources citations={citesOfResult(after ?? before)} law={said} />
      </p>
      {limbs.length > 0 && (
        <Table
          caption={t('before-after.limbs', { rule: said.rule(id) })}
          isCaptionHidden
          columns={[
            { label: t('before-after.limb') },
            { label: t('law.reforms.before') },
            { label: t('before-after.after') },
            { label: t('before-after.source') },
          ]}
          rows={limbs.map((limb) => limbRow(limb, { words, said }))}
        />
      )}
      {staying > 0 && <p class="small soft">{t('before-after.limbs-stay', { count: staying })}</p>}
    </>
  );
}

/** The two verdicts of one side, and its day or number. */
function Side({ result }: { result: AnyResult | undefined }): JSX.Element {
  const { t } = useWords();
  if (!result) return <>{t('before-after.none')}</>;
  return (
    <>
      <TwoVerdicts strict={result.strict} presumed={result.burden} />
      {'due' in result && result.due.kind === 'date' && (
        <p class="small">
          {t('before-after.due')} <DateText day={result.due.date} />
        </p>
      )}
      {'value' in result && <p class="small">{t('before-after.days', { count: result.value })}</p>}
    </>
  );
}

type Drawing = { words: Words; said: LawWords };

function limbRow({ before, after, cites, by }: LimbChange, drawing: Drawing): (JSX.Element | string)[] {
  const { words, said } = drawing;
  const { t } = words;
  const shown = after ?? before;
  return [
    shown ? limbLabel(shown, drawing) : '',
    before ? limbResult(before, words) : t('before-after.not-asked-for'),
    after ? limbResult(after, words) : t('before-after.no-longer'),
    <>
      <Sources citations={cites} law={said} />
      {by.length > 0 && (
        <span class="small"> {t('law.changed-by', { reforms: by.map(said.reform).join(', ') })}</span>
      )}
    </>,
  ];
}

function limbLabel({ kind, node, isTurned }: Limb, { words, said }: Drawing): string {
  const { t } = words;
  const plain = labelOf(node, { words, law: said });
  const label = isTurned ? t('law.reforms.not', { what: plain }) : plain;
  if (kind === 'exception') return t('law.exception', { label });
  return kind === 'presumption' ? t('before-after.presumed', { label }) : label;
}

function limbResult({ node, used, state }: Limb, words: Words): string {
  if (used !== undefined) return words.t(used ? 'law.presumption-used' : 'law.presumption-unused');
  return state === undefined ? resultWord(node, words) : words.t(EXCEPTION_KEYS[state]);
}

/** The reforms that leave the case as it is, each with its reason. */
function Unmoved({ found, said }: Shown): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const { unmoved, after } = found;
  if (unmoved.length === 0) return null;
  return (
    <Part id="unmoved" title={t('before-after.unmoved')}>
      <ul class="read">
        {unmoved.map((one) => (
          <li key={one.reform}>
            {one.why === 'no-rule'
              ? t('before-after.no-rule', {
                  reform: said.reform(one.reform),
                  why: said.law.overlays[one.reform]?.noEffect ?? '',
                })
              : t('before-after.same', {
                  reform: said.reform(one.reform),
                  what: one.ids.map((id) => sameText(id, after, { words, said })).join('; '),
                })}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function sameText(id: string, { assessment }: BeforeAfter['after'], { words, said }: Drawing): string {
  const { rules, duties, values } = assessment;
  const result = rules[id] ?? duties[id] ?? values[id];
  const verdict = result ? verdictWord(result.burden, words) : words.t('before-after.none');
  return words.t('before-after.rule-is', { rule: said.rule(id), verdict });
}
