import * as client from 'openid-client';
import { z } from 'zod';
import { type Outgoing, reachOut } from '../outgoing/reach-out.ts';

/** What an agency says of its provider of identities (OpenID Connect), sealed under the agency's key. */
export const Provider = z.strictObject({
  /** Its address, as it names itself. */
  issuer: z.url().max(300).refine(isIssuer),
  clientId: z.string().trim().min(1).max(200),
  clientSecret: z.string().trim().min(1).max(500),
  /** Whether it stands in for code and passkey. The passphrase is asked for in any case. */
  counts: z.boolean(),
  /** What the provider calls a sign-in with two factors (`acr`); where it is not given, it says so by `amr`. */
  acr: z.string().trim().min(1).max(200).optional(),
});
export type Provider = z.infer<typeof Provider>;

/** An address by a name and over https; a bare address would lead into the network that the node stands in. */
function isIssuer(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, search, hash, username } = new URL(address);
  const isLocal = hostname === 'localhost';
  const isNamed = isLocal || (/\.[a-z][a-z0-9-]*$/i.test(hostname) && !hostname.startsWith('['));
  return (
    isNamed &&
    (protocol === 'https:' || (protocol === 'http:' && isLocal)) &&
    `${search}${hash}${username}` === ''
  );
}

/** What must come back as it went, and what proves who asked: kept sealed, shown to nobody. */
export type Checks = { state: string; nonce: string; verifier: string };

/**
 * Why a provider did not say who somebody is. `down`: it did not answer; `refused`: what it said does not hold; `weak`: it does not
 * say that it asked for a second factor, where nothing but its word stands in for one.
 */
export type ProviderRefusal = { ok: false; why: 'down' | 'refused' | 'weak' };

type ProviderSettings = { outgoing: Outgoing };

/** `isAlone`: no code and no passkey was given before, so that the provider must have asked for a second factor, and now. */
type Asked = { provider: Provider; redirect: string; isAlone: boolean } & ProviderSettings;

/** Where to send somebody, and what must come back. */
type Sent = { ok: true; address: string; checks: Checks };
/** Whom the provider knows somebody as. */
type Known = { ok: true; subject: string };

const PATIENCE_S = 10;
/** How long ago somebody may have signed in at a provider whose word stands alone: what it asked this morning proves nothing now. */
const FRESH_S = 600;
const MOST_BYTES = 256 * 1024;

/**
 * The address at a provider to which somebody is sent, with a state, a nonce and a challenge (PKCE) of their own. Nothing but who
 * they are is asked for: no name, no address.
 */
export async function askProvider(asked: Asked): Promise<Sent | ProviderRefusal> {
  const { provider, redirect, isAlone, outgoing } = asked;
  return withProvider<Sent>({ provider, outgoing }, async (config) => {
    const checks = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: redirect,
      response_type: 'code',
      scope: 'openid',
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(checks.verifier),
      code_challenge_method: 'S256',
      ...(isAlone ? { max_age: `${FRESH_S}`, ...(provider.acr ? { acr_values: provider.acr } : {}) } : {}),
    });
    if (address.origin !== new URL(provider.issuer).origin) return { ok: false, why: 'refused' };
    return { ok: true, address: address.href, checks };
  });
}

/**
 * Who the provider says somebody is, by what their browser brought back: its code, once, for the same state, nonce and verifier;
 * the token signed by the provider's own key, for this client, by this issuer, and not too old.
 */
export async function readAnswer({
  provider,
  redirect,
  isAlone,
  outgoing,
  checks,
  query,
}: Asked & { checks: Checks; query: string }): Promise<Known | ProviderRefusal> {
  return withProvider<Known>({ provider, outgoing }, async (config) => {
    const tokens = await client.authorizationCodeGrant(config, new URL(`${redirect}?${query}`), {
      pkceCodeVerifier: checks.verifier,
      expectedState: checks.state,
      expectedNonce: checks.nonce,
      idTokenExpected: true,
      ...(isAlone ? { maxAge: FRESH_S } : {}),
    });
    const claims = tokens.claims();
    if (isAlone && !saysTwoFactors(provider, claims)) return { ok: false, why: 'weak' };
    const subject = claims?.sub;
    // OpenID Connect Core 1.0, section 2: at most 255 characters. It is kept among the worker's secrets.
    return subject && subject.length <= 255 ? { ok: true, subject } : { ok: false, why: 'refused' };
  });
}

