import { getRequestListener } from '@hono/node-server';
import { pino } from 'pino';
import { describeFault } from './faults.ts';
import { lawPages, loadLaw } from './law/index.ts';
import {
  connect,
  openDoor,
  readNode,
  refuseUnsafeRole,
  refuseUnsafeSettings,
  storeFaultOf,
} from './store/index.ts';
import { runWeb, type WebApplication, type WebConfiguration } from './supervisor/index.ts';
import { createSite } from './web/index.ts';

// Error codes and actions only: nothing that a person typed, no address, no body, ever.
const log = pino({ name: 'clew', base: null, timestamp: pino.stdTimeFunctions.isoTime });

/** Joins store, law and web into the application of one web process. */
async function build(configuration: WebConfiguration): Promise<WebApplication> {
  const database = connect({ url: configuration.databaseUrl });
  await refuseUnsafeRole(database);
  await refuseUnsafeSettings(database);
  const { nodeId } = await readNode(database);
  const law = await loadLaw();
  const door = openDoor(database, { kind: 'node', nodeId });
  await door.write({ action: 'node.serve', thing: `law ${law.hash}` }, async () => undefined);
  const site = createSite({
    origin: configuration.origin,
    demo: configuration.demo,
    development: configuration.development,
    leaveTo: configuration.leaveTo,
    pages: lawPages(law),
    describeFault,
    health: async () => (await readNode(database)).nodeId === nodeId,
    noteError: (error, action) =>
      log.error({ action, error: error instanceof Error ? error.name : typeof error }, 'a page failed'),
  });
  return {
    listener: getRequestListener((request) => site.fetch(request), {
      hostname: new URL(configuration.origin).host,
    }),
    close: () => database.destroy(),
  };
}

runWeb(build, (error) => {
  const fault = storeFaultOf(error);
  if (fault) return { code: fault.code, message: fault.message };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'node.web-failed', message: `The web process could not start. ${detail}` };
});
