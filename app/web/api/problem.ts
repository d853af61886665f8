/** How a problem is told (RFC 9457). */
type Telling = { readonly status: number; readonly title: string };

/** All that the API can refuse, each once. Programs read the code; a code is never renamed, nor given another status. */
export const PROBLEMS = {
  unreadable: { status: 400, title: 'The body is no JSON, or is nested too deep.' },
  'bad-cursor': { status: 400, title: 'This cursor was not given for this list. Begin without one.' },
  'no-key': {
    status: 400,
    title: 'This request needs an Idempotency-Key: 16 to 64 letters, digits, _ or -.',
  },
  'no-token': { status: 401, title: 'This needs a token that holds: Authorization: Bearer clew_...' },
  'narrow-token': { status: 403, title: 'This token was not made for this.' },
  forbidden: { status: 403, title: 'The worker of this token may not do this.' },
  'not-found': { status: 404, title: 'There is nothing here.' },
  'wrong-method': { status: 405, title: 'This address does not take this method.' },
  'too-slow': { status: 408, title: 'The request took too long to arrive. Send it again.' },
  changed: { status: 409, title: 'It is not there any more, or not as it was. Read it again.' },
  taken: { status: 409, title: 'There is something of this id already.' },
  'too-many': { status: 409, title: 'There are as many as there may be. End one first.' },
  'key-waits': {
    status: 409,
    title: 'The key of this part must be made anew first, by somebody at the desk who has it.',
  },
  stale: { status: 412, title: 'Somebody changed it since. Read it again, and decide again.' },
  'too-large': { status: 413, title: 'The request is too large.' },
  'unknown-type': { status: 415, title: 'Send the body as application/json.' },
  'wrong-host': { status: 421, title: 'This node does not answer to this name.' },
  invalid: { status: 422, title: 'Something in the request is not as the description says.' },
  'other-request': { status: 422, title: 'This Idempotency-Key was used for another request.' },
  'not-in-law': { status: 422, title: 'The law that this node runs does not take these answers.' },
  'no-version': { status: 428, title: 'Say which version you change: If-Match with the ETag you read.' },
  unexpected: { status: 500, title: 'Something went wrong inside Clew. Try again in a minute.' },
  busy: { status: 503, title: 'The node is busy, or its database is away. Try again.' },
  'disk-full': { status: 507, title: 'The disk is full. Nothing was written.' },
} as const satisfies Record<string, Telling>;

/** A code of the closed set. */
export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

/** Where every code is explained; a problem's type is this with its code behind a `#`. */
export const PROBLEMS_PATH = '/api/problems';

/** One thing that is wrong in what was sent, and where: `facts.age`. For whoever sent it alone: it goes into no log. */
export type Wrong = { readonly at: string; readonly message: string };

/** What of a problem goes beyond its code. */
export type ProblemMore = {
  readonly wrong?: readonly Wrong[];
  /** The versions of a stale change: the one it was meant for, and the one that stands. */
  readonly versions?: { readonly sent: string; readonly current: string };
};

/** The body of a problem. */
export function problemBody(code: ProblemCode, more: ProblemMore = {}): Record<string, unknown> {
  const { status, title } = PROBLEMS[code];
  return { type: `${PROBLEMS_PATH}#${code}`, status, title, code, ...more };
}

const BY_STATUS: ReadonlyMap<number, ProblemCode> = new Map([
  [404, 'not-found'],
  [405, 'wrong-method'],
  [408, 'too-slow'],
  [413, 'too-large'],
  [415, 'unknown-type'],
  [421, 'wrong-host'],
  [503, 'busy'],
  [507, 'disk-full'],
]);

/** The code for a fault that a page would tell in words. */
export function codeOfStatus(status: number): ProblemCode {
  return BY_STATUS.get(status) ?? 'unexpected';
}
