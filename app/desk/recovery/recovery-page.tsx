import type { ShareSet } from '@clew/seal';
import type { JSX } from 'preact';
import {
  type Answer,
  Carried,
  Choice,
  EMPTY_FORM,
  Field,
  type FormState,
  Note,
  notFound,
  PageHead,
  Pairs,
  Part,
  type PlainKey,
  redirectTo,
  showPage,
  useWords,
  type Visit,
} from '../../web/index.ts';
import {
  AgainFields,
  type AskedAgain,
  againSecrets,
  askAgainOf,
  NOT_PROVEN,
  readAgain,
} from '../pages/again-part.tsx';
import { DeskForm } from '../pages/desk-form.tsx';
import { type DeskPage, deskPage } from '../pages/desk-page.tsx';
import type { SignedIn } from '../pages/signed-in.ts';
import { proveAgain } from '../sign-in/prove-again.ts';
import { type ArrangementProblem, arrangementProblem, arrangeRecovery } from './arrange-recovery.ts';
import { type Colleague, readColleagues } from './colleagues.ts';
import { openCustody } from './custody.ts';
import { answerDrill } from './drill.ts';
import { findAsked, giveShare, type NotGiven } from './give-share.ts';

const ARRANGEMENT_WORDS: Readonly<Record<ArrangementProblem, PlainKey>> = {
  self: 'desk.recovery.wrong-unknown',
  unknown: 'desk.recovery.wrong-unknown',
  twice: 'desk.recovery.wrong-unknown',
  body: 'desk.recovery.wrong-body',
  needed: 'desk.recovery.wrong-needed',
  'one-body': 'desk.recovery.wrong-one-body',
};

const GIVING_WORDS: Readonly<Record<NotGiven, PlainKey>> = {
  'no-request': 'desk.recovery.no-request',
  'no-share': 'desk.recovery.no-share',
  unsound: 'desk.recovery.unsound',
  body: 'desk.recovery.other-body',
};

/** Whom a worker trusts for the day they lose their passphrase, and what they do for others who trust them. */
export const recoveryPages: readonly DeskPage[] = [
  deskPage({
    path: '/desk/recovery',
    method: 'get',
    action: 'recovery.read',
    title: 'desk.recovery.title',
    render: (_visit, worker) => showRecovery(worker, {}),
  }),
  deskPage({
    path: '/desk/recovery/arrange',
    method: 'post',
    action: 'recovery.arrange',
    title: 'desk.recovery.title',
    secrets: againSecrets(),
    render: takeArrangement,
  }),
  deskPage({
    path: '/desk/recovery/find',
    method: 'post',
    action: 'recovery.give',
    title: 'desk.recovery.title',
    render: async ({ form, words }, worker) => {
      const typed = form.get('digits') ?? '';
      const found = await findAsked(worker.desk, atDesk(worker), typed);
      if (found.ok) {
        const name = (await worker.names.worker(found.workerId)) ?? '';
        const { workerId, body } = found;
        return <Give {...{ name, typed, workerId, body, token: worker.formToken }} />;
      }
      const message = words.t(GIVING_WORDS[found.why]);
      return showRecovery(worker, { giving: { values: form, problems: [{ name: 'digits', message }] } });
    },
  }),
  deskPage({
    path: '/desk/recovery/give',
    method: 'post',
    action: 'recovery.give',
    title: 'desk.recovery.title',
    render: async ({ form, words }, worker) => {
      const asked = {
        ...{ typed: form.get('digits') ?? '', workerId: form.get('id') ?? '' },
        body: form.get('body') ?? '',
      };
      const given = await giveShare(worker.desk, atDesk(worker), asked);
      if (given.ok) return <Said title="desk.recovery.given" lede="desk.recovery.given-lede" />;
      const message = words.t(GIVING_WORDS[given.why]);
      return showRecovery(worker, { giving: { values: form, problems: [{ name: 'digits', message }] } });
    },
  }),
  deskPage({
    path: '/desk/recovery/drill',
    method: 'post',
    action: 'recovery.give',
    title: 'desk.recovery.title',
    render: async (_visit, worker) => {
      const answer = await answerDrill(atDesk(worker));
      if (!answer) return notFound();
      const isWell = answer.held === answer.shown;
      return (
        <Said
          title={isWell ? 'desk.recovery.shown' : 'desk.recovery.not-shown'}
          lede={isWell ? 'desk.recovery.shown-lede' : 'desk.recovery.unsound'}
        />
      );
    },
  }),
];

/**
 * Passphrase and second factor are asked for again: whoever has only a session would choose accomplices as custodians, and be brought back as
 * the worker. What is wrong with the choice is told first; nothing typed is lost but these.
 */
