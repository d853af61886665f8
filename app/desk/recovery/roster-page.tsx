import type { JSX } from 'preact';
import {
  type Answer,
  Button,
  Carried,
  EMPTY_FORM,
  Field,
  type FormState,
  formStatus,
  Note,
  PageHead,
  Part,
  type PlainKey,
  redirectTo,
  showPage,
  Tick,
  useWords,
  type Words,
} from '../../web/index.ts';
import { DeskForm } from '../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../pages/desk-page.tsx';
import { roleLabel } from '../pages/role-words.ts';
import { Roles } from '../pages/roles-line.tsx';
import type { SignedIn } from '../pages/signed-in.ts';
import { mayAtAll } from '../policy/index.ts';
import { readEverybody } from '../roles/administrators.ts';
import { listRoles, type NamedRole } from '../roles/change-role.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import { type Colleague, readColleagues } from './colleagues.ts';
import { completeRoster, listDoubtful } from './complete-roster.ts';
import type { DoubtfulRight } from './doubtful-rights.ts';
import {
  confirmRoster,
  type NotRenewed,
  type PreparedRenewal,
  prepareRoster,
  readPrepared,
  takeBackRoster,
} from './renew-roster.ts';

const TITLE = 'desk.roster.title';
const PATH = '/desk/keys/roster';

/** Making anew the key that signs who is a colleague: an administrator and somebody else, in three steps. */
export const rosterPages: readonly DeskPage[] = [
  deskPage({
    path: PATH,
    method: 'get',
    action: 'worker.confirm',
    title: TITLE,
    render: (_visit, worker) => showRoster(worker),
  }),
  deskPage({
    path: '/desk/keys/roster/prepare',
    method: 'post',
    action: 'keys.rotate',
    title: TITLE,
    render: async ({ words }, worker) => goOn(worker, words, await prepareRoster(worker)),
  }),
  deskPage({
    path: '/desk/keys/roster/take-back',
    method: 'post',
    action: 'keys.rotate',
    title: TITLE,
    render: async ({ words }, worker) => goOn(worker, words, await takeBackRoster(worker)),
  }),
  deskPage({
    path: '/desk/keys/roster/confirm',
    method: 'post',
    action: 'worker.confirm',
    title: TITLE,
    render: async ({ form, words }, worker) => {
      const done = await confirmRoster(worker, form.get('digits') ?? '');
      return goOn(worker, words, done, form);
    },
  }),
  deskPage({
    path: '/desk/keys/roster/complete',
    method: 'post',
    action: 'keys.rotate',
    title: TITLE,
    render: async ({ form, words }, worker) => {
      const done = await completeRoster(worker, form.getAll('keep'));
      return goOn(worker, words, done, form);
    },
  }),
];

type Done = { ok: true } | { ok: false; why: NotRenewed | 'confirm' };

function goOn(worker: SignedIn, words: Words, done: Done, form = new URLSearchParams()) {
  if (done.ok) return redirectTo(PATH);
  const message = words.t(REFUSED.get(done.why) ?? 'desk.forbidden');
  return showRoster(worker, { values: form, problems: [{ name: 'digits', message }] });
}

const REFUSED: ReadonlyMap<string, PlainKey> = new Map([
  ['no-key', 'desk.roster.no-key'],
  ['waiting', 'desk.roster.already'],
  ['gone', 'desk.roster.gone'],
  ['digits', 'desk.key-change.other-digits'],
  ['confirm', 'desk.roster.unconfirmed'],
]);

async function showRoster(worker: SignedIn, state: FormState = EMPTY_FORM): Promise<Answer> {
  const prepared = await readPrepared(worker);
  const mayMake = mayAtAll(worker.actor, 'keys.rotate');
  const isMine = prepared?.preparedBy === worker.actor.workerId;
  const doubtful = isMine && prepared.isConfirmed ? await listDoubtful(worker) : [];
  const props = { ...{ prepared, mayMake, isMine, doubtful, state }, token: worker.formToken };
  const colleagues = await readColleagues(worker);
  const roles = await listRoles(worker);
  const confirming = roles.filter(({ permissions }) => permissions.includes('worker.confirm'));
  const everybody = await worker.door.read((transaction) => readEverybody(transaction, worker.keys.pins));
  const isAlone = ![...everybody].some(
    ([id, rights]) =>
      id !== worker.actor.workerId && confirming.some((role) => rights.roles.includes(role.id)),
  );
  return showPage(<Roster {...props} {...{ colleagues, roles, isAlone }} />, {
    status: formStatus(state),
  });
}

