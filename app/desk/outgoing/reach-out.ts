import { lookup } from 'node:dns/promises';
import { request as plainRequest, type RequestOptions } from 'node:http';
import { request } from 'node:https';
import { type BlockList, isIP } from 'node:net';
import { mayReach } from './guarded-address.ts';

/** The addresses of a name, as DNS and the machine's own list say. Rejects if there are none. */
type Resolve = (name: string) => Promise<readonly string[]>;

/** What may be reached from here. */
export type Outgoing = {
  resolve: Resolve;
  /** Networks beside the public internet that the operator allowed. */
  allowed: BlockList | undefined;
  /** True in tests alone: this machine may be asked, also without TLS. */
  mayBeLocal: boolean;
  /** Waits until the patience of a request is over; a test has its own. */
  outwait?: (patience: AbortSignal) => Promise<void>;
};

export type OutgoingRequest = {
  address: URL;
  method: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  body?: string | Uint8Array | undefined;
  /** The most bytes of an answer. */
  limit: number;
  /** For all of it, in milliseconds. */
  patienceMs: number;
};

type OutgoingAnswer =
  | { ok: true; status: number; headers: Headers; body: Uint8Array<ArrayBuffer> }
  /** `guarded`: an address that may not be reached. `unreached`: no answer, or one that is none. */
  | { ok: false; why: 'guarded' | 'unreached' | 'too-slow' | 'too-large' };

/** What DNS and the machine's own list of hosts say. */
export const resolveByDns: Resolve = async (name) =>
  (await lookup(name, { all: true })).map(({ address }) => address);

/**
 * The one way from the node to somebody else's machine, at an address that an agency named: over https, to where the name leads at
 * this moment, and only if every address it leads to may be reached. It is resolved once and connected to as resolved, so that a
 * name which leads elsewhere a moment later (DNS rebinding) leads nowhere. Nothing is followed on, no connection is kept, and
 * no more is read than the limit. Whoever was not reached is waited for until the patience is over, whatever the reason is: from how
 * soon the answer comes nobody tells an address that is guarded from one that is silent. Never rejects.
 */
export async function reachOut(outgoing: Outgoing, asked: OutgoingRequest): Promise<OutgoingAnswer> {
  const patience = AbortSignal.timeout(asked.patienceMs);
  const answer = await tryToReach(outgoing, asked, patience);
  if (!answer.ok && answer.why !== 'too-large') await (outgoing.outwait ?? untilOver)(patience);
  return answer;
}

async function untilOver(patience: AbortSignal): Promise<void> {
  if (patience.aborted) return;
  await new Promise((resolve) => patience.addEventListener('abort', resolve, { once: true }));
}

async function tryToReach(
  outgoing: Outgoing,
  asked: OutgoingRequest,
  patience: AbortSignal,
): Promise<OutgoingAnswer> {
  const { address } = asked;
  const isLocal = outgoing.mayBeLocal && address.hostname === 'localhost';
  if (address.protocol !== 'https:' && !isLocal) return { ok: false, why: 'guarded' };
  if (address.username !== '' || address.password !== '') return { ok: false, why: 'guarded' };
  const found = await whereTo(outgoing, {
    name: address.hostname.replace(/^\[|\]$/g, ''),
    isLocal,
    patience,
  });
  if (found === undefined) return { ok: false, why: patience.aborted ? 'too-slow' : 'unreached' };
  if (found === 'guarded') return { ok: false, why: 'guarded' };
  return send(asked, found, patience);
}

type Sought = { name: string; isLocal: boolean; patience: AbortSignal };

/** The one address to connect to; undefined if the name has none. One that may not be reached spoils them all. */
async function whereTo(
  { resolve, allowed }: Outgoing,
  { name, isLocal, patience }: Sought,
): Promise<string | 'guarded' | undefined> {
  const addresses = isIP(name) !== 0 ? [name] : await inTime(resolve(name), patience);
  if (addresses === undefined || addresses.length === 0) return undefined;
  if (!isLocal && !addresses.every((one) => mayReach(one, allowed))) return 'guarded';
  return addresses[0];
}

async function inTime<T>(work: Promise<T>, patience: AbortSignal): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => {
    patience.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return Promise.race([work.catch(() => undefined), late]);
}

function send(
  { address, method, headers, body, limit }: OutgoingRequest,
  to: string,
  patience: AbortSignal,
): Promise<OutgoingAnswer> {
  const options: RequestOptions = {
    method,
    headers: { ...headers, 'Accept-Encoding': 'identity' },
    agent: false,
    signal: patience,
    // The name stays in the certificate and in Host; the connection goes where it was found to lead.
    lookup: (_name, asked, tell) => {
      const family = isIP(to);
      if (asked.all) (tell as (error: null, found: object[]) => void)(null, [{ address: to, family }]);
      else tell(null, to, family);
    },
  };
  return new Promise((resolve) => {
    const refuse = (why: 'unreached' | 'too-large') =>
      resolve({ ok: false, why: patience.aborted ? 'too-slow' : why });
    const ask = address.protocol === 'https:' ? request : plainRequest;
    const sent = ask(address, options, (response) => {
      const pieces: Buffer[] = [];
      let length = 0;
      response.on('data', (piece: Buffer) => {
        length += piece.length;
        if (length > limit) {
          refuse('too-large');
          sent.destroy();
        } else pieces.push(piece);
      });
      response.on('error', () => refuse('unreached'));
      response.on('end', () =>
        resolve({
          ...{ ok: true, status: response.statusCode ?? 0 },
          headers: headersOf(response.headers),
          body: new Uint8Array(Buffer.concat(pieces)),
        }),
      );
    });
    sent.on('error', () => refuse('unreached'));
    // An answer that asks to speak something else than HTTP ends without an error: whoever waits would wait for ever.
    sent.on('upgrade', (_response, socket) => socket.destroy());
    sent.on('close', () => refuse('unreached'));
    sent.end(body);
  });
}

function headersOf(given: NodeJS.Dict<string | string[]>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given))
    for (const one of [value ?? []].flat()) headers.append(name, one);
  return headers;
}
