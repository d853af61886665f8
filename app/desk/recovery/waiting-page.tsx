import type { JSX } from 'preact';
import { type Answer, EMPTY_FORM, PageHead, Part, redirectTo, Table, useWords } from '../../web/index.ts';
import {
  countOldCodeNames,
  readOwnNames,
  readOwnWaiting,
  renewCodeNames,
  renewNames,
  renewWaiting,
} from '../file/index.ts';
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
      await renewSome(worker);
      return redirectTo('/desk/you/keys/waiting');
    },
  }),
];

/** So many files with one press: it can be pressed again, and nothing is half done where it is not. */
const STEP = 20;

/**
 * Makes anew what waits for this worker and was theirs to make: the agency's key, code names, parts of files, names; of each as much
 * as one step holds. Returns how much that was.
 */
export async function renewSome(worker: SignedIn): Promise<{ parts: number; names: number; codes: number }> {
  await renewWaitingAgencyKey(worker);
  const files = filesOf(worker);
  const parts = await renewWaiting(files, STEP);
  const names = await renewNames(files, STEP);
  const codes = mayAtAll(worker.actor, 'keys.rotate') ? await renewCodeNames(files, 10 * STEP) : 0;
  return { parts, names, codes };
}

/** What waits for this worker's own hand. */
export async function readOwn(worker: SignedIn): Promise<OwnWaiting> {
  const files = filesOf(worker);
  const names = await readOwnNames(files);
  return {
    parts: (await readOwnWaiting(files)).length,
    names: names.files.length,
    searchKey: names.key,
    codes: mayAtAll(worker.actor, 'keys.rotate') ? await countOldCodeNames(files) : 0,
  };
}

/** How many parts of files, files to be found anew, and code names; whether the key by which names are found waits. */
type OwnWaiting = { parts: number; names: number; searchKey: boolean; codes: number };

/** A worker at their files. */
function filesOf({ actor, keys, door, desk }: SignedIn) {
  return { actor, keys, door, now: desk.now, random: desk.random };
}

async function showWaiting(worker: SignedIn): Promise<Answer> {
  const own = await readOwn(worker);
  const all = mayAtAll(worker.actor, 'keys.read') ? await readWaitingKeys(atDesk(worker)) : undefined;
  const colleagues = all ? await readColleagues(worker) : [];
  return <Waiting {...{ own, all, colleagues, token: worker.formToken }} />;
}

type WaitingProps = {
  own: OwnWaiting;
  all: WaitingKeys | undefined;
  colleagues: readonly Colleague[];
  token: string;
};

function Waiting({ own, all, colleagues, token }: WaitingProps): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.waiting-keys.title')} lede={t('desk.waiting-keys.lede')} />
      <p>{t('desk.waiting-keys.own', { parts: own.parts })}</p>
      {own.searchKey && <p>{t('desk.waiting-keys.search-key')}</p>}
      {own.names > 0 && <p>{t('desk.waiting-keys.own-names', { files: own.names })}</p>}
      {own.codes > 0 && <p>{t('desk.waiting-keys.codes', { files: own.codes })}</p>}
      {(own.parts + own.names + own.codes > 0 || own.searchKey || all?.agency) && (
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
  const { t, href } = useWords();
  const nameOf = (id: string) => colleagues.find(({ workerId }) => workerId === id)?.name ?? '';
  return (
    <Part id="all" title={t('desk.waiting-keys.all')}>
      <p>{t('desk.waiting-keys.parts', { parts: all.parts })}</p>
      {all.stuck > 0 && <p>{t('desk.waiting-keys.stuck', { parts: all.stuck })}</p>}
      {all.agency && <p>{t('desk.waiting-keys.agency')}</p>}
      {all.roster && (
        <p>
          {t('desk.waiting-keys.roster')} <a href={href('/desk/keys/roster')}>{t('desk.roster.title')}</a>
        </p>
      )}
      {all.names && <p>{t('desk.waiting-keys.names')}</p>}
      {all.nameFiles > 0 && <p>{t('desk.waiting-keys.name-files', { files: all.nameFiles })}</p>}
      {all.people.length > 0 && (
        <Table
          caption={t('desk.waiting-keys.all')}
          isCaptionHidden
          columns={[
            { label: t('desk.enrol.name') },
            { label: t('desk.waiting-keys.count') },
            { label: t('desk.waiting-keys.name-count') },
          ]}
          rows={all.people.map(({ workerId, parts, names }) => [
            <bdi key="name">{nameOf(workerId)}</bdi>,
            String(parts),
            String(names),
          ])}
        />
      )}
    </Part>
  );
}
