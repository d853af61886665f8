import { type Colleague, type Field, found, invite, join, pick, proofOf } from './people.ts';

/** An agency with people of every kind of work, and a team. */
export type Agency = {
  admin: Colleague;
  supervisor: Colleague;
  owner: Colleague;
  health: Colleague;
  auditor: Colleague;
  /** Who confirms what the supervisor began, and leaves at the end. */
  second: Colleague;
};

/** Founds an agency, lets colleagues in, and plants in every form of what is not a file. */
export async function plantAgency(field: Field): Promise<Agency> {
  const admin = await found(field);
  const supervisor = await join(field, { admin }, ['supervisor']);
  const two = { admin, confirmer: supervisor };
  const owner = await join(field, two, ['case-worker']);
  const health = await join(field, two, ['health', 'lawyer']);
  const auditor = await join(field, two, ['auditor']);
  const second = await join(field, two, ['supervisor', 'coordinator']);
  const agency = { admin, supervisor, owner, health, auditor, second };
  await invite(field, admin, ['screener']);
  await admin.browser.visit('/desk/people');
  await admin.browser.fill('/desk/people/withdraw');
  await plantProposals(agency);
  await plantTeam(agency);
  await plantDemand(agency);
  await plantWatch(field, agency);
  await plantTokens(field, agency);
  await plantLeaflet(agency);
  return agency;
}

/** A leaflet with a line of the agency's own, which is printed and kept nowhere. */
async function plantLeaflet({ owner: { browser } }: Agency): Promise<void> {
  await browser.visit('/desk/leaflets');
  await browser.fill('/desk/leaflets', { text: 'phone', one: 'en', two: 'fr', drafts: 'yes' });
}

/** Tokens of a worker: one that nobody proved to want, one that is ended, and one that a program has. */
async function plantTokens(field: Field, { owner }: Agency): Promise<void> {
  const path = '/desk/you/tokens';
  const { browser } = owner;
  await browser.visit(path);
  await browser.fill(`${path}/make`);
  for (const isKept of [false, true]) {
    await browser.visit(path);
    const typed = { may: ['file.list', 'file.open'], days: '7', ...proofOf(owner) };
    await browser.fill(`${path}/make`, typed);
    const token = pick(browser, /clew_[\w-]{86}/);
    field.secrets.set(`a token ${field.secrets.size}`, token);
    await browser.visit(path);
    if (!isKept) await browser.fill(`${path}/end`);
  }
}

/** Mandate, law and a role, each proposed by one and confirmed by another. */
async function plantProposals({ admin, supervisor }: Agency): Promise<void> {
  await admin.browser.visit('/desk/agency');
  await admin.browser.fill('/desk/agency/mandate', { mandate: 'shelter', change: 'add' });
  await admin.browser.visit('/desk/agency');
  await admin.browser.fill('/desk/agency/law');
  await admin.browser.visit('/desk/roles/new');
  await admin.browser.fill('/desk/roles', { reach: 'named', permission: ['file.list', 'file.open'] });
  for (const [page, form] of [
    ['/desk/agency', '/desk/agency/mandate/confirm'],
    ['/desk/agency', '/desk/agency/law/confirm'],
    ['/desk/roles', '/desk/roles/confirm'],
  ] as const) {
    await supervisor.browser.visit(page);
    await supervisor.browser.fill(form);
  }
}

async function plantTeam({ admin, supervisor, owner }: Agency): Promise<void> {
  await admin.browser.visit('/desk/teams');
  await admin.browser.fill('/desk/teams/make');
  const team = pick(admin.browser, /(?<=name="team" value=")[^"]+/);
  const members = admin.browser
    .forms()
    .flatMap(({ fields }) => fields.find(({ name }) => name === 'member')?.options ?? []);
  const others = members.filter((id) => id !== admin.workerId);
  await admin.browser.fill('/desk/teams/members', { member: others });
  await owner.browser.visit(`/desk/teams/${team}`);
  await owner.browser.fill('/desk/teams/my-deputy', { 'my-deputy': 'nobody' });
  await supervisor.browser.visit(`/desk/teams/${team}`);
  await supervisor.browser.fill('/desk/teams/deputy', { deputy: 'nobody' });
}

const DEMAND = { receivedOn: '2026-03-02', told: 'forbidden', forbiddenUntil: '2036-03-02' };

async function plantDemand({ supervisor, second }: Agency): Promise<void> {
  await supervisor.browser.visit('/desk/demands/new');
  await supervisor.browser.fill('/desk/demands/new', { ...DEMAND, told: 'told' });
  await supervisor.browser.fill('/desk/demands/new', DEMAND);
  await supervisor.browser.visit('/desk/demands');
  await supervisor.browser.fill('/desk/demands/told', { toldOn: '2026-03-04' });
  await second.browser.visit('/desk/demands');
  await second.browser.fill('/desk/demands/confirm');
}

