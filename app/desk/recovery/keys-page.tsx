import { fingerprintOf } from '@clew/seal';
import type { JSX } from 'preact';
import {
  type Answer,
  Button,
  Carried,
  Choice,
  EMPTY_FORM,
  Field,
  type FormState,
  formStatus,
  PageHead,
  Part,
  type PlainKey,
  redirectTo,
  showPage,
  Table,
  Tag,
  useWords,
} from '../../web/index.ts';
import {
  AgainFields,
  type AgainSuffix,
  type AskedAgain,
  againSecrets,
  askAgainOf,
  NOT_PROVEN,
  readAgain,
} from '../pages/again-part.tsx';
import { DeskForm } from '../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../pages/desk-page.tsx';
import type { SignedIn } from '../pages/signed-in.ts';
import { FORM_TOKEN, SIGNED_OUT } from '../session/ticket.ts';
import { type Colleague, readColleagues } from './colleagues.ts';
import { completeKeys, type NotCompleted } from './complete-keys.ts';
import { confirmKeys, type NotConfirmed } from './confirm-keys.ts';
import { type DrillLine, type DrillReport, openDrill, readDrill } from './drill.ts';
import { proposeKeys } from './propose-keys.ts';
import { atDesk } from './recovery-page.tsx';
import { giveBack, withdrawKeys } from './withdraw-keys.ts';

const CHANGE_WORDS: Readonly<Record<NotCompleted, PlainKey>> = {
  ...NOT_PROVEN,
  none: 'desk.key-change.none',
  unconfirmed: 'desk.key-change.unconfirmed',
  changed: 'desk.key-change.changed',
};

const CONFIRM_WORDS: Readonly<Record<NotConfirmed, PlainKey>> = {
  oneself: 'desk.key-change.oneself',
  none: 'desk.key-change.no-new',
  'no-administrator': 'desk.forbidden',
  fingerprint: 'desk.key-change.other-digits',
  unsigned: 'desk.key-change.unsigned',
};

/** Behind the names of what the form asks again that puts new keys in place. */
const COMPLETING: AgainSuffix = '-2';

const DRILL_WORDS: Readonly<Record<DrillLine['state'], PlainKey>> = {
  none: 'desk.drill.none',
  unsound: 'desk.drill.unsound',
  short: 'desk.drill.short',
  well: 'desk.drill.well',
};

/** A worker's own change of keys. */
export const ownKeysPages: readonly DeskPage[] = [
  deskPage({
    path: '/desk/you/keys',
    method: 'get',
    action: 'self.rotate-keys',
    title: 'desk.key-change.title',
    render: (_visit, worker) => showOwn(worker, {}),
  }),
  deskPage({
    path: '/desk/you/keys',
    method: 'post',
    action: 'self.rotate-keys',
    title: 'desk.key-change.title',
    secrets: againSecrets(),
    render: async ({ form, words }, worker) => {
      const made = await proposeKeys(worker.desk, atDesk(worker), readAgain(worker, form));
      if (made.ok) return redirectTo('/desk/you/keys');
      return showOwn(worker, { proposing: wrong('passphrase', words.t(CHANGE_WORDS[made.why])) });
    },
  }),
  deskPage({
    path: '/desk/you/keys/complete',
    method: 'post',
    action: 'self.rotate-keys',
    title: 'desk.key-change.title',
    secrets: againSecrets(COMPLETING),
    render: async ({ form, words }, worker) => {
      const again = readAgain(worker, form, COMPLETING);
      const made = await completeKeys(worker.desk, atDesk(worker), again);
      if (made.ok) return redirectTo('/desk/sign-in', SIGNED_OUT);
      return showOwn(worker, {
        completing: wrong(`passphrase${COMPLETING}`, words.t(CHANGE_WORDS[made.why])),
      });
    },
  }),
];

