import { z } from 'zod';
import {
  codeOfStatus,
  PROBLEMS,
  type ProblemCode,
  type ProblemMore,
  problemBody,
  type Wrong,
} from './problem.ts';
import { readJson } from './read-json.ts';
import type { ApiAnswer, ApiRoute } from './route.ts';
import { IF_MATCH } from './version.ts';

/** What an `Idempotency-Key` may be. Long enough that two clients never draw the same. */
export const ONCE_KEY = /^[A-Za-z0-9_-]{16,64}$/;

/** A request for a route, with what its path has in braces. */
type AskedRoute = {
  request: Request;
  route: ApiRoute;
  path: Readonly<Record<string, string>>;
  /** Does the route's work when its turn comes, or answers that it did not come. */
  inTurn: (work: () => Promise<Response>) => Promise<Response>;
};

/**
 * Answers a request for a route. Whoever may not enter learns nothing of what they sent: the token comes first, then the
 * conditions, then the parts of the request. A body is read before the work has its turn: who sends slowly holds up nobody.
 * Throws what the route throws.
 */
export async function answerRoute({ request, route, path, inTurn }: AskedRoute): Promise<Response> {
  const entered = await route.enter?.(request.headers.get('Authorization'), route.action);
  if (entered && !entered.ok) return problem(entered.code);
  const conditions = readConditions(request.headers, route);
  if (typeof conditions === 'string') return problem(conditions);
  const params = z.strictObject(route.params).safeParse(path);
  if (!params.success) return problem('not-found');
  const query = readQuery(new URL(request.url).searchParams, route);
  if (!query.ok) return problem('invalid', { wrong: query.wrong });
  const sent = await readBody(request, route);
  if (!sent.ok) return problem(sent.code, sent.wrong ? { wrong: sent.wrong } : {});
  const visit = {
    params: params.data,
    query: query.value,
    body: sent.value,
    who: entered?.who,
    once: {
      key: conditions.key,
      request: `${request.method} ${new URL(request.url).pathname} ${conditions.ifMatch} ${sent.text}`,
    },
    ifMatch: conditions.ifMatch,
  };
  return inTurn(async () => respond(route, await route.run(visit)));
}

/** The response for something that went wrong before or beside a route. */
export function respondWithProblem(status: number, retryAfter?: number): Response {
  return problem(codeOfStatus(status), {}, retryAfter);
}

function respond(route: ApiRoute, answer: ApiAnswer): Response {
  if (!answer.ok) {
    const { ok: _ok, code, retryAfter, ...more } = answer;
    return problem(code, more, retryAfter);
  }
  // Parsed on the way out: what the description does not name does not leave, whatever a row holds besides.
  const body = route.answer.parse(answer.body);
  const headers = new Headers({ 'Content-Type': 'application/json' });
  if (answer.etag !== undefined) headers.set('ETag', answer.etag);
  if (answer.location !== undefined) headers.set('Location', answer.location);
  return new Response(JSON.stringify(body), { status: route.status, headers });
}

function problem(code: ProblemCode, more: ProblemMore = {}, retryAfter?: number): Response {
  const headers = new Headers({ 'Content-Type': 'application/problem+json' });
  if (code === 'no-token') headers.set('WWW-Authenticate', 'Bearer');
  if (retryAfter !== undefined) headers.set('Retry-After', String(retryAfter));
  return new Response(JSON.stringify(problemBody(code, more)), { status: PROBLEMS[code].status, headers });
}

function readConditions(
  headers: Headers,
  { once, ifMatch }: ApiRoute,
): ProblemCode | { key: string; ifMatch: string } {
  const key = headers.get('Idempotency-Key') ?? '';
  const version = headers.get('If-Match') ?? '';
  if (once === true && !ONCE_KEY.test(key)) return 'no-key';
  if (ifMatch === true && !IF_MATCH.test(version)) return 'no-version';
  return { key: once === true ? key : '', ifMatch: ifMatch === true ? version : '' };
}

type Parsed = { ok: true; value: unknown } | { ok: false; wrong: Wrong[] };

function readQuery(given: URLSearchParams, route: ApiRoute): Parsed {
  const names = [...given.keys()];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined && Object.hasOwn(route.query, twice))
    return { ok: false, wrong: [{ at: twice, message: 'Say it once.' }] };
  const read = z.strictObject(route.query).safeParse(Object.fromEntries(given));
  return read.success ? { ok: true, value: read.data } : { ok: false, wrong: wrongIn(read.error) };
}

type Sent =
  | { ok: true; value: unknown; text: string }
  | { ok: false; code: ProblemCode; wrong?: readonly Wrong[] };

async function readBody(request: Request, { body, limit }: ApiRoute): Promise<Sent> {
  if (body === undefined) return { ok: true, value: undefined, text: '' };
  const read = await readJson(request, limit);
  if (!read.ok) return read;
  const parsed = body.safeParse(read.value);
  if (parsed.success) return { ok: true, value: parsed.data, text: read.text };
  return { ok: false, code: 'invalid', wrong: wrongIn(parsed.error) };
}

const MOST_TOLD = 20;

/** What is wrong and where, in the words of the schema. Names that the sender made up are not said back. */
function wrongIn({ issues }: z.ZodError): Wrong[] {
  return issues.slice(0, MOST_TOLD).map(({ path, code, message }) => ({
    at: path.map(String).join('.').slice(0, 200),
    message:
      code === 'unrecognized_keys' ? 'There is something here that the description does not name.' : message,
  }));
}
