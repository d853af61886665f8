import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { availableParallelism } from 'node:os';
import { getRequestListener } from '@hono/node-server';
import { ACTIONS, createDesk, useNativeCurves } from './desk/index.ts';
import { createEventLog } from './event-log.ts';
import { describeFault } from './faults.ts';
import { callAfter } from './first-run.ts';
import { loadLaw } from './law/index.ts';
import { sitePages, siteRoutes } from './site-pages.ts';
import { openDoor, openServing, readNode, storeFaultOf, withWritten } from './store/index.ts';
import { outgoingList, runWeb, type WebApplication, type WebConfiguration } from './supervisor/index.ts';
import { createSite, secureHeaders } from './web/index.ts';

const log = createEventLog({ write: (line) => process.stdout.write(line), after: callAfter });

/** Joins store, law and web into the application of one web process. */
async function build(configuration: WebConfiguration): Promise<WebApplication> {
  useNativeCurves();
  const { database, nodeId } = await openServing(configuration.databaseUrl, { demo: configuration.demo });
  const law = await loadLaw();
  const door = openDoor(database, { kind: 'node', nodeId });
  await door.write({ action: 'node.serve', thing: `law ${law.hash}` }, async () => undefined);
  const sealKey = Buffer.from(configuration.sealKey, 'base64');
  const desk = createDesk({
    database,
    now: () => new Date(),
    random: randomBytes,
    after: callAfter,
    sealKey,
    isDemo: configuration.demo,
    cores: availableParallelism(),
    origin: configuration.origin,
    note: log.note,
    channelRecipient: configuration.channelRecipient,
    populationRecipient: configuration.populationRecipient,
    outgoing: { allowed: outgoingList(configuration.outgoingNetworks) },
  });
  const site = createSite({
    origin: configuration.origin,
    demo: configuration.demo,
    development: configuration.development,
    leaveTo: configuration.leaveTo,
    pages: sitePages(law, desk),
    routes: siteRoutes(law, desk),
    actions: ACTIONS,
    describeFault,
    health: async () => (await readNode(database)).nodeId === nodeId,
    noteError: (error, action) =>
      log.note('page.failed', { action, error: error instanceof Error ? error.name : typeof error }),
    note: log.note,
  });
  const refusalHeaders = headersOfRefusals(configuration.origin);
  return {
    refusalHeaders,
    listener: refuseWithoutHost(
      refusalHeaders,
      getRequestListener((request) => withWritten(() => site.fetch(request)), {
        hostname: new URL(configuration.origin).host,
        // A Host or address that is none: the request cannot even be put to the site.
        errorHandler: () => new Response(null, { status: 400, headers: refusalHeaders }),
      }),
    ),
    noteMalformed: () => log.note('request.malformed'),
    eventTotals: log.totals,
    close: async () => {
      log.end();
      await database.destroy();
    },
  };
}

/** What every answer carries, also one that no page made. */
function headersOfRefusals(origin: string): Record<string, string> {
  const headers = new Headers();
  secureHeaders(headers, origin.startsWith('https:'));
  return Object.fromEntries(headers);
}

/** Without a Host nobody can tell for whom a request is meant. Node's own refusal would carry no headers. */
function refuseWithoutHost(headers: Record<string, string>, listener: RequestListener): RequestListener {
  return (request, response) => {
    if (request.headers.host) return listener(request, response);
    response.writeHead(400, { ...headers, Connection: 'close' }).end();
  };
}

runWeb(build, (error) => {
  const fault = storeFaultOf(error);
  if (fault) return { code: fault.code, message: fault.message };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'node.web-failed', message: `The web process could not start. ${detail}` };
});
