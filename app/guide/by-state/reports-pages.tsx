import type { Day, Law } from '@clew/rules';
import type { JSX } from 'preact';
import { Note, type Page, PageHead, Part, type SafetyKey, SafetyWords, useWords } from '../../web/index.ts';
import { GUIDE_PATHS } from '../paths.ts';
import { AskWhom } from '../rights/ask-whom.tsx';
import type { GuideSetting } from '../setting.ts';
import { EntryText } from './entry-text.tsx';
import { HEARERS, type Hearer, type Report, type StateContent, shownOf } from './state-content.ts';
import { statePages } from './state-form.tsx';

/** Outside a demo every answer is as long as any other: its length does not tell the country. */
const REPORTS_BYTES = 24 * 1024;

/** Who hears of what one tells, by country; where nobody has checked it, that, and to ask before telling. */
export function reportsPages(law: Law, { today, isDemo }: GuideSetting, { reports }: StateContent): Page[] {
  return statePages({
    law,
    path: GUIDE_PATHS.reports,
    title: 'guide.report.title',
    lede: 'guide.report.lede',
    bytes: isDemo ? undefined : REPORTS_BYTES,
    render: ({ code, name }) => (
      <ReportsPage name={name} reports={shownOf(reports.get(code), isDemo)} today={today()} />
    ),
  });
}

const TITLES: Readonly<Record<Hearer, SafetyKey>> = {
  police: 'guide.who.police',
  immigration: 'guide.who.immigration',
  worker: 'guide.who.worker',
};

type ReportsPageProps = { name: string; reports: readonly Report[]; today: Day };

function ReportsPage({ name, reports, today }: ReportsPageProps): JSX.Element {
  const { t } = useWords();
  const isChecked = reports.some((report) => report.checked_by !== null);
  return (
    <>
      <PageHead title={t('guide.report.title')} facts={[<bdi key="state">{name}</bdi>]} />
      {!isChecked && (
        <Note kind="unchecked" title={<SafetyWords of="guide.rights.unchecked-title" />} level={2}>
          <p>
            <SafetyWords of="guide.who.worker-must" />
          </p>
        </Note>
      )}
      {HEARERS.map((who) => {
        const some = reports.filter((report) => report.who === who);
        return (
          some.length > 0 && (
            <Part key={who} id={who} title={<SafetyWords of={TITLES[who]} />}>
              {some.map((report) => (
                <EntryText key={report.text} entry={report} today={today} />
              ))}
            </Part>
          )
        );
      })}
      <p class="read">
        <SafetyWords of="guide.now.ask-first" />
      </p>
      <AskWhom />
    </>
  );
}
