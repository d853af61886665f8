import type { JSX } from 'preact';
import {
  type Answer,
  Carried,
  type Cookie,
  definePage,
  FormPage,
  type Page,
  PageHead,
  PageLink,
  type PlainKey,
  showPage,
  useWords,
  type Visit,
} from '../../web/index.ts';
import type { Desk } from '../desk.ts';
import { findSession } from '../session/find-session.ts';
import { readTicket, SESSION_COOKIE } from '../session/ticket.ts';
import { readProvider } from '../sign-in/agency-provider.ts';
import { linkProvider } from '../sign-in/change-factors.ts';
import { DEVICE_COOKIE } from '../sign-in/device.ts';
import type { ProviderRefusal } from '../sign-in/provider.ts';
import {
  type CameBack,
  PROVIDER_COOKIE,
  PROVIDER_SECONDS,
  takeBack,
  whoCameBack,
} from '../sign-in/provider-attempt.ts';
import { arrive, setOut } from '../sign-in/sign-in-by-provider.ts';
import { strangerFrame } from './frame.tsx';
import { CHALLENGE_FIELD, PASSKEY_FIELD } from './passkey-part.tsx';
import { askAgain, enter, readAttempt, refusalOf } from './sign-in-page.tsx';
import { type SignedIn, signedIn } from './signed-in.ts';
import { guardForm } from './stranger-form.ts';

const FROM = '/desk/sign-in/from';
/** The longest answer of a provider, in characters of an address. */
const LONGEST_ANSWER = 6_000;

const REFUSALS: Readonly<Record<ProviderRefusal['why'] | 'wrong' | 'late', PlainKey>> = {
  down: 'desk.provider.down',
  refused: 'desk.provider.refused',
  weak: 'desk.provider.weak',
  late: 'desk.provider.late',
  wrong: 'desk.provider.wrong',
};

/** The way to an agency's provider, and back. Nobody on it is signed in yet. */
export function providerWayPages(desk: Desk): Page[] {
  const shared = { action: 'session.begin', title: 'desk.sign-in.title', cookies: true } as const;
  return [
    definePage({
      ...shared,
      path: '/desk/sign-in/provider',
      method: 'post',
      secrets: ['passphrase', 'code', PASSKEY_FIELD, CHALLENGE_FIELD],
      render: (visit) => startOut(desk, visit),
    }),
    // The browser comes from another site, and brings no cookie. One press on a page of ours does.
    definePage({
      ...shared,
      path: `${FROM}/:code`,
      method: 'get',
      render: ({ params, query }) =>
        showPage(<ComeBack code={params.code ?? ''} query={`${query}`.slice(0, LONGEST_ANSWER)} />, {
          frame: strangerFrame(),
        }),
    }),
    definePage({
      ...shared,
      path: FROM,
      method: 'post',
      secrets: ['query'],
      render: (visit) => comeBack(desk, visit),
    }),
  ];
}

async function startOut(desk: Desk, visit: Visit): Promise<Answer> {
  const { form, words } = visit;
  const guard = guardForm(desk, visit);
  const attempt = guard.isOurs ? readAttempt(desk, visit, guard) : 'old';
  if (attempt === 'old')
    return askAgain(desk, { guard, form }, { status: 403, message: words.t('desk.sign-in.cookies') });
  const sent = await setOut(desk, attempt, {
    back: form.get('back') ?? '',
    typed: form.get('typed') ?? undefined,
  });
  if (sent.ok) return showWay(sent);
  const refused =
    sent.why === 'wait' || sent.why === 'busy'
      ? refusalOf(sent, words)
      : { status: sent.why === 'down' ? 503 : 403, message: words.t(REFUSALS[sent.why]) };
  return askAgain(desk, { guard, form }, refused);
}

/** The page that leads to the provider. A link: the content policy lets no form lead to another site. */
export function showWay({ address, cookie }: { address: string; cookie: string }): Answer {
  const cookies: Cookie[] = [{ name: PROVIDER_COOKIE, value: cookie, maxAge: PROVIDER_SECONDS }];
  return showPage(<Way address={address} />, { frame: strangerFrame(), cookies });
}

const GONE: readonly Cookie[] = [{ name: PROVIDER_COOKIE, value: '', maxAge: 0 }];

