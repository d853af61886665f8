import { OPERATIONS, type Operations, type Problem } from './operations.ts';

/** What of `fetch` is used: whatever sends a request and brings its response. */
type Send = (
  address: string,
  request: { method: string; headers: Record<string, string>; body?: string },
) => Promise<{ status: number; headers: { get(name: string): string | null }; text(): Promise<string> }>;

/** Where a node is, by whom it is asked, and how. */
export type ClientSettings = {
  /** Without a path or a slash at the end: `https://clew.example`. */
  origin: string;
  /** A token that a worker made at `/desk/you/tokens`; the law needs none. */
  token?: string;
  /** `fetch`, or what does the same. */
  send: Send;
  /** Draws a key at random, of 16 to 64 letters, digits, `_` or `-`, for what must be done once: `crypto.randomUUID`. */
  drawKey: () => string;
};

type Name = keyof Operations;

/** What an operation is given. What it does not take is left out. */
type Input<N extends Name> = Omit<Operations[N], 'answer'>;

/** What was answered; `etag` is the version of it, for `ifMatch`. */
export type Answered<N extends Name> = {
  ok: true;
  status: number;
  body: Operations[N]['answer'];
  etag: string | undefined;
  location: string | undefined;
};
/** What was refused, and why; `retryAfter` is in seconds. */
export type Refused = { ok: false; status: number; problem: Problem; retryAfter: number | undefined };

type Item<N extends Name> = Operations[N]['answer'] extends { items: readonly (infer One)[] } ? One : never;

/** Asks a node, operation by operation, as its description names them. */
export type Client = {
  /**
   * Asks once; what must be done once is asked again with the same key, twice at the most, if the line breaks. Throws what
   * `send` threw last, and Error for an answer that is no node's.
   */
  call<N extends Name>(name: N, input: Input<N>): Promise<Answered<N> | Refused>;
  /** Every item of a list, page by page. Throws Error with the code where a page is refused. */
  items<N extends Name>(name: N, input: Input<N>): AsyncGenerator<Item<N>>;
};

const TRIES = 3;

/** A client of one node. */
export function createClient(settings: ClientSettings): Client {
  const client: Client = {
    call: async (name, input) => {
      const { once } = OPERATIONS[name];
      const request = requestOf(settings, name, input as Given);
      for (let tried = 1; ; tried++)
        try {
          return readAnswer(await settings.send(request.address, request));
        } catch (error) {
          if (!once || tried === TRIES) throw error;
        }
    },
    async *items(name, input) {
      let query = (input as Given).query ?? {};
      for (;;) {
        const page = await client.call(name, { ...input, query } as typeof input);
        if (!page.ok) throw new Error(`The list ended: ${page.problem.code}. ${page.problem.title}`);
        const { items, next } = page.body as { items: Item<typeof name>[]; next: string | null };
        yield* items;
        if (next === null) return;
        query = { ...query, cursor: next };
      }
    },
  };
  return client;
}

type Given = {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | undefined>>;
  body?: unknown;
  ifMatch?: string;
};

function requestOf({ origin, token, drawKey }: ClientSettings, name: Name, given: Given) {
  const { method, path, once } = OPERATIONS[name];
  const { params = {}, query = {}, body, ifMatch } = given;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, one: string) => encodeURIComponent(params[one] ?? ''));
  const asked = Object.entries(query).flatMap(([one, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(one)}=${encodeURIComponent(value)}`],
  );
  return {
    address: `${origin}${filled}${asked.length === 0 ? '' : `?${asked.join('&')}`}`,
    method: method.toUpperCase(),
    headers: {
      Accept: 'application/json, application/problem+json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(once ? { 'Idempotency-Key': drawKey() } : {}),
      ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

async function readAnswer<N extends Name>(
  response: Awaited<ReturnType<Send>>,
): Promise<Answered<N> | Refused> {
  const { status, headers } = response;
  const type = headers.get('Content-Type') ?? '';
  const isProblem = type.startsWith('application/problem+json');
  if (!isProblem && !type.startsWith('application/json'))
    throw new Error(`This answer (${status}) is not a Clew node's. Check the address.`);
  const body: unknown = JSON.parse(await response.text());
  if (!isProblem)
    return {
      ok: true,
      status,
      body: body as Operations[N]['answer'],
      etag: headers.get('ETag') ?? undefined,
      location: headers.get('Location') ?? undefined,
    };
  const after = headers.get('Retry-After');
  return {
    ok: false,
    status,
    problem: body as Problem,
    retryAfter: after === null ? undefined : Number(after),
  };
}
