import type { Context, Hono } from 'hono';
import type { WebEvent } from '../events.ts';
import { type FaultNotice, REFUSALS } from '../fault.ts';
import { beside, type Others, type PublicLine } from '../public-line.ts';
import { answerRoute, respondWithProblem } from './answer-route.ts';
import type { ApiRoute } from './route.ts';

/** What a site knows of errors, and whom it tells of what is refused. */
type Faults = {
  readonly describeFault: (error: unknown) => FaultNotice | undefined;
  readonly noteError?: ((error: unknown, action: string) => void) | undefined;
  readonly note?: ((event: WebEvent) => void) | undefined;
};

/** Where routes are served: the same line as the pages' own, and the same count of those who do not wait in it. */
type Serving = { settings: Faults; line: PublicLine; others: Others };

/** Serves routes below `/api`, in no language and with no cookie; any other method there is refused. */
export function serveRoutes(app: Hono, routes: readonly ApiRoute[], serving: Serving): void {
  for (const route of routes)
    app.on(route.method.toUpperCase(), honoPath(route.path), (c) => answer(c, route, serving));
  for (const path of new Set(routes.map((route) => route.path)))
    app.all(honoPath(path), () => {
      serving.settings.note?.('request.wrong-method');
      const response = respondWithProblem(405);
      response.headers.set('Allow', methodsAt(routes, path));
      return response;
    });
}

async function answer(c: Context, route: ApiRoute, { settings, line, others }: Serving): Promise<Response> {
  const asked = { request: c.req.raw, route, path: c.req.param() };
  try {
    if (route.costly !== true)
      return await beside(others, () => answerRoute({ ...asked, inTurn: (work) => work() }));
    return await answerRoute({
      ...asked,
      inTurn: async (work) => {
        const done = await line.run(route.path, work);
        if (done.ok) return done.value;
        settings.note?.('line.turned-away');
        return respondWithProblem(REFUSALS.crowded.status, REFUSALS.crowded.retryAfter);
      },
    });
  } catch (error) {
    const known = settings.describeFault(error);
    if (known === undefined) settings.noteError?.(error, route.action);
    return respondWithProblem(known?.status ?? 500, known?.retryAfter);
  }
}

/**
 * Throws if a route may not start: an action that is not among `actions`, or two routes of one method and path, or of one
 * name. A route that nobody decided about is open to everybody, so it must not exist.
 */
export function checkRoutes(routes: readonly ApiRoute[], actions: ReadonlySet<string>): void {
  const taken = new Set<string>();
  for (const { method, path, name, action } of routes) {
    if (!actions.has(action))
      throw new Error(
        `The route ${method} ${path} declares the action "${action}", which is not in the list of actions that the node decides about.`,
      );
    for (const one of [`${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`, `name ${name}`]) {
      if (taken.has(one)) throw new Error(`Two routes of the API are ${one}. Keep one.`);
      taken.add(one);
    }
  }
}

function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

function methodsAt(routes: readonly ApiRoute[], path: string): string {
  const methods = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
  return methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
}
