import type { JSX } from 'preact';
import { readDueNow } from '../../store/index.ts';
import { Empty, Note, PageHead, PageLink, Part, useWords } from '../../web/index.ts';
import { readLastBackup } from '../agency/backup-key.ts';
import { isChannelSilent } from '../alarms/channel-page.tsx';
import { mayAtAll } from '../policy/index.ts';
import { readStopped } from '../webhooks/stopped-webhooks.ts';
import { type DeskPage, deskPage } from './desk-page.tsx';
import type { SignedIn } from './signed-in.ts';
import { type Waiting, waitingFor } from './waiting-for.ts';

/** The first page after signing in: what waits for this worker, and where their files are. */
export const startPage: DeskPage = deskPage({
  path: '/desk',
  method: 'get',
  action: 'desk.read',
  title: 'desk.start.title',
  place: 'desk.start.place',
  render: async (_visit, worker) => {
    const { actor } = worker;
    const name = (await worker.names.worker(actor.workerId)) ?? '';
    return (
      <Start
        name={name}
        waiting={await waitingFor(worker)}
        maySeeFiles={mayAtAll(actor, 'file.list')}
        hasMandate={actor.mandates.length > 0}
        mayInvite={mayAtAll(actor, 'invitation.make')}
        isUnkept={await isUnkept(worker)}
        isSilent={await isToldOfSilence(worker)}
        isUntold={await isToldOfPrograms(worker)}
      />
    );
  },
});

type StartOf = {
  name: string;
  waiting: readonly Waiting[];
  maySeeFiles: boolean;
  hasMandate: boolean;
  mayInvite: boolean;
  /** Whether nobody has made a backup lately, told to who can see to it. */
  isUnkept: boolean;
  /** Whether nothing shows that alarms arrive where they are sent, told to who can see to it and to who relies on them. */
  isSilent: boolean;
  /** Whether the address of a program was given up, told to who made its token and to who looks after jobs. */
  isUntold: boolean;
};

const LATE_MS = 2 * 24 * 3_600_000;

/** In a demo there is nothing to keep. */
async function isUnkept(worker: SignedIn): Promise<boolean> {
  if (worker.desk.isDemo || !mayAtAll(worker.actor, 'agency.change')) return false;
  const last = await readLastBackup(worker);
  const now = await worker.door.read((transaction) => readDueNow(transaction, worker.desk.now()));
  return last === undefined || now.getTime() - last.getTime() > LATE_MS;
}

async function isToldOfSilence(worker: SignedIn): Promise<boolean> {
  const mayKnow = mayAtAll(worker.actor, 'alarm.channel') || mayAtAll(worker.actor, 'alarm.read');
  return mayKnow && (await isChannelSilent(worker));
}

async function isToldOfPrograms({ actor, door }: SignedIn): Promise<boolean> {
  const { agencyId, workerId } = actor;
  const stopped = await readStopped(
    mayAtAll(actor, 'job.read') ? { door, agencyId } : { door, agencyId, workerId },
  );
  return stopped.size > 0;
}

function Start({ name, waiting, ...may }: StartOf): JSX.Element {
  const { t, rich } = useWords();
  return (
    <>
      <PageHead title={rich('desk.start.hello', { name, b: (inner) => <bdi>{inner}</bdi> })} />
      {!may.hasMandate && (
        <Note kind="worth-knowing" title={t('desk.start.mandate-title')}>
          <p>{t('desk.start.mandate')}</p>
        </Note>
      )}
      {may.isUnkept && (
        <Note kind="worth-knowing" title={t('desk.start.unkept-title')}>
          <p>
            <PageLink path="/desk/backups">{t('desk.start.unkept')}</PageLink>
          </p>
        </Note>
      )}
      {may.isSilent && (
        <Note kind="worth-knowing" title={t('desk.start.silent-title')}>
          <p>{t('desk.start.silent')}</p>
        </Note>
      )}
      {may.isUntold && (
        <Note kind="worth-knowing" title={t('desk.start.webhook-title')}>
          <p>{t('desk.start.webhook')}</p>
        </Note>
      )}
      {waiting.length === 0 ? (
        <NothingWaits {...may} />
      ) : (
        <Part id="waits" title={t('desk.start.waits')}>
          <ul>
            {waiting.map(({ path, what }) => (
              <li key={what}>
                <PageLink path={path}>{t(what)}</PageLink>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {waiting.length > 0 && may.maySeeFiles && <ToFiles />}
    </>
  );
}

function NothingWaits({
  maySeeFiles,
  hasMandate,
  mayInvite,
}: Omit<StartOf, 'name' | 'waiting' | 'isUnkept' | 'isSilent' | 'isUntold'>): JSX.Element {
  const { t } = useWords();
  return (
    <Empty
      title={t('desk.start.empty')}
      why={maySeeFiles || !hasMandate ? t('desk.start.empty-why') : t('desk.start.empty-no-files')}
      next={
        maySeeFiles ? (
          <ToFiles />
        ) : (
          mayInvite && <PageLink path="/desk/people">{t('desk.people.place')}</PageLink>
        )
      }
    />
  );
}

function ToFiles(): JSX.Element {
  const { t } = useWords();
  return <PageLink path="/desk/files">{t('desk.start.files')}</PageLink>;
}