/** Whether it says that two factors were asked for: by the name agreed on, or by `mfa` (RFC 8176, section 2). */
function saysTwoFactors({ acr }: Provider, claims: client.IDToken | undefined): boolean {
  if (acr !== undefined) return claims?.acr === acr;
  return Array.isArray(claims?.amr) && claims.amr.includes('mfa');
}

async function withProvider<Made extends { ok: true }>(
  { provider, outgoing }: { provider: Provider } & ProviderSettings,
  work: (config: client.Configuration) => Promise<Made | ProviderRefusal>,
): Promise<Made | ProviderRefusal> {
  const issuer = new URL(provider.issuer);
  if (issuer.protocol !== 'https:' && !outgoing.mayBeLocal) return { ok: false, why: 'refused' };
  const net = { isDown: false };
  try {
    return await work(await configure({ issuer, outgoing }, provider, net));
  } catch {
    return { ok: false, why: net.isDown ? 'down' : 'refused' };
  }
}

async function configure(
  { issuer, outgoing }: { issuer: URL; outgoing: Outgoing },
  { clientId, clientSecret }: Provider,
  net: { isDown: boolean },
): Promise<client.Configuration> {
  const fetchHere = fetchFrom({ origin: issuer.origin, outgoing }, net);
  const mayBePlain = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  const found = await client.discovery(issuer, clientId, clientSecret, undefined, {
    [client.customFetch]: fetchHere,
    timeout: PATIENCE_S,
    execute: mayBePlain,
  });
  const server = found.serverMetadata();
  // The library makes exceptions for some firms; here an issuer is who it says it is.
  if (new URL(server.issuer).href !== issuer.href) throw new Error('Another issuer.');
  const ways = server.token_endpoint_auth_methods_supported;
  const auth =
    ways && !ways.includes('client_secret_basic')
      ? client.ClientSecretPost(clientSecret)
      : client.ClientSecretBasic(clientSecret);
  const config = new client.Configuration(server, clientId, clientSecret, auth);
  config[client.customFetch] = fetchHere;
  config.timeout = PATIENCE_S;
  for (const extend of mayBePlain) extend(config);
  // Else a token that came over TLS would be believed without its signature.
  client.enableNonRepudiationChecks(config);
  return config;
}

/** Reaches the issuer's own address and no other, by the guarded way: no redirect is followed, and no more is read than is needed. */
function fetchFrom(
  { origin, outgoing }: { origin: string; outgoing: Outgoing },
  net: { isDown: boolean },
): client.CustomFetch {
  return async (given, { method, headers, body }) => {
    const address = new URL(given);
    if (address.origin !== origin) throw new Error('Not the issuer’s address.');
    const answer = await reachOut(outgoing, {
      ...{ address, method: method === 'POST' ? 'POST' : 'GET', headers: plainHeaders(headers) },
      ...{ body: bodyOf(body), limit: MOST_BYTES, patienceMs: PATIENCE_S * 1000 },
    });
    // One word for what does not answer and what may not be asked: two would tell what the node's network holds.
    net.isDown = answer.ok ? answer.status >= 500 : answer.why !== 'too-large';
    if (!answer.ok) throw new Error('No answer.');
    const isBare = [101, 204, 205, 304].includes(answer.status);
    return new Response(isBare ? null : answer.body, { status: answer.status, headers: answer.headers });
  };
}

function plainHeaders(headers: HeadersInit | undefined): Record<string, string> {
  return Object.fromEntries(new Headers(headers));
}

/** The library sends a form, or nothing. */
function bodyOf(body: unknown): string | undefined {
  if (body === null || body === undefined) return undefined;
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString();
  throw new Error('Not a form.');
}
