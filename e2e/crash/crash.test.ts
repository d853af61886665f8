import { expect, test } from 'vitest';
import { everyPage, runCrashRounds, VICTIMS, WITHOUT_WRITER, WRITERS } from './index.ts';

/** Each in a way of its own: one transaction, several tables, keys, nothing but a journal entry, no session at all. */
const ROUTES = [
  'POST /desk/files/:file/write',
  'POST /desk/files/:file/people/hand-over',
  'POST /desk/teams/members',
  'POST /desk/people/confirm',
  'POST /desk/files/:file/grant',
  'POST /desk/populations',
];

test('there is a writer for every form of the desk that writes', async () => {
  const posts = (await everyPage()).filter(({ method, path }) => method === 'post' && /^\/desk\//.test(path));
  const names = posts.map(({ path }) => `POST ${path}`);
  expect(names.filter((name) => !(name in WRITERS) && !(name in WITHOUT_WRITER))).toEqual([]);
  const stale = [...Object.keys(WRITERS), ...Object.keys(WITHOUT_WRITER)].filter(
    (name) => !names.includes(name),
  );
  expect(stale).toEqual([]);
});

test('whatever is killed while people write, what was acknowledged is there and opens, nothing is half-written, and journals verify; once commits do not wait for the disk, the same rounds find losses', async () => {
  const found = await runCrashRounds({ rounds: ROUTES.length, seed: 20, routes: ROUTES, careless: 2 });
  expect(found).toMatchObject({ rounds: ROUTES.length, lost: [], halfWritten: [], unfinished: [] });
  expect(Object.keys(found.byVictim).sort()).toEqual([...VICTIMS].sort());
  expect(found.journalsVerified).toBeGreaterThanOrEqual(2 * ROUTES.length);
  const held = Object.values(found.byVictim).map(({ betweenCommitAndAnswer }) => betweenCommitAndAnswer);
  expect(held.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(0);
  expect(found.lostByCarelessness).toBeGreaterThan(0);
});
