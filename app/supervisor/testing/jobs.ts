import { asOnlyRunner, openDoor, openQueue, openServing, runJobs } from '../../store/index.ts';
import { runJobsProcess } from '../jobs-link.ts';

/**
 * A process for jobs for tests of the supervisor: the real link, the real queue, and a job that never ends when it is first begun.
 * What was begun and what was done stands in the node's journal.
 */
runJobsProcess(async ({ databaseUrl, demo }, signal) => {
  const { database, nodeId } = await openServing(databaseUrl, { demo });
  const door = openDoor(database, { kind: 'node', nodeId });
  const pause = () => new Promise<void>((resolve) => void setTimeout(resolve, 50));
  const write = (thing: string) => door.write({ action: 'test.job', thing }, async () => undefined);
  await asOnlyRunner(database, { signal, pause }, async (own) => {
    const queue = openQueue(database, nodeId);
    await queue.takeBack();
    const handlers = {
      'population.count': async () => ({ ok: true }) as const,
      'alarm.tell': async (_job: unknown, { attempt }: { attempt: number }) => {
        await write(`begun ${attempt}`);
        if (attempt === 1) await new Promise(() => undefined);
        await write('done');
        return { ok: true } as const;
      },
      'event.tell': async () => ({ ok: true }) as const,
    };
    await runJobs({ queue, handlers, signal: own, pause });
  });
  await database.destroy();
});
