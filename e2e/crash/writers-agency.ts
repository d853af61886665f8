import { createHash, randomBytes } from 'node:crypto';
import { offerOpening } from '../../app/store/index.ts';
import { enrolling, pick, proofOf } from '../stolen-disk/people.ts';
import type { World } from './world.ts';
import type { Step, Writer } from './writers.ts';

const ROLE = { reach: 'named', permission: ['file.list', 'file.open'] };
const DEMAND = { receivedOn: '2026-03-02', told: 'forbidden', forbiddenUntil: '2036-03-02' };
const MANDATE = { mandate: 'legal-aid', change: 'add' };

/** Nothing waits to be confirmed, and what was confirmed may be proposed anew. */
async function reset({ node }: World): Promise<void> {
  await node.query("DELETE FROM clew.proposal WHERE confirmed_by IS NULL AND kind !~ '^(glass|file|demand)'");
  await node.query(
    "DELETE FROM clew.statement WHERE kind = 'law' OR (kind = 'mandate' AND thing = 'legal-aid')",
  );
}

function byAdmin(page: string, path: string, typed: Step['typed'] = {}): Writer {
  return async (world) => {
    await reset(world);
    const { browser } = world.admin;
    await browser.visit(page);
    return { browser, path, typed };
  };
}

/** The administrator proposes, the supervisor is about to confirm. */
function confirmed(page: string, path: string, propose: Writer): Writer {
  return async (world) => {
    const { browser, path: form, typed } = await propose(world);
    await browser.fill(form, typed);
    await world.supervisor.browser.visit(page);
    return { browser: world.supervisor.browser, path };
  };
}

const proposeMandate = byAdmin('/desk/agency', '/desk/agency/mandate', MANDATE);
const proposeLaw = byAdmin('/desk/agency', '/desk/agency/law');
const proposeKeeping: Writer = async (world) => {
  const months = String(24 + (world.field.tally.canaries.count() % 60));
  return byAdmin('/desk/keeping', '/desk/keeping', { months })(world);
};
const proposeRole = byAdmin('/desk/roles/new', '/desk/roles', ROLE);

async function demand(world: World): Promise<Step> {
  const { browser } = world.supervisor;
  await browser.visit('/desk/demands/new');
  const words = world.field.tally.canaries.words('a demand');
  const typed = { ...DEMAND, askedBy: words };
  const on = async () => (await browser.visit('/desk/demands')).html;
  return { browser, path: '/desk/demands/new', typed, shown: { words, on } };
}

/** Somebody with the link of the start line, who has chosen a passphrase and is about to prove the codes. */
async function begin({ node, field }: World): Promise<Step> {
  const token = randomBytes(32).toString('base64url');
  const secretHash = createHash('sha256').update(token).digest();
  const expiresAt = new Date(Date.now() + 3_600_000);
  await offerOpening((await node.adminUrl()).href, { secretHash, expiresAt, another: true });
  const browser = field.open();
  await browser.visit(`/desk/begin/${token}`);
  return enrolling(field, browser, '/desk/begin');
}

async function settleAlarm({ node, supervisor, owner }: World): Promise<Step> {
  await node.query(
    `WITH chain AS MATERIALIZED (
       SELECT set_config('clew.chain', agency_id::text, true) AS id FROM clew.worker WHERE worker_id = $1::uuid)
     SELECT clew.journal_append(id::uuid, 'node', 'alarm.raise', 'worker ' || $1 || ' files') FROM chain`,
    [owner.workerId],
  );
  await supervisor.browser.visit('/desk/alarms');
  return { browser: supervisor.browser, path: '/desk/alarms/settle' };
}

async function makeTeam({ admin, field }: World): Promise<Step> {
  await admin.browser.visit('/desk/teams');
  const words = field.tally.canaries.words('a team');
  const on = async () => (await admin.browser.visit('/desk/teams')).html;
  return { browser: admin.browser, path: '/desk/teams/make', typed: { name: words }, shown: { words, on } };
}

async function fillTeam(world: World): Promise<Step & { team: string }> {
  const { browser, path, typed } = await makeTeam(world);
  await browser.fill(path, typed);
  const team = pick(browser, /(?<=name="team" value=")[^"]+/);
  const member = [world.health, world.auditor, world.supervisor].map(({ workerId }) => workerId);
  return { browser, path: '/desk/teams/members', typed: { member }, team };
}

