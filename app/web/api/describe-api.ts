import { z } from 'zod';
import { ONCE_KEY } from './answer-route.ts';
import { PROBLEM_CODES, PROBLEMS, type ProblemCode } from './problem.ts';
import type { ApiRoute } from './route.ts';
import { IF_MATCH } from './version.ts';

type Json = Record<string, unknown>;

/** The description of an API (OpenAPI 3.1), made of its routes and of nothing else. */
export function describeApi(
  routes: readonly ApiRoute[],
  { title, version }: { title: string; version: string },
): Json {
  const schemas: Json = { Problem: jsonSchema(Problem, 'input') };
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    if (route.body) schemas[`${upper(route.name)}Body`] = jsonSchema(route.body, 'input');
    schemas[`${upper(route.name)}Answer`] = jsonSchema(route.answer, 'input');
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title,
      version,
      description:
        'What is refused comes as problem details (RFC 9457) with a code of a closed list. Lists come in pages. Members are added, never renamed or taken away.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token that a worker made at /desk/you/tokens.',
        },
      },
    },
  };
}

const Problem = z.object({
  type: z.string(),
  status: z.int(),
  title: z.string(),
  code: z.enum(PROBLEM_CODES as [ProblemCode, ...ProblemCode[]]),
  wrong: z.array(z.object({ at: z.string(), message: z.string() })).optional(),
  versions: z.object({ sent: z.string(), current: z.string() }).optional(),
});

function operationOf(route: ApiRoute): Json {
  const { name, summary, action, params, query, body, enter } = route;
  return {
    operationId: name,
    summary,
    'x-action': action,
    security: enter === undefined ? [] : [{ token: [] }],
    parameters: [
      ...Object.entries(params).map(([one, schema]) => parameterOf('path', one, schema as z.ZodType)),
      ...Object.entries(query).map(([one, schema]) => parameterOf('query', one, schema as z.ZodType)),
      ...conditionsOf(route),
    ],
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: ref(`${upper(name)}Body`) } },
          },
        }
      : {}),
    responses: responsesOf(route),
  };
}

function parameterOf(place: 'path' | 'query', name: string, schema: z.ZodType): Json {
  return { name, in: place, required: place === 'path', schema: jsonSchema(schema, 'input') };
}

function conditionsOf({ once, ifMatch }: ApiRoute): Json[] {
  const header = (name: string, pattern: RegExp, description: string) => ({
    ...{ name, in: 'header', required: true, description },
    schema: { type: 'string', pattern: pattern.source },
  });
  return [
    ...(once === true
      ? [
          header(
            'Idempotency-Key',
            ONCE_KEY,
            'Draw one at random for each thing that you want done, and keep it when you ask again.',
          ),
        ]
      : []),
    ...(ifMatch === true ? [header('If-Match', IF_MATCH, 'The ETag of what you read.')] : []),
  ];
}

function responsesOf(route: ApiRoute): Json {
  const { name, status, etag, location, links } = route;
  const headers = {
    ...(etag === true ? { ETag: { required: true, schema: { type: 'string' } } } : {}),
    ...(location === true ? { Location: { required: true, schema: { type: 'string' } } } : {}),
  };
  const good = {
    description: 'Done.',
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    content: { 'application/json': { schema: ref(`${upper(name)}Answer`) } },
    ...(links ? { links: linksOf(links) } : {}),
  };
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codesOf(route)) {
    const { status: refused } = PROBLEMS[code];
    byStatus.set(refused, [...(byStatus.get(refused) ?? []), code]);
  }
  const problems = [...byStatus].map(([refused, codes]) => [String(refused), problemResponse(codes)]);
  return { [String(status)]: good, ...Object.fromEntries(problems) };
}

function problemResponse(codes: readonly ProblemCode[]): Json {
  return {
    description: codes.map((code) => `${code}: ${PROBLEMS[code].title}`).join(' '),
    ...(codes.includes('no-token')
      ? { headers: { 'WWW-Authenticate': { required: true, schema: { type: 'string' } } } }
      : {}),
    content: { 'application/problem+json': { schema: ref('Problem') } },
  };
}

/** All that a route can refuse, by what it takes. */
export function codesOf(route: ApiRoute): ProblemCode[] {
  const { params, query, body, enter, once, ifMatch, problems = [] } = route;
  const codes: ProblemCode[] = [
    ...(enter === undefined ? [] : (['no-token', 'narrow-token', 'forbidden', 'not-found'] as const)),
    ...(once === true ? (['no-key', 'other-request'] as const) : []),
    ...(ifMatch === true ? (['no-version', 'stale'] as const) : []),
    ...(Object.keys(params).length > 0 ? (['not-found'] as const) : []),
    'invalid',
    ...('cursor' in query ? (['bad-cursor'] as const) : []),
    ...(body ? (['unreadable', 'too-slow', 'too-large', 'unknown-type'] as const) : []),
    ...problems,
    ...(['wrong-host', 'unexpected', 'busy', 'disk-full'] as const),
  ];
  return [...new Set(codes)];
}

function linksOf(links: NonNullable<ApiRoute['links']>): Json {
  return Object.fromEntries(
    Object.entries(links).map(([operationId, parameters]) => [operationId, { operationId, parameters }]),
  );
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  return rest;
}

function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

function upper(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
