import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { COSEALG, decodeAttestationObject } from '@simplewebauthn/server/helpers';
import { z } from 'zod';
import type { Passkey, RelyingParty } from './passkey.ts';

const Bytes = z
  .string()
  .max(20_000)
  .regex(/^[\w-]+$/);
const shared = { id: Bytes.max(700), rawId: Bytes.max(700), type: z.literal('public-key') };
const Assertion = z.object({
  ...shared,
  response: z.object({
    clientDataJSON: Bytes,
    authenticatorData: Bytes,
    signature: Bytes,
    userHandle: z.string().max(100).optional(),
  }),
});
const Attestation = z.object({
  ...shared,
  response: z.object({ clientDataJSON: Bytes, attestationObject: Bytes }),
});
const ClientData = z.object({
  crossOrigin: z.literal(false).optional(),
  topOrigin: z.undefined().optional(),
});

/** The signatures that a passkey may make. */
export const PASSKEY_ALGORITHMS = [COSEALG.EdDSA, COSEALG.ES256, COSEALG.RS256];

type Expected = { party: RelyingParty; challenge: string };

/** A passkey that answered, and how often it says that it was used. */
type Answered = { passkey: Passkey; counter: number };

/**
 * Which of these passkeys signed this challenge for this party, with its holder verified (WebAuthn, section 7.2); undefined
 * if none did. Whether the counter has gone on is not looked at: that is `isBehind`.
 */
export async function checkAssertion(
  answer: string,
  { party, challenge, passkeys, userHandle }: Expected & { passkeys: readonly Passkey[]; userHandle: string },
): Promise<Answered | undefined> {
  const response = read(Assertion, answer);
  const passkey = passkeys.find(({ id }) => id === response?.id);
  if (!response || !passkey || !isOfOurPage(response.response.clientDataJSON)) return undefined;
  if ((response.response.userHandle ?? userHandle) !== userHandle) return undefined;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...response, response: present(response.response), clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      // The counter is compared once the signature is known to be good: else anybody could make it look copied.
      credential: { id: passkey.id, publicKey: bytesOf(passkey.key), counter: 0 },
    });
    return verified ? { passkey, counter: authenticationInfo.newCounter } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a counter has not gone on since the last use: two authenticators have this passkey, and one of them is a copy. */
export function isBehind({ passkey, counter }: Answered): boolean {
  return (counter > 0 || passkey.counter > 0) && counter <= passkey.counter;
}

/**
 * A passkey that was just made, for this challenge and party, with its holder verified (WebAuthn, section 7.1); undefined for
 * anything else. Who built the authenticator is not asked, and an answer that says so is refused: the library would fetch lists
 * from addresses that stand in it.
 */
export async function checkNewPasskey(
  answer: string,
  { party, challenge }: Expected,
): Promise<Pick<Passkey, 'id' | 'key' | 'counter'> | undefined> {
  const response = read(Attestation, answer);
  if (!response || !isOfOurPage(response.response.clientDataJSON)) return undefined;
  try {
    const object = decodeAttestationObject(bytesOf(response.response.attestationObject));
    const isSelf = object.get('fmt') === 'packed' && object.get('attStmt').get('x5c') === undefined;
    if (object.get('fmt') !== 'none' && !isSelf) return undefined;
    const made = await verifyRegistrationResponse({
      response: { ...response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: PASSKEY_ALGORITHMS,
    });
    if (!made.verified) return undefined;
    const { id, publicKey, counter } = made.registrationInfo.credential;
    if (id !== response.id) return undefined;
    return { id, key: Buffer.from(publicKey).toString('base64url'), counter };
  } catch {
    return undefined;
  }
}

/** Whether the browser says that it was asked by a page of its own, and not by one inside another site's. */
function isOfOurPage(clientDataJSON: string): boolean {
  return read(ClientData, Buffer.from(clientDataJSON, 'base64url').toString()) !== undefined;
}

function read<Value>(schema: z.ZodType<Value>, text: string): Value | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, 'base64url'));
}

function present<Given extends { userHandle?: string | undefined }>({ userHandle, ...others }: Given) {
  return userHandle === undefined ? others : { ...others, userHandle };
}