/** What administrators do about keys: rehearse recovery, sign new keys, withdraw those of a stolen machine. */
export const keysPages: readonly DeskPage[] = [
  deskPage({
    path: '/desk/keys',
    method: 'get',
    action: 'keys.read',
    title: 'desk.drill.title',
    place: 'desk.drill.place',
    render: (_visit, worker) => showKeys(worker),
  }),
  deskPage({
    path: '/desk/keys/drill',
    method: 'post',
    action: 'keys.drill',
    title: 'desk.drill.title',
    render: async (_visit, worker) => {
      await openDrill(worker.desk, atDesk(worker));
      return redirectTo('/desk/keys');
    },
  }),
  deskPage({
    path: '/desk/keys/confirm',
    method: 'post',
    action: 'keys.rotate',
    title: 'desk.drill.title',
    render: async ({ form, words }, worker) => {
      const workerId = await idOf(worker, form.get('who'));
      const made = await confirmKeys(atDesk(worker), { workerId, typed: form.get('digits') ?? '' });
      if (made.ok) return redirectTo('/desk/keys');
      const problems = [{ name: 'digits', message: words.t(CONFIRM_WORDS[made.why]) }];
      return showKeys(worker, { values: form, problems });
    },
  }),
  deskPage({
    path: '/desk/keys/withdraw',
    method: 'post',
    action: 'keys.rotate',
    title: 'desk.drill.title',
    render: async ({ form }, worker) => {
      await withdrawKeys(worker.desk, atDesk(worker), await idOf(worker, form.get('whose')));
      return redirectTo('/desk/keys');
    },
  }),
  deskPage({
    path: '/desk/keys/give-back',
    method: 'post',
    action: 'keys.rotate',
    title: 'desk.drill.title',
    render: async ({ form }, worker) => {
      await giveBack(atDesk(worker), await idOf(worker, form.get('back')));
      return redirectTo('/desk/keys');
    },
  }),
];

function wrong(name: string, message: string): FormState {
  return { values: new URLSearchParams(), problems: [{ name, message }] };
}

/** A colleague's id as a form sent it; one that nobody has where it is none. */
async function idOf(worker: SignedIn, given: string | null): Promise<string> {
  const found = (await readColleagues(worker)).find(({ workerId }) => workerId === given);
  return found?.workerId ?? '00000000-0000-0000-0000-000000000000';
}

type OwnStates = { proposing?: FormState; completing?: FormState };

async function showOwn(worker: SignedIn, { proposing, completing }: OwnStates): Promise<Answer> {
  const { door, actor, formToken } = worker;
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.key_change')
      .select(['recipient', 'verify_key', 'roster_signature'])
      .where('agency_id', '=', actor.agencyId)
      .where('worker_id', '=', actor.workerId)
      .executeTakeFirst(),
  );
  const waiting = row && {
    digits: fingerprintOf(row.recipient + row.verify_key),
    isSigned: row.roster_signature !== null,
  };
  const ask = askAgainOf(worker);
  const props = { waiting, ask, proposing: proposing ?? EMPTY_FORM, completing: completing ?? EMPTY_FORM };
  return showPage(<Own token={formToken} {...props} />, {
    status: (proposing ?? completing) ? 422 : 200,
    script: ask.passkey && 'passkey',
  });
}

type OwnProps = {
  token: string;
  waiting: { digits: string; isSigned: boolean } | undefined;
  proposing: FormState;
  completing: FormState;
  ask: AskedAgain;
};

function Own({ token, waiting, proposing, completing, ask }: OwnProps): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.key-change.title')} lede={t('desk.key-change.lede')} />
      {waiting && (
        <Part id="waiting" title={t('desk.key-change.digits')}>
          <p>{waiting.isSigned ? t('desk.key-change.signed') : t('desk.key-change.waiting')}</p>
          <p class="keep">
            <bdi dir="ltr">{waiting.digits}</bdi>
          </p>
          {waiting.isSigned && (
            <DeskForm
              id="completing"
              path="/desk/you/keys/complete"
              token={token}
              state={completing}
              next={t('desk.key-change.complete')}
            >
              <AgainFields ask={ask} suffix={COMPLETING} />
            </DeskForm>
          )}
        </Part>
      )}
      <Part id="new" title={t('desk.key-change.new')}>
        <DeskForm
          id="proposing"
          path="/desk/you/keys"
          token={token}
          state={proposing}
          next={t('desk.key-change.propose')}
        >
          <AgainFields ask={ask} />
        </DeskForm>
      </Part>
    </div>
  );
}

