import { randomUUID } from 'node:crypto';
import type { JSX } from 'preact';
import { z } from 'zod';
import {
  type Answer,
  Button,
  Choice,
  DateText,
  EMPTY_FORM,
  Empty,
  Field,
  type FieldProblem,
  type FormState,
  formStatus,
  Note,
  notFound,
  PageHead,
  Part,
  type PlainKey,
  redirectTo,
  showPage,
  Table,
  Tag,
  Tick,
  useWords,
  type Visit,
} from '../../web/index.ts';
import { deedLabel } from '../journal/deed-words.ts';
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
import { mayAtAll } from '../policy/index.ts';
import { FORM_TOKEN } from '../session/ticket.ts';
import { LONGEST_PURPOSE, makeToken, type NotMade, TOKEN_DAYS } from './make-token.ts';
import { revokeToken, type ShownToken, showOwnTokens } from './own-tokens.ts';
import { TOKEN_ACTIONS, type TokenAction } from './token-actions.ts';

const path = '/desk/you/tokens';
const SHARED = { title: 'desk.tokens.title' } as const;

/** A worker's tokens: what they are for, until when, when last used; making one, once, and ending one. */
export const tokenPages: readonly DeskPage[] = [
  deskPage({
    ...SHARED,
    ...{ path, method: 'get', action: 'token.read' },
    render: (_visit, worker) => showTokens(worker, EMPTY_FORM),
  }),
  deskPage({
    ...SHARED,
    ...{ path: '/desk/you/tokens/make', method: 'post', action: 'token.make', secrets: againSecrets() },
    render: takeForm,
  }),
  deskPage({
    ...SHARED,
    ...{ path: '/desk/you/tokens/end', method: 'post', action: 'token.revoke' },
    render: async ({ form }, worker) => {
      const token = z.uuid().safeParse(form.get('token'));
      const ended = token.success && (await revokeToken(worker, token.data));
      return ended ? redirectTo(path) : notFound();
    },
  }),
];

const REFUSAL_WORDS: Readonly<Record<NotMade, PlainKey>> = {
  ...NOT_PROVEN,
  made: 'desk.tokens.made-before',
  many: 'desk.tokens.many',
};