async function comeBack(desk: Desk, visit: Visit): Promise<Answer> {
  const { form } = visit;
  const cameBack = await takeBack(desk, visit.cookie(PROVIDER_COOKIE));
  if (!cameBack) return refuse(desk, visit, { why: 'late' });
  const answer = { code: form.get('at') ?? '', query: (form.get('query') ?? '').slice(0, LONGEST_ANSWER) };
  const { errand } = cameBack;
  if (errand.kind === 'link') return link(desk, visit, { ...cameBack, errand }, answer);
  const result = await arrive(
    desk,
    { ...cameBack, errand },
    { ...answer, devices: visit.cookie(DEVICE_COOKIE) },
  );
  const { back, typed } = errand;
  if (!result.ok) return refuse(desk, visit, { why: result.why, back, typed });
  return enter({ desk, visit, done: [...guardForm(desk, visit).done, ...GONE], typed, back }, result);
}

type Refusing = { why: keyof typeof REFUSALS; back?: string; typed?: string | undefined };

/** The sign-in page again; what was typed before stays sealed in it. */
function refuse(desk: Desk, visit: Visit, { why, back = '', typed }: Refusing): Answer {
  const guard = guardForm(desk, visit);
  const form = new URLSearchParams({ back, ...(typed ? { typed } : {}) });
  const refused = { status: why === 'down' ? 503 : 403, message: visit.words.t(REFUSALS[why]) };
  return askAgain(desk, { guard: { ...guard, cookies: [...guard.cookies, ...GONE] }, form }, refused);
}

/** Notes whom the provider knows a worker as who is still signed in in this browser. */
async function link(
  desk: Desk,
  visit: Visit,
  cameBack: CameBack & { errand: { kind: 'link' } },
  answer: { code: string; query: string },
): Promise<Answer> {
  const { errand, agencyId } = cameBack;
  const found = await findSession(desk, readTicket(visit.cookie(SESSION_COOKIE)));
  const isSame = found.kind === 'in' && found.ticket.sessionId === errand.sessionId;
  const worker = isSame ? await signedIn(desk, found) : undefined;
  if (!worker) return refuse(desk, visit, { why: 'late' });
  const provider = await readProvider(worker);
  const who = await whoCameBack(desk, cameBack, { provider, ...answer });
  const at = {
    door: worker.door,
    agencyId,
    workerId: errand.workerId,
    key: Buffer.from(errand.key, 'base64url'),
  };
  const made =
    who.ok && provider
      ? await linkProvider(desk, at, { issuer: provider.issuer, subject: who.subject })
      : who;
  const why = made.ok ? undefined : made.why === 'down' ? 'down' : 'refused';
  return showPage(<Linked why={why} />, { status: why ? 422 : 200, frame: strangerFrame(), cookies: GONE });
}

/** The agency's code, as it stands after the @ of sign-in names. */
export async function codeOfAgency({ door, actor }: SignedIn): Promise<string> {
  const row = await door.read((transaction) =>
    transaction
      .selectFrom('clew.agency')
      .select('code')
      .where('agency_id', '=', actor.agencyId)
      .executeTakeFirstOrThrow(),
  );
  return row.code;
}

function Way({ address }: { address: string }): JSX.Element {
  const { t, rich } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.provider.way')} />
      <p>
        {rich('desk.provider.way-lede', {
          host: new URL(address).host,
          b: (inner) => <bdi dir="ltr">{inner}</bdi>,
        })}
      </p>
      <p class="btns">
        <a class="btn" href={address} rel="noreferrer">
          {t('desk.provider.way-next')}
        </a>
      </p>
    </div>
  );
}

function ComeBack({ code, query }: { code: string; query: string }): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead title={t('desk.provider.back')} lede={t('desk.provider.back-lede')} />
      <FormPage path={FROM} next={t('desk.provider.back-next')}>
        <Carried
          values={[
            ['at', code],
            ['query', query],
          ]}
        />
      </FormPage>
    </div>
  );
}

function Linked({ why }: { why: ProviderRefusal['why'] | undefined }): JSX.Element {
  const { t } = useWords();
  return (
    <div class="read">
      <PageHead
        title={why ? t('desk.provider.not-linked') : t('desk.provider.linked')}
        lede={why ? t(REFUSALS[why]) : t('desk.provider.linked-lede')}
      />
      <p>
        <PageLink path="/desk">{t('desk.keys.next')}</PageLink>
      </p>
    </div>
  );
}
