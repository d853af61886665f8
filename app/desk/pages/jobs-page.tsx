import type { JSX } from 'preact';
import { countJobs, type JobCount } from '../../store/index.ts';
import { Empty, PageHead, type PlainKey, Table, Tag, useWords } from '../../web/index.ts';
import { writeMoment } from '../journal/journal-table.tsx';
import { type DeskPage, deskPage } from './desk-page.tsx';

/** What the node does for the agency later or again, by kind: how much waits, since when, and why something did not end well. */
export const jobsPage: DeskPage = deskPage({
  path: '/desk/jobs',
  method: 'get',
  action: 'job.read',
  title: 'desk.jobs.title',
  place: 'desk.jobs.place',
  render: async (_visit, { door, desk }) => (
    <Jobs jobs={await door.read((transaction) => countJobs(transaction, desk.now()))} />
  ),
});

const KINDS: Readonly<Record<string, PlainKey>> = {
  'alarm.tell': 'desk.jobs.alarm-tell',
  'event.tell': 'desk.jobs.event-tell',
  'population.count': 'desk.jobs.population-count',
};

const STATES: Readonly<Record<JobCount['state'], PlainKey>> = {
  waiting: 'desk.jobs.waiting',
  running: 'desk.jobs.running',
  done: 'desk.jobs.done',
  cancelled: 'desk.jobs.cancelled',
  failed: 'desk.jobs.failed',
};

const WHY: Readonly<Record<string, PlainKey>> = {
  lost: 'desk.jobs.why-lost',
  fault: 'desk.jobs.why-fault',
  unreadable: 'desk.jobs.why-unreadable',
  store: 'desk.jobs.why-store',
  unreached: 'desk.jobs.why-unreached',
  'no-key': 'desk.jobs.why-no-key',
};

function Jobs({ jobs }: { jobs: readonly JobCount[] }): JSX.Element {
  const { t, language } = useWords();
  const columns = [
    { label: t('desk.jobs.kind') },
    { label: t('desk.jobs.state') },
    { label: t('desk.jobs.count'), isFigure: true },
    { label: t('desk.jobs.oldest') },
    { label: t('desk.jobs.why') },
  ];
  const rows = jobs.map((job) => [
    t(KINDS[job.kind] ?? 'desk.jobs.other'),
    <State key="state" job={job} />,
    <bdi key="count">{job.count}</bdi>,
    <bdi key="oldest">{writeMoment(job.oldest.toISOString(), language)}</bdi>,
    job.why === undefined ? '' : t(WHY[job.why] ?? 'desk.jobs.why-fault'),
  ]);
  return (
    <>
      <PageHead title={t('desk.jobs.title')} lede={t('desk.jobs.lede')} />
      {jobs.length === 0 ? (
        <Empty title={t('desk.jobs.empty')} why={t('desk.jobs.empty-why')} />
      ) : (
        <Table caption={t('desk.jobs.title')} isCaptionHidden columns={columns} rows={rows} />
      )}
    </>
  );
}

function State({ job }: { job: JobCount }): JSX.Element {
  const { t } = useWords();
  return (
    <>
      {t(STATES[job.state])} {job.stuck > 0 && <Tag>{t('desk.jobs.stuck', { count: job.stuck })}</Tag>}
    </>
  );
}