async function takeForm({ form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const tokenId = z.uuid().safeParse(form.get('token'));
  const purpose = (form.get('purpose') ?? '').trim();
  const actions = choosable(worker).filter((name) => form.getAll('may').includes(name));
  const days = TOKEN_DAYS.find((one) => String(one) === form.get('days'));
  const problems: FieldProblem[] = [];
  const wrong = (name: string, message: string) => problems.push({ name, message });
  if (purpose === '' || purpose.length > LONGEST_PURPOSE)
    wrong('purpose', words.t('desk.tokens.purpose-wrong', { max: LONGEST_PURPOSE }));
  if (actions.length === 0) wrong('may', words.t('desk.tokens.may-wrong'));
  if (days === undefined) wrong('days', words.t('desk.tokens.days-wrong'));
  if (problems.length > 0 || days === undefined || !tokenId.success)
    return showTokens(worker, { values: form, problems });
  const again = readAgain(worker, form);
  const made = await makeToken(worker, { tokenId: tokenId.data, purpose, actions, days, again });
  if (made.ok) return showPage(<Made text={made.text} />);
  return showTokens(worker, {
    values: form,
    problems: [{ name: 'passphrase', message: words.t(REFUSAL_WORDS[made.why]) }],
  });
}

/** What this worker could have a token do: nothing that they may not do themselves. */
function choosable({ actor }: SignedIn): TokenAction[] {
  return TOKEN_ACTIONS.filter((name) => mayAtAll(actor, name));
}

async function showTokens(worker: SignedIn, state: FormState): Promise<Answer> {
  const tokens = await showOwnTokens(worker);
  const ask = askAgainOf(worker);
  const props = { tokens, state, token: worker.formToken, actions: choosable(worker), ask };
  return showPage(<Tokens {...props} />, {
    status: formStatus(state),
    script: ask.passkey && 'passkey',
  });
}

type TokensProps = {
  tokens: readonly ShownToken[];
  actions: readonly TokenAction[];
  state: FormState;
  token: string;
  ask: AskedAgain;
};

function Tokens({ tokens, actions, state, token, ask }: TokensProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  return (
    <div class="read">
      <PageHead title={t('desk.tokens.title')} lede={t('desk.tokens.lede')} />
      {tokens.length === 0 ? (
        <Empty title={t('desk.tokens.none')} why={t('desk.tokens.none-why')} />
      ) : (
        <Table
          caption={t('desk.tokens.title')}
          isCaptionHidden
          columns={['purpose', 'may', 'until', 'used', 'end'].map((name) => ({
            label: t(COLUMNS[name as Column]),
          }))}
          rows={tokens.map((one) => tokenRow(one, token, words))}
        />
      )}
      <Part id="make" title={t('desk.tokens.make')}>
        <p>{t('desk.tokens.make-lede')}</p>
        <DeskForm path={`${path}/make`} token={token} state={state} next={t('desk.tokens.make')}>
          <input type="hidden" name="token" value={randomUUID()} />
          <Field name="purpose" label={t('desk.tokens.purpose')} hint={t('desk.tokens.purpose-hint')} />
          <fieldset class="field" id="may">
            <legend>{t('desk.tokens.may')}</legend>
            {actions.map((name) => (
              <Tick key={name} name="may" value={name} label={deedLabel(words, name)} />
            ))}
          </fieldset>
          <Choice
            name="days"
            label={t('desk.tokens.days')}
            options={TOKEN_DAYS.map((days) => ({ value: String(days), label: t(DAYS[days]) }))}
          />
          <AgainFields ask={ask} />
        </DeskForm>
      </Part>
    </div>
  );
}

type Column = keyof typeof COLUMNS;
const COLUMNS = {
  purpose: 'desk.tokens.purpose',
  may: 'desk.tokens.may',
  until: 'desk.tokens.until',
  used: 'desk.tokens.used',
  end: 'desk.tokens.end',
} as const satisfies Record<string, PlainKey>;

const DAYS: Readonly<Record<(typeof TOKEN_DAYS)[number], PlainKey>> = {
  1: 'desk.tokens.days-1',
  7: 'desk.tokens.days-7',
  30: 'desk.tokens.days-30',
  90: 'desk.tokens.days-90',
};

function tokenRow(
  { tokenId, expiresAt, usedAt, holds, about, webhooks }: TokensProps['tokens'][number],
  formToken: string,
  words: ReturnType<typeof useWords>,
) {
  const { t, href } = words;
  return [
    <>
      <bdi>{about?.purpose ?? t('desk.tokens.unread')}</bdi>
      {webhooks.length > 0 && (
        <ul aria-label={t('desk.tokens.told-at')}>
          {webhooks.map(({ address, isStopped }, at) => (
            <li key={at}>
              <bdi dir="ltr">{address ?? t('desk.tokens.unread')}</bdi>
              {isStopped && (
                <>
                  {' '}
                  <Tag>{t('desk.tokens.webhook-stopped')}</Tag>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </>,
    (about?.actions ?? []).map((name) => deedLabel(words, name)).join(' · '),
    holds ? <DateText day={expiresAt.toISOString().slice(0, 10)} /> : t('desk.tokens.over'),
    usedAt === null ? t('desk.tokens.never') : <DateText day={usedAt.toISOString().slice(0, 10)} />,
    <form method="post" action={href(`${path}/end`)}>
      <input type="hidden" name={FORM_TOKEN} value={formToken} />
      <input type="hidden" name="token" value={tokenId} />
      <Button>{t('desk.tokens.end')}</Button>
    </form>,
  ];
}

/** Shown once. It stands in no other page, and in no address. */
function Made({ text }: { text: string }): JSX.Element {
  const { t, href } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.tokens.made')} lede={t('desk.tokens.made-lede')} />
      <h2>{t('desk.tokens.text')}</h2>
      <p class="keep">
        <bdi dir="ltr">{text}</bdi>
      </p>
      <Note kind="safety" title={t('desk.keys.once-title')}>
        <p>{t('desk.tokens.made-note')}</p>
      </Note>
      <p>
        <a href={href(path)}>{t('desk.tokens.title')}</a>
      </p>
    </div>
  );
}