type Props = {
  prepared: PreparedRenewal | undefined;
  mayMake: boolean;
  isMine: boolean;
  doubtful: readonly DoubtfulRight[];
  colleagues: readonly Colleague[];
  roles: readonly NamedRole[];
  /** Whether nobody else is there who may be the second person. */
  isAlone: boolean;
  state: FormState;
  token: string;
};

function Roster(props: Props): JSX.Element {
  const { prepared, mayMake, isMine, isAlone, state, token } = props;
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t(TITLE)} lede={t('desk.roster.lede')} />
      {state.problems.map(({ message }) => (
        <p key={message} role="alert">
          {message}
        </p>
      ))}
      {mayMake && isAlone && (
        <Note kind="safety" title={t('desk.roster.alone')}>
          <p>{t('desk.roster.alone-why')}</p>
        </Note>
      )}
      {!prepared &&
        (mayMake ? (
          <Press {...{ token }} path="prepare" word="desk.roster.prepare" />
        ) : (
          <p>{t('desk.roster.none')}</p>
        ))}
      {prepared && isMine && <OfMine {...props} prepared={prepared} />}
      {prepared && !isMine && <OfOthers {...props} prepared={prepared} />}
      {prepared && mayMake && <Press {...{ token }} path="take-back" word="desk.roster.take-back" />}
    </div>
  );
}

function Press({ path, word, token }: { path: string; word: PlainKey; token: string }): JSX.Element {
  const { t, href } = useWords();
  return (
    <form method="post" action={href(`${PATH}/${path}`)}>
      <Carried values={[[FORM_TOKEN, token]]} />
      <p class="btns">
        <Button>{t(word)}</Button>
      </p>
    </form>
  );
}

function OfMine({ prepared, doubtful, colleagues, roles, token }: Props & { prepared: PreparedRenewal }) {
  const { t } = useWords();
  if (!prepared.isConfirmed)
    return (
      <Part id="digits" title={t('desk.key-change.digits')}>
        <p>{t('desk.roster.read-out')}</p>
        <p class="keep">
          <bdi dir="ltr">{prepared.digits}</bdi>
        </p>
      </Part>
    );
  return (
    <Part id="complete" title={t('desk.roster.complete-title')}>
      <p>{t('desk.roster.complete-lede')}</p>
      <DeskForm path={`${PATH}/complete`} token={token} state={EMPTY_FORM} next={t('desk.roster.complete')}>
        {doubtful.length > 0 && (
          <fieldset class="field">
            <legend>{t('desk.roster.doubtful')}</legend>
            <p class="hint">{t('desk.roster.doubtful-hint')}</p>
            {doubtful.map((right) => (
              <Tick
                key={right.id}
                name="keep"
                value={right.id}
                label={<Right {...{ right, colleagues, roles }} />}
              />
            ))}
          </fieldset>
        )}
      </DeskForm>
    </Part>
  );
}

function Right(props: { right: DoubtfulRight } & Pick<Props, 'colleagues' | 'roles'>): JSX.Element {
  const { right, colleagues, roles } = props;
  const words = useWords();
  const { given, givenBy } = right;
  const nameOf = (id: string) =>
    colleagues.find(({ workerId }) => workerId === id)?.name ?? words.t('desk.roster.gone-by');
  const what =
    'role' in given
      ? roleLabel(words, roles.find(({ id }) => id === given.role) ?? { id: given.role, name: undefined })
      : words.t('desk.roster.place');
  return (
    <>
      <bdi>{nameOf(given.workerId)}</bdi>: <bdi>{what}</bdi> ({words.t('desk.roster.given-by')}{' '}
      <bdi>{nameOf(givenBy)}</bdi>)
    </>
  );
}

function OfOthers({ prepared, colleagues, roles, state, token }: Props & { prepared: PreparedRenewal }) {
  const { t } = useWords();
  const name = colleagues.find(({ workerId }) => workerId === prepared.preparedBy)?.name ?? '';
  return (
    <Part id="confirm" title={t('desk.roster.confirm-title')}>
      <p>
        {t('desk.roster.prepared-by')} <bdi>{name}</bdi>. <Roles roles={prepared.roles} all={roles} />
      </p>
      {prepared.isConfirmed ? (
        <p>{t('desk.roster.confirmed')}</p>
      ) : (
        <DeskForm path={`${PATH}/confirm`} token={token} state={state} next={t('desk.roster.confirm')}>
          <Field name="digits" label={t('desk.key-change.digits')} hint={t('desk.roster.confirm-hint')} />
        </DeskForm>
      )}
    </Part>
  );
}