async function madeTeam(world: World): Promise<string> {
  const { browser, path, typed, team } = await fillTeam(world);
  await browser.fill(path, typed);
  return team;
}

const ROSTER = '/desk/keys/roster';

/** Nobody has prepared another key of the roster. */
async function prepareRoster({ admin: { browser } }: World): Promise<Step> {
  await browser.visit(ROSTER);
  if (browser.has(`${ROSTER}/take-back`)) {
    await browser.fill(`${ROSTER}/take-back`);
    await browser.visit(ROSTER);
  }
  return { browser, path: `${ROSTER}/prepare` };
}

/** Who writes by the forms of the agency. */
export const AGENCY_WRITERS: Readonly<Record<string, Writer>> = {
  'POST /desk/agency/mandate': proposeMandate,
  'POST /desk/agency/mandate/confirm': confirmed(
    '/desk/agency',
    '/desk/agency/mandate/confirm',
    proposeMandate,
  ),
  'POST /desk/agency/law': proposeLaw,
  'POST /desk/agency/law/confirm': confirmed('/desk/agency', '/desk/agency/law/confirm', proposeLaw),
  'POST /desk/roles': proposeRole,
  'POST /desk/roles/confirm': confirmed('/desk/roles', '/desk/roles/confirm', proposeRole),
  'POST /desk/keeping': proposeKeeping,
  'POST /desk/keeping/confirm': confirmed('/desk/keeping', '/desk/keeping/confirm', proposeKeeping),
  'POST /desk/keys/roster/prepare': prepareRoster,
  'POST /desk/keys/roster/confirm': async (world) => {
    const { browser, path } = await prepareRoster(world);
    await browser.fill(path);
    const digits = pick(browser, /(?<=<bdi dir="ltr">)[\d ]{20,}(?=<\/bdi>)/);
    await world.second.browser.visit(ROSTER);
    return { browser: world.second.browser, path: `${ROSTER}/confirm`, typed: { digits } };
  },
  'POST /desk/keys/roster/take-back': async (world) => {
    const { browser, path } = await prepareRoster(world);
    await browser.fill(path);
    await browser.visit(ROSTER);
    return { browser, path: `${ROSTER}/take-back` };
  },
  'POST /desk/backups': async (world) => {
    await world.admin.browser.visit('/desk/backups');
    const typed = { sure: 'yes', ...proofOf(world.admin) };
    return { browser: world.admin.browser, path: '/desk/backups', typed };
  },
  'POST /desk/begin': begin,
  'POST /desk/demands/new': demand,
  'POST /desk/demands/told': async (world) => {
    const { browser, path, typed } = await demand(world);
    await browser.fill(path, typed);
    await browser.visit('/desk/demands');
    return { browser, path: '/desk/demands/told', typed: { toldOn: '2026-03-04' } };
  },
  'POST /desk/demands/confirm': async (world) => {
    const { browser, path, typed } = await demand(world);
    await browser.fill(path, typed);
    await world.second.browser.visit('/desk/demands');
    return { browser: world.second.browser, path: '/desk/demands/confirm' };
  },
  'POST /desk/alarms/settle': settleAlarm,
  'POST /desk/alarms/channel': async ({ admin }) => {
    const { browser } = admin;
    const path = '/desk/alarms/channel';
    const typed = { address: 'https://hooks.example/clew/alarms', ...proofOf(admin) };
    await browser.visit(path);
    // One stands already: what is left is then the same each time.
    await browser.fill(path, typed);
    await browser.visit(path);
    return { browser, path, typed };
  },
  'POST /desk/journal': async ({ auditor: { browser } }) => {
    await browser.visit('/desk/journal');
    return { browser, path: '/desk/journal', typed: { actor: '', action: '', day: '2026-03-02' } };
  },
  'POST /desk/teams/make': makeTeam,
  'POST /desk/teams/members': fillTeam,
  'POST /desk/teams/my-deputy': async (world) => {
    const team = await madeTeam(world);
    const { browser } = world.health;
    await browser.visit(`/desk/teams/${team}`);
    return { browser, path: '/desk/teams/my-deputy', typed: { 'my-deputy': world.auditor.workerId } };
  },
  'POST /desk/teams/deputy': async (world) => {
    const team = await madeTeam(world);
    const { browser } = world.supervisor;
    await browser.visit(`/desk/teams/${team}`);
    return { browser, path: '/desk/teams/deputy', typed: { deputy: world.auditor.workerId } };
  },
};
