import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a test's provider says otherwise than a sound one would. */
export type ProviderLies = Partial<{
  subject: string;
  nonce: string;
  audience: string | string[];
  issuer: string;
  /** How long the token is good for, in seconds. */
  lifetime: number;
  algorithm: 'RS256' | 'ES256' | 'none';
  /** Another key signs than the provider publishes. */
  otherKey: boolean;
  state: string;
  /** Given back in place of a token. */
  status: number;
  /** What it says of how it asked; undefined: nothing. */
  amr: readonly string[] | undefined;
  acr: string;
  /** How long ago it asked, in seconds; undefined: it does not say. */
  askedAgo: number | undefined;
  /** Where the provider says that its keys are. */
  keysAt: string;
  namesItself: string;
}>;

/** A provider of identities (OpenID Connect) on this machine, as small as one can be. */
export type TestProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What it was asked at its own address, in turn. */
  asked: string[];
  /** What it says of itself and in tokens from now on. */
  lies: ProviderLies;
  /** Whom it signs in, without asking, who comes by a browser. */
  who: string;
  /** Signs somebody in who was sent to `address`: what their browser brings back, as a search. */
  grant(address: string, subject: string): string;
  close(): Promise<void>;
};

type Grant = { subject: string; nonce: string; challenge: string; redirect: string };

/** Starts one on a free port. */
export async function startProvider(): Promise<TestProvider> {
  const keys = {
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  };
  const others = { RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }), ES256: keys.ES256 };
  const grants = new Map<string, Grant>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      self.asked.push(request.url ?? '');
      if (request.url?.startsWith('/authorize')) {
        const address = `${issuer}${request.url}`;
        const back = new URL(address).searchParams.get('redirect_uri');
        response.writeHead(303, { Location: `${back}?${self.grant(address, self.who)}` }).end();
        return;
      }
      const [status, body] = answer(
        request.url ?? '',
        `${Buffer.concat(chunks)}`,
        request.headers.authorization,
      );
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;

  function answer(path: string, body: string, authorization = ''): [number, unknown] {
    const { lies } = self;
    if (path === '/.well-known/openid-configuration')
      return [
        200,
        {
          issuer: lies.namesItself ?? issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: lies.keysAt ?? `${issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256', 'ES256'],
          authorization_response_iss_parameter_supported: true,
          code_challenge_methods_supported: ['S256'],
        },
      ];
    if (path === '/keys')
      return [
        200,
        {
          keys: (['RS256', 'ES256'] as const).map((alg) => ({
            ...keys[alg].publicKey.export({ format: 'jwk' }),
            alg,
            use: 'sig',
            kid: alg,
          })),
        },
      ];
    if (lies.status) return [lies.status, { error: 'server_error' }];
    const form = new URLSearchParams(body);
    const grant = grants.get(form.get('code') ?? '');
    const proved = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    // RFC 6749, section 2.3.1: both are form-encoded first.
    const known = decodeURIComponent(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString());
    grants.delete(form.get('code') ?? '');
    if (known !== `${self.clientId}:${self.clientSecret}`) return [401, { error: 'invalid_client' }];
    if (!grant || grant.challenge !== proved || grant.redirect !== form.get('redirect_uri'))
      return [400, { error: 'invalid_grant' }];
    return [200, { access_token: 'unused', token_type: 'Bearer', id_token: tokenFor(grant) }];
  }

  function tokenFor({ subject, nonce }: Grant): string {
    const { lies } = self;
    const alg = lies.algorithm ?? 'RS256';
    const now = Math.floor(Date.now() / 1000);
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = {
      iss: lies.issuer ?? issuer,
      aud: lies.audience ?? self.clientId,
      sub: lies.subject ?? subject,
      nonce: lies.nonce ?? nonce,
      iat: now,
      exp: now + (lies.lifetime ?? 300),
      email: 'lena@example.org',
      auth_time: 'askedAgo' in lies ? lies.askedAgo && now - lies.askedAgo : now,
      amr: 'amr' in lies ? lies.amr : ['pwd', 'otp', 'mfa'],
      acr: lies.acr,
    };
    const signed = `${part({ alg, kid: alg })}.${part(claims)}`;
    if (alg === 'none') return `${signed}.`;
    const { privateKey } = (lies.otherKey ? others : keys)[alg];
    return `${signed}.${signature(signed, privateKey, alg)}`;
  }

  const self: TestProvider = {
    issuer,
    clientId: 'clew',
    clientSecret: 'secret-of-the-client',
    asked: [],
    who: 'whoever',
    lies: {},
    grant(address, subject) {
      const { searchParams } = new URL(address);
      const read = (name: string) => searchParams.get(name) ?? '';
      const code = randomUUID();
      const redirect = read('redirect_uri');
      grants.set(code, { subject, nonce: read('nonce'), challenge: read('code_challenge'), redirect });
      const state = self.lies.state ?? read('state');
      return `${new URLSearchParams({ code, state, iss: self.lies.namesItself ?? issuer })}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return self;
}

function signature(text: string, key: KeyObject, alg: 'RS256' | 'ES256'): string {
  const given = alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' as const } : key;
  return sign('sha256', Buffer.from(text), given).toString('base64url');
}
