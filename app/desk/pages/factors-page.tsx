import { z } from 'zod';
import {
  type Answer,
  EMPTY_FORM,
  type FormState,
  formStatus,
  type PlainKey,
  showPage,
  type Visit,
} from '../../web/index.ts';
import { may } from '../policy/index.ts';
import { atDesk } from '../recovery/recovery-page.tsx';
import { readProvider } from '../sign-in/agency-provider.ts';
import {
  addPasskey,
  type NotChanged,
  newCodeSecret,
  readFactors,
  removeCode,
  removePasskey,
  setCode,
  unlinkProvider,
  type WithPassphrase,
} from '../sign-in/change-factors.ts';
import { userHandleOf } from '../sign-in/passkey.ts';
import { makeChallenge, openChallenge } from '../sign-in/passkey-challenge.ts';
import { proveAgain } from '../sign-in/prove-again.ts';
import type { ProviderRefusal } from '../sign-in/provider.ts';
import { sendToProvider } from '../sign-in/provider-attempt.ts';
import { againSecrets, askAgainOf, NOT_PROVEN, readAgain } from './again-part.tsx';
import { openCarried, sealCarried } from './carried.ts';
import { type DeskPage, deskPage } from './desk-page.tsx';
import { AgainForm, CodeForm, FactorList } from './factors-forms.tsx';
import { askForNewPasskey, CHALLENGE_FIELD, PASSKEY_FIELD } from './passkey-part.tsx';
import { codeOfAgency, showWay } from './provider-way.tsx';
import type { SignedIn } from './signed-in.ts';

const PATH = '/desk/you/factors';
/** For how long after the worker has proved again who they are the page goes on without asking again, in milliseconds. */
const OPEN_MS = 15 * 60_000;

const NOT_CHANGED: Readonly<Record<NotChanged, PlainKey>> = {
  refused: 'desk.factors.refused',
  name: 'desk.factors.name-wrong',
  taken: 'desk.factors.taken',
  most: 'desk.factors.most',
  last: 'desk.factors.last',
  none: 'desk.factors.none',
  changed: 'desk.factors.changed',
};

/**
 * What a worker signs in with beside the passphrase. Passphrase and second factor are asked for first: without them these are not even
 * read, and a stolen session changes nothing. What the passphrase opens is carried in the page, sealed by the node for this session and a short time.
 */
export const factorPages: readonly DeskPage[] = [
  deskPage({
    path: PATH,
    method: 'get',
    action: 'self.read',
    title: 'desk.factors.title',
    render: (_visit, worker) => showAgain(worker, EMPTY_FORM),
  }),
  deskPage({
    path: PATH,
    method: 'post',
    action: 'self.change',
    title: 'desk.factors.title',
    secrets: [...againSecrets(), 'opened', 'secret'],
    render: (visit, worker) => answer(visit, worker),
  }),
];

const Opened = z.object({ sessionId: z.string(), key: z.string(), until: z.number() });
const Secret = z.object({ workerId: z.string(), secret: z.string() });

/** A worker on this page, whose passphrase was given. */
type Here = { worker: SignedIn; at: WithPassphrase; opened: string };

async function answer({ form, words }: Visit, worker: SignedIn): Promise<Answer> {
  const { desk } = worker;
  const here = readOpened(worker, form.get('opened'));
  if (here) return act(here, form, words.t);
  const made = await proveAgain(desk, atDesk(worker), readAgain(worker, form));
  if (!made.ok) return showAgain(worker, problem('passphrase', words.t(NOT_PROVEN[made.why])));
  const key = Buffer.from(made.key).toString('base64url');
  const until = desk.now().getTime() + OPEN_MS;
  const value = { sessionId: worker.session.sessionId, key, until } satisfies z.infer<typeof Opened>;
  return showFactors(atHere(worker, { key, opened: sealCarried(desk, 'factors', value) }), {});
}

/** The first step: nothing is shown before it. */
function showAgain(worker: SignedIn, state: FormState): Answer {
  const ask = askAgainOf(worker);
  const status = formStatus(state);
  return showPage(<AgainForm token={worker.formToken} state={state} ask={ask} />, {
    status,
    script: ask.passkey && 'passkey',
  });
}

/** What the passphrase opened in this session a short time ago; undefined where it has to be asked for again. */
function readOpened(worker: SignedIn, box: string | null): Here | undefined {
  const { desk, session } = worker;
  const value = openCarried(desk, 'factors', { box, schema: Opened });
  if (!value || value.sessionId !== session.sessionId || value.until <= desk.now().getTime())
    return undefined;
  return atHere(worker, { key: value.key, opened: box ?? '' });
}

