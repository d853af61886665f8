import { z } from 'zod';
import { describeApi } from './describe-api.ts';
import { PROBLEM_CODES, PROBLEMS, PROBLEMS_PATH } from './problem.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** The routes that tell about the others: their description, and every problem. */
export function aboutRoutes(
  routes: readonly ApiRoute[],
  about: { title: string; version: string },
): ApiRoute[] {
  const problems = defineRoute({
    method: 'get',
    path: PROBLEMS_PATH,
    name: 'listProblems',
    action: 'public.read',
    summary: 'Every code that a refusal can have.',
    answer: z.object({
      items: z.array(z.object({ code: z.enum(PROBLEM_CODES), status: z.int(), title: z.string() })),
    }),
    run: () => ({
      ok: true,
      body: { items: PROBLEM_CODES.map((code) => ({ code, ...PROBLEMS[code] })) },
    }),
  });
  // Made when it is first asked for: it names this route too.
  let described: Record<string, unknown> | undefined;
  const description: ApiRoute = defineRoute({
    method: 'get',
    path: '/api/openapi.json',
    name: 'readDescription',
    action: 'public.read',
    summary: 'This description (OpenAPI 3.1).',
    answer: z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }),
    run: () => {
      described ??= describeApi([problems, description, ...routes], about);
      return { ok: true, body: described as { openapi: string; paths: Record<string, unknown> } };
    },
  });
  return [problems, description];
}
