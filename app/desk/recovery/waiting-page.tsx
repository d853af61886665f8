import type { JSX } from 'preact';
import { type Answer, EMPTY_FORM, PageHead, Part, redirectTo, Table, useWords } from '../../web/index.ts';
import { readOwnWaiting, renewWaiting } from '../file/index.ts';
import { DeskForm } from '../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../pages/desk-page.tsx';
import type { SignedIn } from '../pages/signed-in.ts';
import { mayAtAll } from '../policy/index.ts';
import { type Colleague, readColleagues } from './colleagues.ts';
import { atDesk } from './recovery-page.tsx';
import { renewWaitingAgencyKey } from './renew-agency-key.ts';
import { readWaitingKeys, type WaitingKeys } from './waiting-keys.ts';

const SHARED = {
  path: '/desk/you/keys/waiting',
  action: 'self.rotate-keys',
  title: 'desk.waiting-keys.title',
} as const;

/** Keys that wait to be made anew after a machine was stolen: one's own, and for administrators whose deed the others wait for. */
export const waitingPages: readonly DeskPage[] = [
  deskPage({ ...SHARED, method: 'get', render: (_visit, worker) => showWaiting(worker) }),
  deskPage({
    ...SHARED,
    method: 'post',
    render: async (_visit, worker) => {
      await renewWaitingAgencyKey(worker);
      await renewWaiting(filesOf(worker));
      return redirectTo('/desk/you/keys/waiting');
    },
  }),
];

/** A worker at their files. */
export function filesOf({ actor, keys, door, desk }: SignedIn) {
  return { actor, keys, door, now: desk.now, random: desk.random };
}

async function showWaiting(worker: SignedIn): Promise<Answer> {
  const own = (await readOwnWaiting(filesOf(worker))).length;
  const all = mayAtAll(worker.actor, 'keys.read') ? await readWaitingKeys(atDesk(worker)) : undefined;
  const colleagues = all ? await readColleagues(worker) : [];
  return <Waiting {...{ own, all, colleagues, token: worker.formToken }} />;
}

type WaitingProps = {
  own: number;
  all: WaitingKeys | undefined;
  colleagues: readonly Colleague[];
  token: string;
};

function Waiting({ own, all, colleagues, token }: WaitingProps): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.waiting-keys.title')} lede={t('desk.waiting-keys.lede')} />
      <p>{t('desk.waiting-keys.own', { parts: own })}</p>
      {(own > 0 || all?.agency) && (
        <DeskForm
          path="/desk/you/keys/waiting"
          token={token}
          state={EMPTY_FORM}
          next={t('desk.waiting-keys.renew')}
        >
          {undefined}
        </DeskForm>
      )}
      {all && <OfAll all={all} colleagues={colleagues} />}
    </div>
  );
}

function OfAll({ all, colleagues }: { all: WaitingKeys; colleagues: readonly Colleague[] }): JSX.Element {
  const { t } = useWords();
  const nameOf = (id: string) => colleagues.find(({ workerId }) => workerId === id)?.name ?? '';
  return (
    <Part id="all" title={t('desk.waiting-keys.all')}>
      <p>{t('desk.waiting-keys.parts', { parts: all.parts })}</p>
      {all.stuck > 0 && <p>{t('desk.waiting-keys.stuck', { parts: all.stuck })}</p>}
      {all.agency && <p>{t('desk.waiting-keys.agency')}</p>}
      {all.roster && <p>{t('desk.waiting-keys.roster')}</p>}
      {all.names && <p>{t('desk.waiting-keys.names')}</p>}
      {all.people.length > 0 && (
        <Table
          caption={t('desk.waiting-keys.all')}
          isCaptionHidden
          columns={[{ label: t('desk.enrol.name') }, { label: t('desk.waiting-keys.count') }]}
          rows={all.people.map(({ workerId, parts }) => [
            <bdi key="name">{nameOf(workerId)}</bdi>,
            String(parts),
          ])}
        />
      )}
    </Part>
  );
}
