import type { JSX } from 'preact';
import { type PlainKey, SecretField, useWords } from '../../web/index.ts';
import { demoCodeAgain } from '../demo/demo-code.ts';
import { openChallenge } from '../sign-in/passkey-challenge.ts';
import type { Again, NotProven } from '../sign-in/prove-again.ts';
import {
  askForPasskey,
  CHALLENGE_FIELD,
  PASSKEY_FIELD,
  type PasskeyAsked,
  PasskeyFields,
  PasskeyPart,
} from './passkey-part.tsx';
import type { SignedIn } from './signed-in.ts';

/** Where there are two such forms on a page, what stands behind the names of the fields of the second. */
export type AgainSuffix = '' | '-2';

/** The fields in which a worker proves once more who they are. They go into no other page. */
export function againSecrets(suffix: AgainSuffix = ''): string[] {
  return ['passphrase', 'code', PASSKEY_FIELD, CHALLENGE_FIELD].map((name) => `${name}${suffix}`);
}

/** Why it was refused, in words that say what to do; beside the passphrase, whatever it was that was wrong. */
export const NOT_PROVEN: Readonly<Record<NotProven, PlainKey>> = {
  wrong: 'desk.again.wrong',
  wait: 'desk.again.wait',
  busy: 'desk.sign-in.busy',
};

/** What a page with such a form needs: what it asks a passkey for, where there can be one, and in a demo the code to type. */
export type AskedAgain = { passkey: PasskeyAsked | undefined; demoCode: string | undefined };

/** What a page asks that is shown to this worker. Its `script` is `ask.passkey && 'passkey'`. */
export function askAgainOf({ desk, formToken }: SignedIn): AskedAgain {
  const passkey = askForPasskey(desk, { purpose: 'again', boundTo: formToken });
  return { passkey, demoCode: demoCodeAgain(desk) };
}

/** What a form with `AgainFields` brought. */
export function readAgain(
  { desk, formToken }: SignedIn,
  form: URLSearchParams,
  suffix: AgainSuffix = '',
): Again {
  const passphrase = form.get(`passphrase${suffix}`) ?? '';
  const code = form.get(`code${suffix}`) ?? '';
  const answer = form.get(`${PASSKEY_FIELD}${suffix}`);
  if (!answer) return { passphrase, second: { code } };
  const sealed = form.get(`${CHALLENGE_FIELD}${suffix}`);
  const challenge = openChallenge(desk, { purpose: 'again', boundTo: formToken, sealed });
  const second = challenge === undefined ? 'old' : { code, passkey: { answer, challenge } };
  return { passphrase, second };
}

type AgainProps = { ask: AskedAgain; suffix?: AgainSuffix; label?: PlainKey };

/**
 * The fields of a form that changes what guards an account, or moves keys: passphrase, and code or passkey. A code needs no script.
 */
export function AgainFields({
  ask,
  suffix = '',
  label = 'desk.sign-in.passphrase',
}: AgainProps): JSX.Element {
  const { t, rich } = useWords();
  const { passkey, demoCode } = ask;
  return (
    <>
      {demoCode && (
        <p class="demo">{rich('desk.again.demo', { code: demoCode, b: (inner) => <bdi>{inner}</bdi> })}</p>
      )}
      <SecretField
        name={`passphrase${suffix}`}
        label={t(label)}
        hint={t('desk.factors.passphrase-hint')}
        autocomplete="current-password"
      />
      <SecretField
        name={`code${suffix}`}
        label={t('desk.sign-in.code')}
        hint={t(passkey ? 'desk.again.code-hint' : 'desk.again.code-only-hint')}
        autocomplete="one-time-code"
      />
      {passkey && <PasskeyFields ask={passkey} suffix={suffix} off={t('desk.sign-in.passkey-off')} />}
      {passkey && <PasskeyPart ask={passkey} suffix={suffix} use={t('desk.sign-in.passkey')} />}
    </>
  );
}
