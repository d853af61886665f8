import { sql } from 'kysely';
import { openDoor, openServing, readNode, sendJobs, storeFaultOf } from '../../store/index.ts';
import { runWeb, type WebApplication } from '../web-link.ts';
import type { WebConfiguration } from '../web-messages.ts';

/**
 * A web process for tests of the supervisor: the real link and the real store, and routes that write and list.
 * `/write?id=…` acknowledges once its entry is committed; `&careless` commits without waiting for the disk,
 * to show that the crash test would see it. `/send` asks for a job. `/never` does not answer; `/hang` blocks the whole process; `/fall` ends the process.
 */
async function build({ databaseUrl, demo, sealKey }: WebConfiguration): Promise<WebApplication> {
  const { database, nodeId } = await openServing(databaseUrl, { demo });
  const door = openDoor(database, { kind: 'node', nodeId });
  const routes: Record<string, (query: URLSearchParams) => Promise<unknown>> = {
    '/health': async () => ({ ok: (await readNode(database)).nodeId === nodeId }),
    '/seal-key': async () => sealKey,
    '/environment': async () => Object.keys(process.env).sort(),
    '/pid': async () => ({ pid: process.pid }),
    '/write': async (query) => {
      await door.write({ action: 'test.write', thing: query.get('id') ?? '' }, async (transaction) => {
        if (query.has('careless')) await sql`SET LOCAL synchronous_commit = off`.execute(transaction);
      });
      return { ok: true };
    },
    '/send': async () => {
      const agencyId = '11111111-1111-4111-8111-111111111111';
      const own = openDoor(database, { kind: 'node', agencyId });
      await own.tally((transaction) =>
        sendJobs(transaction, [{ kind: 'alarm.tell', agencyId, deliveryId: agencyId }], { due: new Date() }),
      );
      return { ok: true };
    },
    '/written': () =>
      door.read(async (transaction) => {
        const rows = await transaction.selectFrom('clew.journal_entry').select('thing').execute();
        return rows.map((row) => row.thing);
      }),
    '/verify': () => door.verifyJournal(),
    '/hang': async () => {
      for (;;);
    },
    '/never': () => new Promise(() => undefined),
    '/fall': async () => process.kill(process.pid, 'SIGKILL'),
  };
  return {
    listener: async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const route = routes[url.pathname];
      try {
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify(route ? await route(url.searchParams) : { path: url.pathname }));
      } catch (error) {
        response.statusCode = 503;
        response.end(JSON.stringify({ code: storeFaultOf(error)?.code ?? 'unknown' }));
      }
    },
    noteMalformed: () => undefined,
    eventTotals: () => new Map([['test.event', 3]]),
    refusalHeaders: { 'X-Test': 'yes' },
    close: () => database.destroy(),
  };
}

runWeb(build, (error) => ({
  code: storeFaultOf(error)?.code ?? 'node.web-failed',
  message: error instanceof Error ? error.message : String(error),
}));