function atHere(worker: SignedIn, { key, opened }: { key: string; opened: string }): Here {
  const { agencyId, workerId } = worker.actor;
  return {
    worker,
    opened,
    at: { door: worker.door, agencyId, workerId, key: Buffer.from(key, 'base64url') },
  };
}

type Say = (key: PlainKey) => string;

async function act(here: Here, form: URLSearchParams, say: Say): Promise<Answer> {
  const { worker, at } = here;
  const { desk, actor, formToken } = worker;
  const done = form.get('do');
  const action = done === 'remove' ? 'self.remove-factor' : 'self.add-factor';
  const thing = { kind: 'self', agencyId: actor.agencyId, ownerId: actor.workerId } as const;
  if (!may(actor, action, thing).may) return showFactors(here, {});
  if (done === 'add') {
    const given = { purpose: 'add', boundTo: formToken, sealed: form.get(CHALLENGE_FIELD) } as const;
    const challenge = openChallenge(desk, given) ?? '';
    const name = form.get('name') ?? '';
    const result = await addPasskey(desk, at, { answer: form.get(PASSKEY_FIELD) ?? '', challenge, name });
    if (result.ok) return showFactors(here, { isDone: true });
    return showFactors(here, { adding: problem('name', say(NOT_CHANGED[result.why]), form) });
  }
  if (done === 'remove') {
    const which = form.get('which') ?? '';
    const result = await (which === 'code' ? removeCode(desk, at) : removePasskey(desk, at, which));
    if (result.ok) return showFactors(here, { isDone: true });
    return showFactors(here, { removing: problem('which', say(NOT_CHANGED[result.why])) });
  }
  if (done === 'unlink') {
    const result = await unlinkProvider(desk, at);
    return showFactors(here, { isDone: result.ok });
  }
  if (done === 'link') return setOutToLink(here);
  return done === 'code' ? actOnCode(here, form, say) : showFactors(here, {});
}

/** Sends a worker to the agency's provider, so that it says whom it knows them as. */
async function setOutToLink(here: Here): Promise<Answer> {
  const { worker, at } = here;
  const { desk, door, keys, session } = worker;
  const { agencyId, workerId } = at;
  const provider = await readProvider({ door, keys });
  if (!provider) return showFactors(here, {});
  const key = Buffer.from(at.key).toString('base64url');
  const errand = { kind: 'link', workerId, sessionId: session.sessionId, key } as const;
  const sent = await sendToProvider(desk, { agencyId, code: await codeOfAgency(worker), provider, errand });
  return sent.ok ? showWay(sent) : showFactors(here, { linking: sent.why });
}

/** First a new secret for the worker's app, then the first code of it. */
async function actOnCode(here: Here, form: URLSearchParams, say: Say): Promise<Answer> {
  const { worker, at, opened } = here;
  const { desk, formToken: token } = worker;
  const carried = openCarried(desk, 'new-code', { box: form.get('secret'), schema: Secret });
  const secret = carried?.workerId === at.workerId ? carried.secret : newCodeSecret(desk.random);
  const sealed = sealCarried(desk, 'new-code', { workerId: at.workerId, secret });
  if (!carried) return <CodeForm {...{ token, opened, secret, sealed }} />;
  const result = await setCode(desk, at, { secret, code: form.get('code') ?? '' });
  if (result.ok) return showFactors(here, { isDone: true });
  const words = result.why === 'refused' ? 'desk.code.wrong' : NOT_CHANGED[result.why];
  const state = problem('code', say(words));
  return showPage(<CodeForm {...{ token, opened, secret, sealed, state }} />, { status: 422 });
}

type Shown = {
  isDone?: boolean;
  adding?: FormState;
  removing?: FormState;
  linking?: ProviderRefusal['why'];
};

async function showFactors({ worker, at, opened }: Here, shown: Shown): Promise<Answer> {
  const { desk, formToken: token } = worker;
  const factors = await readFactors(at);
  const provider = await readProvider(worker);
  if (!factors) return showAgain(worker, EMPTY_FORM);
  const challenge = makeChallenge(desk, { purpose: 'add', boundTo: token });
  const { passkeys } = factors;
  const ask = desk.party && askForNewPasskey(desk.party, challenge, { handle: userHandleOf(at), passkeys });
  return showPage(<FactorList {...{ token, opened, factors, ask, issuer: provider?.issuer, ...shown }} />, {
    status: shown.adding || shown.removing ? 422 : 200,
    script: ask && 'passkey',
  });
}

function problem(name: string, message: string, values = new URLSearchParams()): FormState {
  return { values: new URLSearchParams({ name: values.get('name') ?? '' }), problems: [{ name, message }] };
}
