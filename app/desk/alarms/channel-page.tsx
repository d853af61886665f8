import type { JSX } from 'preact';
import { readDueNow } from '../../store/index.ts';
import {
  type Answer,
  EMPTY_FORM,
  Field,
  type FieldProblem,
  type FormState,
  Note,
  notFound,
  PageHead,
  PageLink,
  Part,
  type PlainKey,
  redirectTo,
  showPage,
  Table,
  Tag,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { writeMoment } from '../journal/journal-table.tsx';
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
import { atDesk } from '../recovery/recovery-page.tsx';
import { proveAgain } from '../sign-in/prove-again.ts';
import { type ChannelState, endChannel, isSilent, isTarget, readChannel, setChannel } from './channel.ts';
import { type Delivery, listDeliveries } from './list-deliveries.ts';

const PATH = '/desk/alarms/channel';
/** Behind the names of what the form asks again that ends the channel. */
const ENDING: AgainSuffix = '-2';
const SHARED = { title: 'desk.channel.title', action: 'alarm.channel' } as const;

/** Where alarms are sent beside their page: set by whoever proves once more who they are, with a secret that is shown once. */
export const channelPages: readonly DeskPage[] = [
  deskPage({
    ...SHARED,
    path: PATH,
    method: 'get',
    place: 'desk.channel.place',
    render: (_visit, worker) => showChannel(worker, EMPTY_FORM),
  }),
  deskPage({
    ...SHARED,
    path: PATH,
    method: 'post',
    secrets: [...againSecrets(), ...againSecrets(ENDING)],
    render: takeChannel,
  }),
];

/** Whether this worker is to be told that alarms do not arrive where they are sent. */
export async function isChannelSilent({ door, desk }: Pick<SignedIn, 'door' | 'desk'>): Promise<boolean> {
  return door.read(async (transaction) => {
    const channel = await readChannel(transaction);
    return channel !== undefined && isSilent(channel, await readDueNow(transaction, desk.now()));
  });
}

async function takeChannel({ form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const { t } = words;
  const isEnd = form.get('do') === 'end';
  const address = (form.get('address') ?? '').trim();
  const problems: FieldProblem[] = [];
  if (!isEnd && (!isTarget(address) || address.length > 500))
    problems.push({ name: 'address', message: t('desk.channel.address-wrong') });
  if (problems.length === 0) {
    // Who has only a session could have alarms go elsewhere, or nowhere.
    const suffix = isEnd ? ENDING : '';
    const proven = await proveAgain(worker.desk, atDesk(worker), readAgain(worker, form, suffix));
    if (!proven.ok) problems.push({ name: `passphrase${suffix}`, message: t(NOT_PROVEN[proven.why]) });
  }
  if (problems.length > 0) {
    const state = { values: form, problems };
    return isEnd ? showChannel(worker, EMPTY_FORM, state) : showChannel(worker, state);
  }
  if (isEnd) return (await endChannel(worker)) ? redirectTo(PATH) : notFound();
  const made = await setChannel(worker, address);
  if (made.ok) return showPage(<NewSecret secret={made.secret} />);
  if (made.why !== 'no-sender') return notFound();
  return showChannel(worker, {
    values: form,
    problems: [{ name: 'address', message: t('desk.channel.no-sender') }],
  });
}

async function showChannel(
  worker: SignedIn,
  state: FormState,
  ending: FormState = EMPTY_FORM,
): Promise<Answer> {
  const channel = await worker.door.read(readChannel);
  const deliveries = await worker.door.read(listDeliveries);
  const now = await worker.door.read((transaction) => readDueNow(transaction, worker.desk.now()));
  const ask = askAgainOf(worker);
  const shown = { channel, deliveries, state, ending, token: worker.formToken, now, ask };
  const isWrong = state.problems.length + ending.problems.length > 0;
  return showPage(<ChannelView {...shown} />, {
    status: isWrong ? 422 : 200,
    script: ask.passkey && 'passkey',
  });
}

type ChannelOf = {
  channel: ChannelState | undefined;
  deliveries: readonly Delivery[];
  state: FormState;
  ending: FormState;
  token: string;
  now: Date;
  ask: AskedAgain;
};

function ChannelView(props: ChannelOf): JSX.Element {
  const { channel, deliveries, state, ending, token, now, ask } = props;
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.channel.title')} lede={t('desk.channel.lede')} />
      <Standing channel={channel} now={now} />
      <Part id="set" title={t(channel ? 'desk.channel.change' : 'desk.channel.set')}>
        <p>{t('desk.channel.set-lede')}</p>
        <DeskForm path={PATH} id="channel" token={token} state={state} next={t('desk.channel.next')}>
          <Field name="address" label={t('desk.channel.address')} hint={t('desk.channel.address-hint')} />
          <AgainFields ask={ask} />
        </DeskForm>
      </Part>
      {channel && (
        <Part id="end" title={t('desk.channel.end')}>
          <p>{t('desk.channel.end-lede')}</p>
          <DeskForm path={PATH} id="end-channel" token={token} state={ending} next={t('desk.channel.end')}>
            <input type="hidden" name="do" value="end" />
            <AgainFields ask={ask} suffix={ENDING} />
          </DeskForm>
        </Part>
      )}
      {deliveries.length > 0 && <Deliveries deliveries={deliveries} />}
    </div>
  );
}

function Standing({ channel, now }: Pick<ChannelOf, 'channel' | 'now'>): JSX.Element {
  const { t, language } = useWords();
  if (!channel) return <p>{t('desk.channel.none')}</p>;
  const arrived = channel.arrivedAt && (
    <p>
      {t('desk.channel.arrived')} <bdi>{writeMoment(channel.arrivedAt.toISOString(), language)}</bdi>
    </p>
  );
  if (!isSilent(channel, now)) return arrived ?? <p>{t('desk.channel.new')}</p>;
  return (
    <Note kind="safety" title={t('desk.channel.silent')}>
      {arrived}
      <p>{t('desk.channel.silent-advice')}</p>
    </Note>
  );
}

const OUTCOMES: Readonly<Record<Delivery['outcome'], PlainKey>> = {
  waiting: 'desk.channel.waiting',
  arrived: 'desk.channel.was-answered',
  taken: 'desk.channel.was-taken',
  refused: 'desk.channel.refused',
  guarded: 'desk.channel.unreached',
  unreached: 'desk.channel.unreached',
  'too-slow': 'desk.channel.unreached',
  'too-large': 'desk.channel.too-large',
  'no-key': 'desk.channel.no-key',
  replaced: 'desk.channel.replaced',
};

function Deliveries({ deliveries }: Pick<ChannelOf, 'deliveries'>): JSX.Element {
  const { t, language } = useWords();
  const columns = [
    { label: t('desk.channel.when') },
    { label: t('desk.channel.what') },
    { label: t('desk.channel.attempts'), isFigure: true },
    { label: t('desk.channel.outcome') },
  ];
  const rows = deliveries.map(({ madeAt, event, attempts, outcome }) => [
    <bdi key="when">{writeMoment(madeAt.toISOString(), language)}</bdi>,
    t(event === 'test' ? 'desk.channel.test' : 'desk.channel.alarm'),
    <bdi key="attempts">{attempts}</bdi>,
    <Tag key="outcome">{t(OUTCOMES[outcome])}</Tag>,
  ]);
  return (
    <Part id="sent" title={t('desk.channel.sent')}>
      <Table caption={t('desk.channel.sent')} isCaptionHidden columns={columns} rows={rows} />
    </Part>
  );
}

function NewSecret({ secret }: { secret: string }): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.channel.secret-title')} lede={t('desk.channel.secret-lede')} />
      <p class="keep">
        <bdi dir="ltr">{secret}</bdi>
      </p>
      <Note kind="safety" title={t('desk.keys.once-title')}>
        <p>{t('desk.channel.once')}</p>
      </Note>
      <p>
        <PageLink path={PATH}>{t('desk.channel.title')}</PageLink>
      </p>
    </div>
  );
}