async function takeArrangement({ form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const colleagues = await readColleagues(worker);
  const custodians = colleagues.flatMap(({ workerId }) => {
    const body = (form.get(`body-${workerId}`) ?? '').trim();
    return body === '' ? [] : [{ workerId, body }];
  });
  const arrangement = { needed: Number(form.get('needed')), custodians };
  const refused = (name: string, message: PlainKey) =>
    showRecovery(worker, {
      arranging: { values: form, problems: [{ name, message: words.t(message) }] },
    });
  const why = arrangementProblem(worker.actor.workerId, arrangement);
  if (why) return refused('needed', ARRANGEMENT_WORDS[why]);
  const opened = await proveAgain(worker.desk, atDesk(worker), readAgain(worker, form));
  if (!opened.ok) return refused('passphrase', NOT_PROVEN[opened.why]);
  const made = await arrangeRecovery(worker.desk, atDesk(worker), arrangement);
  return made.ok ? redirectTo('/desk/recovery') : refused('needed', ARRANGEMENT_WORDS[made.why]);
}

/** A worker for what is done here. */
export function atDesk({ door, keys, session }: SignedIn) {
  return { door, keyring: keys, sessionId: session.sessionId };
}

type States = { arranging?: FormState; giving?: FormState };

async function showRecovery(worker: SignedIn, { arranging, giving }: States): Promise<Answer> {
  const { actor, formToken } = worker;
  const colleagues = (await readColleagues(worker)).filter(({ workerId }) => workerId !== actor.workerId);
  const set = await readOwnSet(worker);
  const ask = askAgainOf(worker);
  const props = { colleagues, set, token: formToken, arranging: arranging ?? EMPTY_FORM, ask };
  const isWrong = arranging !== undefined || giving !== undefined;
  return showPage(<Recovery {...props} giving={giving ?? EMPTY_FORM} />, {
    status: isWrong ? 422 : 200,
    script: ask.passkey && 'passkey',
  });
}

async function readOwnSet({ door, keys, actor }: SignedIn): Promise<ShareSet | undefined> {
  const { agencyId, workerId } = actor;
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.recovery_set')
      .select(['custody', 'generation'])
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .executeTakeFirst(),
  );
  return row && openCustody(keys, { agencyId, workerId }, row);
}

type RecoveryProps = {
  colleagues: readonly Colleague[];
  set: ShareSet | undefined;
  token: string;
  arranging: FormState;
  giving: FormState;
  ask: AskedAgain;
};

function Recovery({ colleagues, set, token, arranging, giving, ask }: RecoveryProps): JSX.Element {
  const { t, href } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.recovery.title')} lede={t('desk.recovery.lede')} />
      {set ? (
        <Custodians set={set} colleagues={colleagues} />
      ) : (
        <Note kind="worth-knowing" title={t('desk.recovery.none')}>
          <p>{t('desk.recovery.none-lede')}</p>
        </Note>
      )}
      <Part id="arrange" title={t('desk.recovery.arrange')}>
        <p>{t('desk.recovery.arrange-lede')}</p>
        <DeskForm
          id="arranging"
          path="/desk/recovery/arrange"
          token={token}
          state={arranging}
          next={t('desk.recovery.arrange-next')}
        >
          {colleagues.map(({ workerId, name }) => (
            <Field key={workerId} name={`body-${workerId}`} label={t('desk.recovery.body', { name })} />
          ))}
          <Choice
            name="needed"
            label={t('desk.recovery.needed')}
            look="select"
            options={['2', '3', '4', '5'].map((value) => ({ value, label: value }))}
          />
          <AgainFields ask={ask} />
        </DeskForm>
      </Part>
      <Part id="give" title={t('desk.recovery.give')}>
        <p>{t('desk.recovery.give-lede')}</p>
        <DeskForm
          id="giving"
          path="/desk/recovery/find"
          token={token}
          state={giving}
          next={t('desk.recovery.give-next')}
        >
          <Field name="digits" label={t('desk.recover.digits')} />
        </DeskForm>
      </Part>
      <Part id="drill" title={t('desk.recovery.drill')}>
        <p>{t('desk.recovery.drill-lede')}</p>
        <form method="post" action={href('/desk/recovery/drill')}>
          <Carried values={[['form-token', token]]} />
          <p class="btns">
            <button type="submit" class="btn">
              {t('desk.recovery.drill-next')}
            </button>
          </p>
        </form>
      </Part>
    </div>
  );
}

function Custodians({ set, colleagues }: { set: ShareSet; colleagues: readonly Colleague[] }): JSX.Element {
  const { t } = useWords();
  const nameOf = (id: string) => colleagues.find(({ workerId }) => workerId === id)?.name ?? '';
  return (
    <Part id="arranged" title={t('desk.recovery.arranged')}>
      <p>{t('desk.recovery.arranged-lede', { needed: set.needed, of: set.holders.length })}</p>
      <Pairs pairs={set.holders.map(({ custodianId, body }) => ({ term: nameOf(custodianId), body }))} />
    </Part>
  );
}

type GiveProps = { name: string; typed: string; workerId: string; body: string; token: string };

function Give({ name, typed, workerId, body, token }: GiveProps): JSX.Element {
  const { t, rich } = useWords();
  return (
    <div class="read">
      <PageHead
        title={rich('desk.recovery.sure', { name, b: (inner) => <bdi>{inner}</bdi> })}
        lede={t('desk.recovery.sure-lede')}
      />
      <DeskForm
        path="/desk/recovery/give"
        token={token}
        state={EMPTY_FORM}
        next={t('desk.recovery.sure-next')}
      >
        <Carried
          values={[
            ['digits', typed],
            ['id', workerId],
          ]}
        />
        <Choice
          name="body"
          label={t('desk.recovery.own-body')}
          options={[
            { value: body, label: body },
            { value: '-', label: t('desk.recovery.no-body') },
          ]}
        />
      </DeskForm>
    </div>
  );
}

/** What was done, in a title and a sentence. */
function Said({ title, lede }: { title: PlainKey; lede: PlainKey }): JSX.Element {
  const { t } = useWords();
  return <PageHead title={t(title)} lede={t(lede)} />;
}
