import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getTls, type RequestOptions } from 'node:https';
import type { Settings } from './supervisor/index.ts';

const patienceMs = 5_000;
const soonDays = 14;
const dayMs = 86_400_000;

/**
 * Asks a node at its public address, as a visitor would, and returns what is wrong with the way there and what to do; undefined if it
 * answers well. Only the path `/health` is asked, and nothing is sent.
 */
export async function judgeAddress(origin: string): Promise<string | undefined> {
  const answer = await askHealth(origin);
  if ('error' in answer) return `${origin} cannot be reached from here: ${reasonOf(answer.error)}`;
  if (answer.status === 200) return undefined;
  if (answer.status === 421)
    return `${origin} is answered by a node that is asked by another name. Let the proxy pass the Host header on as it came, and see that CLEW_ORIGIN is what people type.`;
  if ([502, 503, 504].includes(answer.status))
    return `${origin} is answered by a proxy (${answer.status}) that does not reach the node. Look at the address and port to which it passes requests.`;
  return `${origin} answers ${answer.status} where a node would say that it is well. Something else is served there: give Clew a name of its own.`;
}

/**
 * Whether the node answers well on this machine, asked by the name that people type. A certificate is for that name, so it is not
 * looked at here.
 */
export async function answersHere({ listen, origin, tls }: Settings): Promise<boolean> {
  const host = ['0.0.0.0', '::'].includes(listen.host) ? 'localhost' : listen.host;
  const here = `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${listen.port}`;
  const name = new URL(origin ?? here).host;
  const answer = await askHealth(here, { headers: { host: name }, rejectUnauthorized: false });
  return 'status' in answer && answer.status === 200;
}

type Health = { status: number } | { error: NodeJS.ErrnoException };

function askHealth(origin: string, options: RequestOptions = {}): Promise<Health> {
  const url = new URL('/health', origin);
  return new Promise((resolve) => {
    const heard = (response: IncomingMessage) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0 });
    };
    const get = url.protocol === 'https:' ? getTls : getPlain;
    const asked = get(url, { ...options, timeout: patienceMs }, heard);
    asked.on('timeout', () => asked.destroy(new Error('no answer within 5 seconds')));
    asked.on('error', (error) => resolve({ error }));
  });
}

function reasonOf(error: NodeJS.ErrnoException): string {
  const code = error.code ?? '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'no address is known for this name. Look at DNS.';
  if (code === 'ECONNREFUSED')
    return 'nobody listens there. Look whether the proxy runs, and at its firewall.';
  if (code === 'CERT_HAS_EXPIRED') return 'its certificate has expired. Renew it.';
  if (/^(ERR_TLS_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code))
    return `browsers do not trust its certificate (${code}). Take one that they trust by themselves, for this name and with its chain.`;
  return `${code || error.message}.`;
}

/**
 * Looks at the certificate that the node itself serves, and returns what is wrong and what to do; undefined if it is for the name that
 * people type and ends in more than fourteen days, or if a proxy serves one.
 */
export async function judgeCertificate({ tls, origin }: Settings, now: Date): Promise<string | undefined> {
  if (!tls) return undefined;
  const certificate = new X509Certificate(await readFile(tls.cert));
  const host = origin === undefined ? undefined : new URL(origin).hostname;
  if (host !== undefined && certificate.checkHost(host) === undefined)
    return `The certificate of CLEW_TLS_CERT is not for ${host}. Take one for the name that people type.`;
  const days = Math.floor((Date.parse(certificate.validTo) - now.getTime()) / dayMs);
  if (days < 0) return `The certificate of CLEW_TLS_CERT ended on ${certificate.validTo}. Renew it.`;
  if (Date.parse(certificate.validFrom) > now.getTime())
    return `The certificate of CLEW_TLS_CERT begins on ${certificate.validFrom}. Look at the clock.`;
  if (days < soonDays)
    return `The certificate of CLEW_TLS_CERT ends in ${days} days, on ${certificate.validTo}. Renew it: the node serves the new files by itself.`;
  return undefined;
}