/** What auditors look for, and what everybody looks at. */
async function plantWatch(
  { tally }: Field,
  { admin, second, auditor, owner, supervisor }: Agency,
): Promise<void> {
  await admin.browser.visit('/desk/provider');
  await admin.browser.fill('/desk/provider');
  await admin.browser.visit('/desk/keys/roster');
  await admin.browser.fill('/desk/keys/roster/prepare');
  await second.browser.visit('/desk/keys/roster');
  await second.browser.fill('/desk/keys/roster/confirm');
  await admin.browser.fill('/desk/keys/roster/take-back');
  await admin.browser.visit('/desk/backups');
  await admin.browser.fill('/desk/backups', { sure: 'yes' });
  await admin.browser.fill('/desk/backups', { sure: 'yes', ...proofOf(admin) });
  await admin.browser.visit('/desk/jobs');
  await admin.browser.visit('/desk/alarms/channel');
  const address = `https://${tally.canaries.word('POST /desk/alarms/channel address')}.example/clew`;
  await admin.browser.fill('/desk/alarms/channel', { address });
  await admin.browser.fill('/desk/alarms/channel', { address, ...proofOf(admin) });
  await admin.browser.visit('/desk/alarms/channel');
  await admin.browser.fill('/desk/alarms/channel', { do: 'end' });
  await admin.browser.visit('/desk/keeping');
  await admin.browser.fill('/desk/keeping', { months: '24' });
  await supervisor.browser.visit('/desk/keeping');
  await supervisor.browser.fill('/desk/keeping/confirm');
  for (const nowhere of ['/desk/a', '/desk/a/b', '/desk/a/b/c', '/desk/a/b/c/d'])
    await owner.browser.visit(nowhere);
  await auditor.browser.visit('/desk/journal');
  await auditor.browser.fill('/desk/journal', { actor: '', action: '', day: '2026-03-02' });
  for (const path of ['/desk/hand-over', '/desk/you', '/desk/people', '/desk/you/keys/waiting'])
    await owner.browser.visit(path);
}

/** The person brings back who was shut out, takes everything back; the file is closed and opened again. */
async function plantStanding({ owner, second }: Agency, file: string): Promise<void> {
  const { browser } = owner;
  for (const [page, form] of [
    ['people', 'people/return'],
    ['standing', 'standing/withdraw'],
    ['standing', 'standing/close'],
    ['keeping', 'keeping/erase'],
    ['keeping', 'keeping/hold'],
    ['standing', 'standing/reopen'],
  ]) {
    await browser.visit(`${file}/${page}`);
    await browser.fill(`${file}/${form}`, form === 'keeping/hold' ? { review: '2036-12-31' } : {});
  }
  await second.browser.visit('/desk/second');
  for (const { path } of second.browser.forms().filter((form) => form.path.startsWith('/desk/second/'))) {
    await second.browser.visit('/desk/second');
    if (second.browser.has(path)) await second.browser.fill(path);
  }
  await browser.visit(`${file}/keeping`);
  await browser.fill(`${file}/keeping/release`);
}

/** Keys withdrawn and given back, other roles, a file in other hands, somebody who leaves: all that seals anew. */
export async function plantLeaving(agency: Agency, file: string): Promise<void> {
  const { admin, owner, health, second, supervisor } = agency;
  const { browser } = admin;
  await supervisor.browser.visit('/desk/alarms');
  await supervisor.browser.fill('/desk/alarms/settle');
  await plantStanding(agency, file);
  await owner.browser.visit(`${file}/people`);
  await owner.browser.fill(`${file}/people/hand-over`, { 'hand-over-worker': health.workerId });
  await owner.browser.visit(`${file}/people`);
  await health.browser.visit(`${file}/people`);
  await health.browser.fill(`${file}/people/recuse`);
  await browser.visit('/desk/keys');
  await browser.fill('/desk/keys/withdraw', { whose: second.workerId });
  await browser.fill('/desk/keys/give-back', { back: second.workerId });
  const page = `/desk/people/${second.workerId}`;
  await browser.visit(page);
  await browser.fill('/desk/people/roles', { role: ['supervisor', 'coordinator', 'panel-member'] });
  await supervisor.browser.visit(page);
  await supervisor.browser.fill('/desk/people/roles/confirm');
  await browser.visit(page);
  await browser.fill('/desk/people/sign-out');
  await browser.fill('/desk/people/leave', { sure: 'yes' });
  await supervisor.browser.visit('/desk/you');
  await supervisor.browser.fill('/desk/you/sign-out-everywhere');
  await owner.browser.visit('/desk/you');
  await owner.browser.fill('/desk/you/end-session', { session: '00000000-0000-4000-8000-000000000000' });
  await owner.browser.visit('/desk/you');
  await owner.browser.fill('/desk/sign-out');
}
