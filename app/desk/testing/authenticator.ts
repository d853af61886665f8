import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { TestBrowser } from './test-browser.ts';

/** What a test's authenticator says otherwise than a sound one would. */
export type Lies = Partial<{
  origin: string;
  party: string;
  challenge: string;
  type: string;
  crossOrigin: boolean;
  isVerified: boolean;
  isPresent: boolean;
  userHandle: string;
  id: string;
  /** Another key signs. */
  key: KeyObject;
  format: string;
  statement: Buffer;
}>;

/** An authenticator with one passkey, as the browser of a worker would bring its answers. It counts its uses if told to. */
export type TestAuthenticator = {
  id: string;
  counter: number;
  /** What a page that asks for a new passkey is answered. */
  make(browser: TestBrowser, lies?: Lies): string;
  /** What a page that asks for a passkey is answered. */
  answer(browser: TestBrowser, lies?: Lies): string;
};

/** Makes an authenticator with a new key (ES256). */
export function createAuthenticator({ counts = false } = {}): TestAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(32);
  const self: TestAuthenticator = {
    id: id.toString('base64url'),
    counter: 0,
    make(browser, lies = {}) {
      const asked = askedOn(browser);
      const cose = Buffer.concat([
        Buffer.from('a501020326200121', 'hex'),
        bytes(Buffer.from(x, 'base64url')),
        Buffer.from('22', 'hex'),
        bytes(Buffer.from(y, 'base64url')),
      ]);
      const about = Buffer.concat([Buffer.alloc(16), Buffer.of(0, id.length), id, cose]);
      const authData = dataOf(self, { party: asked.rp?.id ?? '', ...lies }, about);
      const object = Buffer.concat([
        Buffer.of(0xa3),
        ...[text('fmt'), text(lies.format ?? 'none')],
        ...[text('attStmt'), lies.statement ?? Buffer.of(0xa0)],
        ...[text('authData'), bytes(authData)],
      ]);
      const client = clientOf({ type: 'webauthn.create', challenge: asked.challenge, ...lies });
      return written(self.id, { clientDataJSON: client, attestationObject: object }, lies);
    },
    answer(browser, lies = {}) {
      const asked = askedOn(browser);
      if (counts) self.counter += 1;
      const authenticatorData = dataOf(self, { party: asked.rpId ?? '', ...lies });
      const client = clientOf({ type: 'webauthn.get', challenge: asked.challenge, ...lies });
      const signed = Buffer.concat([authenticatorData, createHash('sha256').update(client).digest()]);
      const signature = sign('sha256', signed, lies.key ?? privateKey);
      const userHandle = lies.userHandle === undefined ? undefined : Buffer.from(lies.userHandle);
      return written(self.id, { clientDataJSON: client, authenticatorData, signature, userHandle }, lies);
    },
  };
  return self;
}

/** A key that no passkey has. */
export function otherKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

type Asked = { challenge: string; rpId?: string; rp?: { id: string } };

/** What the page asks a passkey for. Throws if it asks for none. */
function askedOn({ shown }: TestBrowser): Asked {
  const json = /data-asked="([^"]*)"/.exec(shown.html)?.[1];
  if (json === undefined) throw new Error('The page asks for no passkey.');
  return JSON.parse(json.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
}

type About = { party: string } & Lies;

function dataOf(
  { counter }: TestAuthenticator,
  { party, isVerified = true, isPresent = true }: About,
  more: Buffer = Buffer.alloc(0),
): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  const flags = (isPresent ? 1 : 0) | (isVerified ? 4 : 0) | (more.length > 0 ? 64 : 0);
  return Buffer.concat([createHash('sha256').update(party).digest(), Buffer.of(flags), count, more]);
}

type Client = { type: string; challenge: string } & Lies;

function clientOf({
  type,
  challenge,
  origin = 'http://localhost:1414',
  crossOrigin = false,
}: Client): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }));
}

function written(id: string, parts: Record<string, Buffer | undefined>, lies: Lies): string {
  const fields = Object.entries(parts).map(([name, value]) => [name, value?.toString('base64url')]);
  const named = lies.id ?? id;
  return JSON.stringify({
    ...{ id: named, rawId: named, type: 'public-key', clientExtensionResults: {} },
    response: Object.fromEntries(fields),
  });
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.of(0x60 + value.length), Buffer.from(value)]);
}

function bytes(value: Buffer): Buffer {
  const head =
    value.length < 256
      ? Buffer.of(0x58, value.length)
      : Buffer.of(0x59, value.length >> 8, value.length & 255);
  return Buffer.concat([head, value]);
}
