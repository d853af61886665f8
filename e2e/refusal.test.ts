import { afterEach, expect, test } from 'vitest';
import { type OtherServer, startOtherServer } from '../app/store/testing/index.ts';
import { startClew } from './running-clew.ts';

let server: OtherServer;
afterEach(() => server.stop());

/** What `clew start` says on a server before it ends. */
async function refusal(): Promise<string> {
  const env = { DATABASE_URL: server.appUrl, DATABASE_ADMIN_URL: server.adminUrl };
  const attempt = startClew({ env }).then(async (clew) => {
    await clew.stop();
    return 'It started.';
  });
  return attempt.catch((error: Error) => error.message);
}

test('clew start refuses a server that may lose what it acknowledged', async () => {
  server = await startOtherServer({ settings: { fsync: 'off' } });
  const said = await refusal();
  expect(said).toContain('It ended with 2');
  expect(said).toContain('[store.unsafe-settings]');
});

test('clew start refuses a role that may bypass row-level security', async () => {
  server = await startOtherServer({ appRole: 'BYPASSRLS' });
  const said = await refusal();
  expect(said).toContain('It ended with 2');
  expect(said).toContain('[store.unsafe-role]');
});
