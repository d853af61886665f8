import type { JSX } from 'preact';
import { useWords } from '../../web/index.ts';
import type { Desk } from '../desk.ts';
import { PASSKEY_ALGORITHMS } from '../sign-in/check-passkey.ts';
import type { Passkey, RelyingParty } from '../sign-in/passkey.ts';
import { type Challenge, makeChallenge, type Purpose } from '../sign-in/passkey-challenge.ts';

/** The fields in which a passkey's answer comes, and the challenge that it answers. */
export const PASSKEY_FIELD = 'passkey';
export const CHALLENGE_FIELD = 'passkey-challenge';

/** How long the browser waits for the holder, in milliseconds. */
const PATIENCE_MS = 120_000;

/** What a page asks a browser's passkey for, and the sealed challenge that comes back with the answer. */
export type PasskeyAsked = { asked: Record<string, unknown>; isNew: boolean; sealed: string };

/**
 * What a page asks for that wants a proof; undefined where there can be no passkeys. It names none: the page is the same for everybody,
 * and which somebody has lies under their passphrase.
 */
export function askForPasskey(
  desk: Desk,
  given: { purpose: Exclude<Purpose, 'add'>; boundTo: string },
): PasskeyAsked | undefined {
  if (!desk.party) return undefined;
  const { challenge, sealed } = makeChallenge(desk, given);
  const asked = { challenge, rpId: desk.party.id, userVerification: 'required', timeout: PATIENCE_MS };
  return { asked, isNew: false, sealed };
}

/** What asks a worker's browser to make a passkey. Whom it is for stands on the device, so the worker names it: the script does. */
export function askForNewPasskey(
  party: RelyingParty,
  { challenge, sealed }: Challenge,
  { handle, passkeys }: { handle: string; passkeys: readonly Passkey[] },
): PasskeyAsked {
  const asked = {
    challenge,
    rp: { id: party.id, name: party.id },
    user: { id: handle },
    pubKeyCredParams: PASSKEY_ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: passkeys.map(({ id }) => ({ type: 'public-key', id })),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
    timeout: PATIENCE_MS,
  };
  return { asked, isNew: true, sealed };
}

/** Within a form: what the script reads and fills in. Hidden until it runs; without it, the sentence about scripts is read. */
export function PasskeyPart(props: {
  ask: PasskeyAsked;
  /** The words on a button of its own; without them the form's button asks for the passkey. */
  use?: string;
  /** Stands behind the names of the form's fields, and behind the ids, where a page has two such forms. */
  suffix?: string;
}): JSX.Element {
  const { suffix = '' } = props;
  const { asked, isNew } = props.ask;
  const data = { 'data-asked': JSON.stringify(asked), 'data-new': isNew ? 'yes' : 'no' };
  return (
    <span id={`passkey${suffix}`} class="passkey" hidden data-suffix={suffix} {...data}>
      {props.use && (
        <button class="btn two" type="button" id={`passkey-use${suffix}`}>
          {props.use}
        </button>
      )}
    </span>
  );
}

/** The fields of a passkey's answer, what is read where no script runs, and where the script says what failed. */
export function PasskeyFields(props: { ask: PasskeyAsked; off: string; suffix?: string }): JSX.Element {
  const { ask, off, suffix = '' } = props;
  const { t } = useWords();
  return (
    <>
      <input type="hidden" name={`${PASSKEY_FIELD}${suffix}`} value="" />
      <input type="hidden" name={`${CHALLENGE_FIELD}${suffix}`} value={ask.sealed} />
      <p class="hint" id={`passkey-off${suffix}`}>
        {off}
      </p>
      <p id={`passkey-said${suffix}`} role="status" data-failed={t('desk.passkey.failed')} />
    </>
  );
}
