import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import {
  connect,
  migrate,
  openDoor,
  readNode,
  refuseUnsafeRole,
  refuseUnsafeSettings,
} from './app/store/index.ts';
import { startOtherServer } from './app/store/testing/index.ts';

const root = import.meta.dirname;
const pages = ['README.md', 'docs/guide/developer.md', 'docs/guide/operator.md', 'docs/guide/lawyer.md'];
const read = (page: string) => readFileSync(join(root, page), 'utf8');

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A block that says it can be run, and what the page shows of its output. */
type Shown = { page: string; command: string; mayFind: boolean; output: string };

const shown: Shown[] = pages.flatMap((page) =>
  [...read(page).matchAll(/^```sh run( finding)?\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```)?/gm)].map(
    ([, finding, command = '', output = '']) => ({
      page,
      command: command.trim(),
      mayFind: finding !== undefined,
      output,
    }),
  ),
);

/** Runs a block as a reader in the checkout would, with a data folder of its own and no network. */
async function runBlock(command: string): Promise<{ code: number; output: string }> {
  const data = await mkdtemp(join(tmpdir(), 'docs-'));
  const { DATABASE_URL: _url, DATABASE_ADMIN_URL: _adminUrl, ...rest } = process.env;
  const env = { ...rest, CLEW_DATA: data, npm_config_offline: 'true', npm_config_update_notifier: 'false' };
  try {
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', command], {
      cwd: root,
      env,
    });
    return { code: 0, output: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: `${stdout}${stderr}` };
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

/** The first line that a page shows and the output does not have after the lines before it. `…` stands for any lines. */
function findInvented(page: string, output: string): string | undefined {
  let rest = output;
  for (const line of page.split('\n')) {
    if (line.trim() === '' || line.trim() === '…') continue;
    const at = rest.indexOf(line);
    if (at < 0) return line;
    rest = rest.slice(at + line.length);
  }
  return undefined;
}

test('the pages have commands to run', () => {
  expect(shown.length).toBeGreaterThanOrEqual(3);
});

test.each(shown)('$page: $command', async ({ command, mayFind, output: page }) => {
  const { code, output } = await runBlock(command);
  expect(mayFind ? [0, 1] : [0], output).toContain(code);
  expect(findInvented(page, output)).toBeUndefined();
});

test('the roles of the operator’s guide are what a PostgreSQL that is there needs', async () => {
  const roles = /^```sql\n([\s\S]*?)^```/m.exec(read('docs/guide/operator.md'))?.[1] ?? '';
  const server = await startOtherServer();
  endings.push(server.stop);
  const as = (role: string, database: string) => {
    const url = new URL(server.adminUrl);
    url.username = role;
    url.pathname = database;
    return url.href;
  };
  const boss = connect({ url: as('boss', 'postgres'), most: 1 });
  await sql`DROP DATABASE clew`.execute(boss);
  for (const statement of roles.split(';').filter((text) => text.trim() !== ''))
    await sql.raw(statement).execute(boss);
  await boss.destroy();

  await migrate({ adminUrl: as('clew_owner', 'clew'), appRole: 'clew_serve', demo: false });
  await migrate({ adminUrl: as('clew_owner', 'clew'), appRole: 'clew_serve', demo: false });
  const database = connect({ url: as('clew_serve', 'clew'), most: 1 });
  endings.push(() => database.destroy());
  await refuseUnsafeRole(database);
  await refuseUnsafeSettings(database);
  const { nodeId } = await readNode(database);
  const door = openDoor(database, { kind: 'node', nodeId });
  await door.write({ action: 'node.serve', thing: 'a test' }, async () => undefined);
  expect(await door.verifyJournal()).toMatchObject({ ok: true, entries: 1 });
});
