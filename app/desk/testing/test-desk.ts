import { createHash } from 'node:crypto';
import { makeWorkerKeys } from '@clew/seal';
import { offerOpening } from '../../store/index.ts';
import { createTestDatabase, type TestDatabase, type TestServer } from '../../store/testing/index.ts';
import { type ApiRoute, createSite, type Site } from '../../web/index.ts';
import { deskRoutes } from '../api/index.ts';
import { createDesk, type Desk } from '../desk.ts';
import type { DeskPage } from '../pages/desk-page.tsx';
import { deskPages } from '../pages/index.ts';
import { ACTIONS } from '../policy/index.ts';

export const ORIGIN = 'http://localhost:1414';
/** Argon2id at the least it can cost: what is tested is not how slow it is. */
export const CHEAP_KDF = 'argon2id:8:1:1';

/** A desk on a database of its own, with a clock that stands still until it is moved. */
export type TestDesk = {
  desk: Desk;
  site: Site;
  origin: string;
  database: TestDatabase;
  /** Every error that a page threw. */
  errors: unknown[];
  /** Every event that was noted, with its facts. */
  noted: unknown[][];
  moveClock(ms: number): void;
  /** What the process that sends alarms opens channels with. */
  channelIdentity: string;
  /** What the process that counts populations opens them with. */
  populationIdentity: string;
  /** A link of the start line: what stands after `/desk/begin/`. */
  offerLink(): Promise<string>;
  drop(): Promise<void>;
};

/** Random bytes that a test can repeat: a counter, hashed. */
function countedRandom(seed: string): (length: number) => Uint8Array {
  let count = 0;
  return (length) => {
    const pieces: Buffer[] = [];
    for (let made = 0; made < length; made += 32) {
      count += 1;
      pieces.push(createHash('sha256').update(`${seed} ${count}`).digest());
    }
    return Uint8Array.from(Buffer.concat(pieces).subarray(0, length));
  };
}

type TestDeskOptions = {
  /** Pages that a test adds. */
  more?: readonly DeskPage[];
  /** The routes, if not those of the desk alone. */
  routes?: (desk: Desk) => readonly ApiRoute[];
  /** Where a real browser finds it. */
  origin?: string;
};

/** Makes a desk whose pages answer. */
export async function createTestDesk(
  server: TestServer,
  { more = [], routes = deskRoutes, origin = ORIGIN }: TestDeskOptions = {},
): Promise<TestDesk> {
  const database = await createTestDatabase(server);
  let now = Date.parse('2026-03-16T09:00:00Z');
  const random = countedRandom('desk');
  const channelKeys = await makeWorkerKeys(countedRandom('channel'));
  const populationKeys = await makeWorkerKeys(countedRandom('population'));
  const errors: unknown[] = [];
  const noted: unknown[][] = [];
  const desk = createDesk({
    database: database.app,
    now: () => new Date(now),
    random,
    channelRecipient: channelKeys.recipient,
    populationRecipient: populationKeys.recipient,
    // Nobody waits long in a test; who tests waiting makes a line of their own.
    after: () => () => undefined,
    sealKey: random(32),
    kdf: CHEAP_KDF,
    isDemo: false,
    origin,
    note: (...event) => noted.push(event),
    // Nobody waits long in a test: that one waits is tested where it is done.
    outgoing: { mayBeLocal: true, outwait: async () => undefined },
  });
  const site = createSite({
    origin,
    demo: false,
    development: false,
    pages: deskPages(desk, more),
    routes: routes(desk),
    actions: ACTIONS,
    describeFault: () => undefined,
    leaveTo: 'https://weather.example/',
    health: () => true,
    noteError: (error) => errors.push(error),
    note: (...event) => noted.push(event),
  });
  return {
    desk,
    site,
    origin,
    database,
    errors,
    noted,
    channelIdentity: channelKeys.secrets.identity,
    populationIdentity: populationKeys.secrets.identity,
    moveClock: (ms) => {
      now += ms;
    },
    offerLink: async () => {
      const token = Buffer.from(random(32)).toString('base64url');
      const secretHash = createHash('sha256').update(token).digest();
      const expiresAt = new Date(now + 3_600_000);
      await offerOpening(database.adminUrl, { secretHash, expiresAt, another: true });
      return token;
    },
    drop: () => database.drop(),
  };
}
