import { setTimeout as wait } from 'node:timers/promises';
import { type Colleague, openField } from '../stolen-disk/people.ts';
import { WEIGHED, type World, wakeUp } from './world.ts';
import { reveal } from './writers-file.ts';

/** Colleagues who write into one file, one entry after the other, while something else is sent and something is killed. */
export type Crowd = {
  fileId: string;
  /** Signs in again whom the node does not know any more. */
  wake(): Promise<void>;
  /** Goes on writing, until `pause`. */
  write(): void;
  /** Resolves once nobody waits for an answer any more. */
  pause(): Promise<void>;
  acknowledged(): number;
  /** What was acknowledged and is not in the tables. */
  missing(): Promise<string[]>;
  /** What was acknowledged and is not shown to who may read it. */
  unreadable(): Promise<string[]>;
};

/** The owner and a colleague for health, in browsers of their own. */
export async function openCrowd(world: World): Promise<Crowd> {
  const { file } = await world.newFile();
  const { browser } = world.owner;
  await browser.visit(`${file}/people`);
  await browser.fill(`${file}/people/let-in`, { 'let-in-worker': world.health.workerId });
  const told = new Set<string>();
  const members = [world.owner, world.health].map((colleague, at) =>
    openMember(world, colleague, { file, what: at === 0 ? 'narrative told' : 'health condition', told }),
  );
  let isWriting = false;
  let working: Promise<unknown> = Promise.resolve();
  return {
    fileId: file.split('/').at(-1) ?? '',
    wake: async () => {
      for (const member of members) await member.wake();
    },
    write: () => {
      isWriting = true;
      working = Promise.all(members.map(({ write }) => write(() => isWriting)));
    },
    pause: async () => {
      isWriting = false;
      await working;
    },
    acknowledged: () => told.size,
    missing: async () => {
      const rows = await world.node.query('SELECT 1 FROM clew.file_entry WHERE file_id = $1', [
        file.split('/').at(-1),
      ]);
      return rows.length > told.size ? [] : [`of ${told.size} entries of the crowd ${rows.length} are there`];
    },
    unreadable: async () => {
      const shown = (await reveal(world.owner, file)) + (await reveal(world.health, file));
      return [...told].filter((words) => !shown.includes(words)).map((words) => `${words} cannot be read`);
    },
  };
}

type Writing = { file: string; what: string; told: Set<string> };
type Member = { wake(): Promise<void>; write(goesOn: () => boolean): Promise<void> };

function openMember(world: World, colleague: Colleague, { file, what, told }: Writing): Member {
  const { canaries } = world.field.tally;
  let answered = 0;
  const send = async (url: string, init: RequestInit) => {
    const response = await fetch(url, init);
    answered = init.method === 'POST' ? response.status : answered;
    return response;
  };
  const field = openField(world.node, world.field.tally, { send });
  const own = { ...colleague, browser: field.open() };
  const write = async (goesOn: () => boolean) => {
    while (goesOn()) {
      const words = canaries.words('an entry of the crowd');
      answered = 0;
      try {
        await own.browser.visit(`${file}/write`);
        if (goesOn()) await own.browser.fill(`${file}/write`, { ...WEIGHED, what, words });
      } catch {
        // Whatever was killed, what was sent is either acknowledged or it is not.
        await wait(20);
      }
      if (answered === 303) told.add(words);
    }
  };
  return { wake: () => wakeUp(field, own), write };
}