async function showKeys(worker: SignedIn, state: FormState = EMPTY_FORM): Promise<Answer> {
  const colleagues = await readColleagues(worker);
  const report = await readDrill(atDesk(worker));
  const rows = await worker.door.read((transaction) =>
    transaction
      .selectFrom('clew.shut_worker')
      .select('worker_id')
      .where('agency_id', '=', worker.actor.agencyId)
      .execute(),
  );
  const shut = colleagues.filter(({ workerId }) => rows.some(({ worker_id }) => worker_id === workerId));
  return showPage(<Keys {...{ colleagues, shut, report, state, token: worker.formToken }} />, {
    status: formStatus(state),
  });
}

type KeysProps = {
  colleagues: readonly Colleague[];
  shut: readonly Colleague[];
  report: DrillReport | undefined;
  state: FormState;
  token: string;
};

function Keys({ colleagues, shut, report, state, token }: KeysProps): JSX.Element {
  const { t, href } = useWords();
  const options = colleagues.map(({ workerId, name }) => ({ value: workerId, label: name }));
  return (
    <>
      <PageHead title={t('desk.drill.title')} lede={t('desk.drill.lede')} />
      {report && <Report report={report} colleagues={colleagues} />}
      <form method="post" action={href('/desk/keys/drill')}>
        <Carried values={[[FORM_TOKEN, token]]} />
        <p class="btns">
          <Button>{t('desk.drill.next')}</Button>
        </p>
      </form>
      <Part id="confirm" title={t('desk.key-change.confirm')}>
        <p>{t('desk.key-change.confirm-lede')}</p>
        <DeskForm
          id="confirming"
          path="/desk/keys/confirm"
          token={token}
          state={state}
          next={t('desk.key-change.confirm-next')}
        >
          <Choice name="who" label={t('desk.key-change.who')} look="select" options={options} />
          <Field name="digits" label={t('desk.key-change.digits')} />
        </DeskForm>
      </Part>
      <Part id="withdraw" title={t('desk.key-change.withdraw')}>
        <p>{t('desk.key-change.withdraw-lede')}</p>
        <DeskForm
          id="withdrawing"
          path="/desk/keys/withdraw"
          token={token}
          state={EMPTY_FORM}
          next={t('desk.key-change.withdraw-next')}
        >
          <Choice name="whose" label={t('desk.key-change.who')} look="select" options={options} />
        </DeskForm>
      </Part>
      {shut.length > 0 && (
        <Part id="shut" title={t('desk.key-change.shut')}>
          <p>{t('desk.key-change.shut-lede')}</p>
          <DeskForm
            id="giving-back"
            path="/desk/keys/give-back"
            token={token}
            state={EMPTY_FORM}
            next={t('desk.key-change.give-back')}
          >
            <Choice
              name="back"
              label={t('desk.key-change.who')}
              look="select"
              options={shut.map(({ workerId, name }) => ({ value: workerId, label: name }))}
            />
          </DeskForm>
        </Part>
      )}
    </>
  );
}

function Report({
  report,
  colleagues,
}: {
  report: DrillReport;
  colleagues: readonly Colleague[];
}): JSX.Element {
  const { t } = useWords();
  const nameOf = (id: string) => colleagues.find(({ workerId }) => workerId === id)?.name ?? '';
  return (
    <Table
      caption={t('desk.drill.title')}
      isCaptionHidden
      columns={[
        { label: t('desk.enrol.name') },
        { label: t('desk.drill.shown') },
        { label: t('desk.drill.state') },
      ]}
      rows={report.lines.map(({ workerId, state, needed, shown }) => [
        <bdi key="name">{nameOf(workerId)}</bdi>,
        needed === 0 ? '' : t('desk.drill.count', { shown, needed }),
        <Tag key="state" {...(state === 'well' ? {} : { kind: state === 'short' ? 'doubt' : 'danger' })}>
          {t(DRILL_WORDS[state])}
        </Tag>,
      ])}
    />
  );
}
