import type { Law } from '@clew/rules';
import type { JSX } from 'preact';
import { DateText, Note, PageLink, Part, Tag, useWords } from '../../../web/index.ts';
import type { Compartment } from '../../policy/index.ts';
import type { FactEntry, StatementEntry } from '../entry.ts';
import type { OpenedPart } from '../read-part.ts';
import type { NamesById } from './at-desk.tsx';
import { ABOUT_WORDS, CERTAINTY_WORDS, SOURCE_WORDS } from './words.ts';

type Weighed = (FactEntry | StatementEntry) & { entryId: string };

type TableProps = {
  law: Law;
  compartment: Compartment;
  part: OpenedPart;
  names: NamesById;
  base: string;
  title: string;
  /** Hashes of the laws that two people of the agency approved. */
  approvedLaws: readonly string[];
};

/** What was revealed of a compartment: each thing with its source, how sure, when, by whom, and what it corrects. */
export function EntryTable({
  law,
  part,
  names,
  base,
  title,
  compartment,
  approvedLaws,
}: TableProps): JSX.Element {
  const { t } = useWords();
  const entries = part.entries.filter((entry): entry is Weighed => 'source' in entry);
  const replaced = new Set(entries.flatMap(({ replaces }) => replaces ?? []));
  return (
    <Part id={`part-${compartment}`} title={title}>
      <Gaps part={part} />
      {entries.length === 0 ? (
        <p class="soft">{t('file.facts.none')}</p>
      ) : (
        <ul class="entries">
          {entries.map((entry) => {
            const isOld = replaced.has(entry.entryId);
            return (
              <EntryLine
                key={entry.entryId}
                {...{ law, entry, names, base, isOld, compartment, approvedLaws }}
              />
            );
          })}
        </ul>
      )}
    </Part>
  );
}

/** What could not be shown, said in so many words: silence would read as if there were nothing. */
function Gaps({ part }: { part: OpenedPart }): JSX.Element | null {
  const { t } = useWords();
  const { shut, unsound, missing, badKeys } = part;
  if (shut + unsound + missing + badKeys === 0) return null;
  return (
    <Note kind="safety" title={t('file.gaps.title')}>
      {shut > badKeys && <p>{t('file.gaps.shut')}</p>}
      {badKeys > 0 && <p>{t('file.gaps.bad-key')}</p>}
      {unsound > 0 && <p>{t('file.gaps.unsound')}</p>}
      {missing > 0 && <p>{t('file.gaps.missing')}</p>}
    </Note>
  );
}

function EntryLine(props: {
  law: Law;
  entry: Weighed;
  names: NamesById;
  base: string;
  isOld: boolean;
  compartment: Compartment;
  approvedLaws: readonly string[];
}): JSX.Element {
  const { t } = useWords();
  const { law, entry, names, base, isOld, compartment, approvedLaws } = props;
  const correct = entry.kind === 'fact' ? `${base}/answer` : `${base}/write`;
  const fields = { part: compartment, replaces: entry.entryId };
  return (
    <li class={isOld ? 'old' : undefined}>
      <p>
        <b>{headOf(law, entry, t)}</b> {isOld && <Tag>{t('file.facts.corrected')}</Tag>}{' '}
        {entry.kind === 'fact' && <LawTag {...{ entry, law, approvedLaws }} />}
        {entry.certainty === 'suspected' && <Tag kind="doubt">{t('file.facts.suspicion')}</Tag>}
      </p>
      {entry.kind === 'fact' ? (
        <p class="said">
          <bdi>{answerOf(entry, t)}</bdi>
        </p>
      ) : (
        <p class="said" dir="auto">
          {entry.words}
        </p>
      )}
      <p class="small soft">
        <span>{t(SOURCE_WORDS[entry.source])}</span> · <span>{t(CERTAINTY_WORDS[entry.certainty])}</span>
        {entry.on !== undefined && (
          <>
            {' '}
            · <DateText day={entry.on} />
          </>
        )}{' '}
        · {t('file.facts.by')} <bdi>{names.get(entry.by) ?? t('file.somebody')}</bdi>,{' '}
        <DateText day={entry.at.slice(0, 10)} />
        {!isOld && (
          <>
            {' '}
            ·{' '}
            <PageLink path={`${correct}?${new URLSearchParams(fields)}`}>{t('file.facts.correct')}</PageLink>
          </>
        )}
      </p>
    </li>
  );
}

/** Whether the law that asked was approved, and whether it is another than the one that asks now. */
function LawTag(props: { entry: FactEntry; law: Law; approvedLaws: readonly string[] }): JSX.Element | null {
  const { t } = useWords();
  const { entry, law, approvedLaws } = props;
  if (entry.law === undefined) return null;
  if (!approvedLaws.includes(entry.law)) return <Tag kind="doubt">{t('file.law.entry-unapproved')}</Tag>;
  return entry.law === law.hash ? null : <Tag>{t('file.law.entry-earlier')}</Tag>;
}

type Translate = ReturnType<typeof useWords>['t'];

function headOf(law: Law, entry: Weighed, t: Translate): string {
  if (entry.kind === 'statement') return t(ABOUT_WORDS[entry.about]);
  return (
    (Object.hasOwn(law.facts, entry.factId) ? law.facts[entry.factId]?.label : undefined) ?? entry.factId
  );
}

function answerOf({ answer }: FactEntry, t: Translate): string {
  if (answer === 'yes') return t('file.value.yes');
  if (answer === 'no') return t('file.value.no');
  if (answer === 'not_known') return t('file.value.not-known');
  if (answer === 'withheld') return t('file.value.withheld');
  if (answer === 'not_asked') return t('file.value.not-asked');
  if (answer === 'not_recorded') return t('file.value.not-recorded');
  return String(answer);
}
