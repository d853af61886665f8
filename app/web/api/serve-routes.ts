import type { Context, Hono } from 'hono';
import type { FaultNotice } from '../fault.ts';
import { answerRoute, respondWithProblem } from './answer-route.ts';
import type { ApiRoute } from './route.ts';

/** What a site knows of errors. */
export type Faults = {
  readonly describeFault: (error: unknown) => FaultNotice | undefined;
  readonly noteError?: ((error: unknown, action: string) => void) | undefined;
};

/** Serves routes below `/api`, in no language and with no cookie; any other method there is refused. */
export function serveRoutes(app: Hono, routes: readonly ApiRoute[], faults: Faults): void {
  for (const route of routes)
    app.on(route.method.toUpperCase(), honoPath(route.path), (c) => answer(c, route, faults));
  for (const path of new Set(routes.map((route) => route.path)))
    app.all(honoPath(path), () => {
      const response = respondWithProblem(405);
      response.headers.set('Allow', methodsAt(routes, path));
      return response;
    });
}

async function answer(c: Context, route: ApiRoute, faults: Faults): Promise<Response> {
  try {
    return await answerRoute({ request: c.req.raw, route, path: c.req.param() });
  } catch (error) {
    const known = faults.describeFault(error);
    if (known === undefined) faults.noteError?.(error, route.action);
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
