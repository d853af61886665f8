import type { z } from 'zod';
import { isParameter } from './parameter.ts';
import { PROBLEMS, type ProblemCode, type ProblemMore } from './problem.ts';
import { JSON_LIMIT } from './read-json.ts';

type ApiMethod = 'get' | 'post' | 'put' | 'delete';

/** What a route answers: what was asked for, or a problem. */
export type ApiAnswer<Body = unknown> =
  | { readonly ok: true; readonly body: Body; readonly etag?: string; readonly location?: string }
  | ({ readonly ok: false; readonly code: ProblemCode; readonly retryAfter?: number } & ProblemMore);

/** Who asks: whoever the route's `enter` let in. A route without one is for everybody, and `who` is undefined. */
export type Enter<Who> = (
  authorization: string | null,
  action: string,
) => Promise<{ ok: true; who: Who } | { ok: false; code: ProblemCode }>;

/** A key by which a request that is sent again is known, and what it asked, to tell another one of the same key. */
export type Once = { readonly key: string; readonly request: string };

/** One request as a route sees it: everything parsed, nothing else let through. */
type ApiVisit<Params, Query, Body, Who> = {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly who: Who;
  /** Of a route with `once`. */
  readonly once: Once;
  /** Of a route with `ifMatch`: the version or versions that the change is meant for. */
  readonly ifMatch: string;
};

type Shape = z.ZodRawShape;
type Of<S extends Shape | undefined> = S extends Shape ? z.output<z.ZodObject<S>> : Record<never, never>;
type In<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined;

/** What a route is, said once: the server, its description and the client library all follow it. */
type RouteDefinition<
  P extends Shape | undefined,
  Q extends Shape | undefined,
  B extends z.ZodType | undefined,
  A extends z.ZodType,
  Who,
> = {
  readonly method: ApiMethod;
  /** `/api/law/states/{code}` */
  readonly path: `/api/${string}`;
  /** Its name in the description, and the client's: `readState`. */
  readonly name: string;
  /** What is done here, for the one function that decides. */
  readonly action: string;
  readonly summary: string;
  /** What the path has in braces. What does not fit is not found. */
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** The most that the body may have, in bytes. */
  readonly limit?: number;
  readonly status?: 200 | 201;
  readonly answer: A;
  /** Whether the answer says its version. */
  readonly etag?: boolean;
  /** Whether the answer says where the new thing is. */
  readonly location?: boolean;
  /** What it refuses beside what every route does. */
  readonly problems?: readonly ProblemCode[];
  /** True where a request that is sent twice must have one effect: it needs an `Idempotency-Key`. */
  readonly once?: boolean;
  /** True where it changes what somebody else may have changed since: it needs `If-Match`. */
  readonly ifMatch?: boolean;
  /** Routes that an answer leads to: by the other's name, its parameters and where in the answer they stand. */
  readonly links?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** True where anybody may ask for work that holds the process: it waits in the public line. Not for who brings a token. */
  readonly costly?: boolean;
  readonly enter?: Enter<Who>;
  readonly run: (
    visit: ApiVisit<Of<P>, Of<Q>, In<B>, Who>,
  ) => ApiAnswer<z.input<A>> | Promise<ApiAnswer<z.input<A>>>;
};

/** A route whatever it takes. */
export type ApiRoute = Omit<
  RouteDefinition<Shape, Shape, z.ZodType | undefined, z.ZodType, unknown>,
  'params' | 'query' | 'run' | 'enter'
> & {
  readonly params: Shape;
  readonly query: Shape;
  readonly limit: number;
  readonly status: 200 | 201;
  readonly enter: Enter<unknown> | undefined;
  readonly run: (visit: ApiVisit<unknown, unknown, unknown, unknown>) => Promise<ApiAnswer>;
};

/**
 * Defines a route. Throws where it could not be served safely: a parameter that could hold what a person typed, braces
 * without a parameter, a status that is no problem's, a token's route behind the public in line.
 */
export function defineRoute<
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  A extends z.ZodType = z.ZodType,
  Who = undefined,
>(route: RouteDefinition<P, Q, B, A, Who>): ApiRoute {
  const { path, method, params = {}, query = {} } = route;
  for (const [name, schema] of Object.entries({ ...params, ...query }))
    if (!isParameter(schema))
      throw new Error(
        `The parameter ${name} of ${method} ${path} could hold what a person typed. Take one of app/web/api/parameter.ts, or send it in the body.`,
      );
  const braces = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  if (braces.join() !== Object.keys(params).join())
    throw new Error(`The path ${path} and its parameters do not name the same, in the same order.`);
  for (const code of route.problems ?? [])
    if (!Object.hasOwn(PROBLEMS, code)) throw new Error(`${code} is no problem of the closed set.`);
  if (route.costly === true && route.enter !== undefined)
    throw new Error(
      `The route ${method} ${path} asks for a token and would wait behind the public. Leave out costly.`,
    );
  const { run } = route;
  return Object.freeze({
    ...route,
    ...{ params, query, limit: route.limit ?? JSON_LIMIT, status: route.status ?? 200, enter: route.enter },
    run: async (visit: ApiVisit<unknown, unknown, unknown, unknown>) => run(visit as never),
  }) as unknown as ApiRoute;
}
