import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { IN_FORCE } from '../keys/agency-rules.ts';
import { NO_LINE, nextOf, signFirst } from '../keys/line.ts';
import { policyPages } from '../pages/policy-pages.ts';
import { makeProposal } from '../proposals/propose.ts';
import {
  addWorker,
  createTestDesk,
  giveRoles,
  makeAgency,
  openAs,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';

const LAW = 'a'.repeat(64);

let here: TestDesk;
let amina: TestWorker;
let bilal: TestWorker;
let chidi: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'), { more: policyPages({ lawHash: LAW }) });
  amina = await makeAgency(here, 'Harbour House');
  bilal = await addWorker(here, amina, { own: 'bilal', roles: ['supervisor'] });
  chidi = await addWorker(here, amina, { own: 'chidi', roles: ['case-worker'] });
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

/** The id of a colleague, as the page of people links to it. */
async function idOf({ browser }: TestWorker, own: string): Promise<string> {
  const { html } = await browser.visit('/desk/people');
  return new RegExp(`/desk/people/([0-9a-f-]{36})"[^>]*><bdi>Name of ${own}</bdi>`).exec(html)?.[1] ?? '';
}

/** What the journal says was done last, the newest first. */
async function lastDeeds(count: number): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`
    SELECT action FROM clew.journal_entry WHERE action NOT LIKE 'session.%' AND action <> 'statement.write' ORDER BY at DESC, number DESC LIMIT ${sql.lit(count)}
  `.execute(here.database.admin);
  return rows.map(({ action }) => action);
}

describe('mandates', () => {
  test('one proposes and another confirms; the first cannot confirm their own, and the page says so', async () => {
    const { browser } = amina;
    await browser.visit('/desk/agency');
    expect(browser.shown.html).toContain('None yet.');
    await browser.send('/desk/agency/mandate', {
      mandate: 'shelter',
      change: 'add',
      reason: 'By statute.',
    });
    expect(browser.shown.html).toContain('Somebody else must confirm it.');
    expect((await browser.send('/desk/agency/mandate/confirm')).status).toBe(403);
    await browser.visit('/desk/agency');
    expect(browser.shown.html).toContain('None yet.');
    await bilal.browser.visit('/desk/agency');
    expect(bilal.browser.shown.html).toContain('By statute.');
    await bilal.browser.send('/desk/agency/mandate/confirm');
    expect(bilal.browser.shown.html).not.toContain('None yet.');
    expect(await lastDeeds(2)).toEqual(['mandate.confirm', 'mandate.propose']);
  });

  test('what somebody wrote into the database in a colleague’s name is shown to nobody and confirmed by nobody', async () => {
    await amina.browser.visit('/desk/agency');
    await amina.browser.send('/desk/agency/mandate', {
      mandate: 'legal-aid',
      change: 'add',
      reason: 'Forged.',
    });
    await sql`UPDATE clew.proposal SET proposed_by = (SELECT thing::uuid FROM clew.statement WHERE kind = 'worker' AND said LIKE '%case-worker%' LIMIT 1)
      WHERE confirmed_by IS NULL`.execute(here.database.admin);
    expect((await bilal.browser.visit('/desk/agency')).html).not.toContain('Forged.');
    await sql`DELETE FROM clew.proposal WHERE confirmed_by IS NULL`.execute(here.database.admin);
  });

  test('is confirmed as the page showed it: what its proposer signed too, put there meanwhile, is shown and not signed', async () => {
    await amina.browser.visit('/desk/agency');
    await amina.browser.send('/desk/agency/mandate', {
      mandate: 'legal-aid',
      change: 'add',
      reason: 'Shown.',
    });
    await bilal.browser.visit('/desk/agency');
    const { keys } = await openAs(here, amina);
    const { rows } = await sql<{
      id: string;
    }>`SELECT proposal_id AS id FROM clew.proposal WHERE confirmed_by IS NULL`.execute(here.database.admin);
    const proposalId = rows[0]?.id ?? '';
    const proposed = { kind: 'mandate', change: { mandate: 'asylum', change: 'add' } } as const;
    const first = signFirst(keys, nextOf({ kind: 'mandate', thing: 'asylum' }, NO_LINE, IN_FORCE));
    const row = await makeProposal(
      { desk: here.desk, keys },
      { proposalId, proposed, reason: 'Not shown.', first },
    );
    const { thing = '', content = '', proposed_signature } = row ?? {};
    await here.database.admin
      .updateTable('clew.proposal')
      .set({ thing, content, proposed_signature: proposed_signature ?? null })
      .where('proposal_id', '=', proposalId)
      .execute();
    const other = await bilal.browser.send('/desk/agency/mandate/confirm');
    expect(other.status).toBe(409);
    expect(other.html).toContain('not what your page showed');
    expect(other.html).toContain('Not shown.');
    expect(other.html).not.toMatch(/<li>Asylum/);
    await sql`DELETE FROM clew.proposal WHERE confirmed_by IS NULL`.execute(here.database.admin);
  });

  test('is overtaken by what is said of the same meanwhile', async () => {
    for (const reason of ['First.', 'Second.']) {
      await amina.browser.visit('/desk/agency');
      await amina.browser.send('/desk/agency/mandate', { mandate: 'coordination', change: 'add', reason });
    }
    await bilal.browser.visit('/desk/agency');
    await bilal.browser.send('/desk/agency/mandate/confirm');
    const { html } = await bilal.browser.visit('/desk/agency');
    expect(html).not.toContain('First.');
    expect(html).not.toContain('Second.');
    await sql`DELETE FROM clew.proposal WHERE confirmed_by IS NULL`.execute(here.database.admin);
  });

  test('what was confirmed once cannot be confirmed again', async () => {
    await amina.browser.visit('/desk/agency');
    await amina.browser.send('/desk/agency/mandate', {
      mandate: 'health',
      change: 'add',
      reason: 'A clinic.',
    });
    await bilal.browser.visit('/desk/agency');
    const before = bilal.browser.shown;
    await bilal.browser.send('/desk/agency/mandate/confirm');
    bilal.browser.shown = before;
    expect((await bilal.browser.send('/desk/agency/mandate/confirm')).status).toBe(409);
  });

  test('what is not chosen is asked for again, and what was typed stands there', async () => {
    await amina.browser.visit('/desk/agency');
    const { status, html } = await amina.browser.send('/desk/agency/mandate', {
      reason: 'Because it is ours.',
    });
    expect(status).toBe(422);
    expect(html).toContain('Because it is ours.');
  });

  test('a proposal nobody looked at for two weeks is gone', async () => {
    await amina.browser.visit('/desk/agency');
    await amina.browser.send('/desk/agency/mandate', {
      mandate: 'asylum',
      change: 'add',
      reason: 'Later.',
    });
    const { rows } = await sql`
      UPDATE clew.proposal SET at = at - interval '15 days' WHERE confirmed_by IS NULL RETURNING proposal_id
    `.execute(here.database.admin);
    expect(rows).not.toEqual([]);
    expect((await bilal.browser.visit('/desk/agency')).html).not.toContain('Later.');
  });

  test('a case worker sees the mandates, and can propose none', async () => {
    const { html } = await chidi.browser.visit('/desk/agency');
    expect(html).toContain('Shelter');
    expect(html).not.toContain('/desk/agency/mandate"');
  });
});

test('the law that the agency works by takes two people', async () => {
  await bilal.browser.visit('/desk/agency');
  expect(bilal.browser.shown.html).toContain('Not approved yet.');
  await bilal.browser.send('/desk/agency/law', { 'law-reason': 'Read by both of us.' });
  await amina.browser.visit('/desk/agency');
  expect(amina.browser.shown.html).toContain(LAW);
  await amina.browser.send('/desk/agency/law/confirm');
  expect(amina.browser.shown.html).toContain('Approved on');
});

describe('roles', () => {
  test('a role of the agency’s own takes two people, and its name stands nowhere readable', async () => {
    const { browser } = amina;
    await browser.visit('/desk/roles/new');
    const name = 'Interpreter Zanzibar';
    const permission = ['file.list', 'file.open', 'file.reveal.narrative'];
    await browser.send('/desk/roles', { name, reach: 'named', permission, reason: 'For interviews.' });
    expect(browser.shown.html).toContain(name);
    expect(browser.shown.html).not.toContain('/desk/roles/r-');
    await bilal.browser.visit('/desk/roles');
    expect(bilal.browser.shown.html).toContain('Read: what happened');
    await bilal.browser.send('/desk/roles/confirm');
    expect(bilal.browser.shown.html).toContain('/desk/roles/r-');
    const { rows } = await sql<{ text: string }>`
      SELECT s::text AS text FROM clew.statement s UNION ALL SELECT p::text FROM clew.proposal p
    `.execute(here.database.admin);
    expect(rows.map(({ text }) => text).join()).not.toMatch(/Zanzibar|interviews/);
  });

  test('is given to a worker, and decides from their next request on', async () => {
    const id = await idOf(amina, 'chidi');
    const own =
      /\/desk\/roles\/(r-[0-9a-f]+)/.exec((await amina.browser.visit('/desk/roles')).html)?.[1] ?? '';
    await giveRoles(here, amina, { workerId: id, roles: [own] });
    expect((await chidi.browser.visit('/desk/you')).html).toContain('Interpreter Zanzibar');
    await giveRoles(here, amina, { workerId: id, roles: ['case-worker'] });
  });

  test('one more takes two people: one gives it with a reason, another confirms it, and until then it is not there', async () => {
    const path = `/desk/people/${await idOf(amina, 'chidi')}`;
    await amina.browser.visit(path);
    const silent = await amina.browser.send('/desk/people/roles', { role: ['case-worker', 'health'] });
    expect([silent.status, silent.html.includes('Say why')]).toEqual([422, true]);
    await amina.browser.send('/desk/people/roles', { role: ['case-worker', 'health'], reason: 'A nurse.' });
    expect(amina.browser.shown.html).toContain('Somebody else must confirm it.');
    expect((await amina.browser.send('/desk/people/roles/confirm')).status).toBe(403);
    expect((await chidi.browser.visit('/desk/you')).html).not.toContain('Health');
    await chidi.browser.visit(path);
    expect(chidi.browser.shown.html).not.toContain('/desk/people/roles/confirm');
    await bilal.browser.visit(path);
    await bilal.browser.send('/desk/people/roles/confirm');
    expect((await chidi.browser.visit('/desk/you')).html).toContain('Health');
    await giveRoles(here, amina, { workerId: await idOf(amina, 'chidi'), roles: ['case-worker'] });
    expect((await chidi.browser.visit('/desk/you')).html).not.toContain('Health');
  });

  test('what only takes away holds at once', async () => {
    const { browser } = amina;
    await browser.visit('/desk/roles/screener');
    await browser.send('/desk/roles', {
      reach: 'named',
      permission: ['file.list', 'file.open'],
      reason: 'Less.',
    });
    expect(await lastDeeds(1)).toEqual(['role.narrow']);
    expect((await browser.visit('/desk/roles/screener')).html).toMatch(/value="named"[^>]* checked/);
  });

  test('what gives it back waits for a second person', async () => {
    const { browser } = amina;
    await browser.visit('/desk/roles/screener');
    await browser.send('/desk/roles', {
      reach: 'own',
      permission: ['file.list', 'file.open'],
      reason: 'More.',
    });
    expect(await lastDeeds(1)).toEqual(['role.propose']);
    expect((await browser.visit('/desk/roles/screener')).html).toMatch(/value="named"[^>]* checked/);
  });

  test('none joins files with administration; and neither administrator nor auditor can be changed', async () => {
    const { browser } = amina;
    await browser.visit('/desk/roles/new');
    const mixed = {
      name: 'All',
      reach: 'agency',
      permission: ['file.open', 'worker.leave'],
      reason: 'Small team.',
    };
    const { status, html } = await browser.send('/desk/roles', mixed);
    expect(status).toBe(422);
    expect(html).toContain('Nobody who administers');
    expect((await browser.visit('/desk/roles/administrator')).html).toContain('This role cannot be changed.');
  });

  test('an administrator cannot also work with files, gives themselves nothing, and the last one stays', async () => {
    const { browser } = amina;
    const path = `/desk/people/${await idOf(amina, 'amina')}`;
    await browser.visit(path);
    const both = await browser.send('/desk/people/roles', { role: ['administrator', 'case-worker'] });
    expect(both.html).toContain('Whoever administers or audits opens no file.');
    await browser.visit(path);
    const more = await browser.send('/desk/people/roles', { role: ['administrator', 'auditor'] });
    expect(more.html).toContain('Nobody gives themselves a role.');
    await browser.visit(path);
    const none = await browser.send('/desk/people/roles', { role: [] });
    expect(none.html).toContain('nobody would administer');
  });

  test('a new administrator holds what it takes to let people in, and one no longer does not', async () => {
    const dara = await addWorker(here, amina, { own: 'dara', roles: ['auditor'] });
    const workerId = await idOf(amina, 'dara');
    await giveRoles(here, amina, { workerId, roles: ['administrator'] });
    // Who confirmed does not hold the key: an administrator gives it by saving once more.
    await giveRoles(here, amina, { workerId, roles: ['administrator'] });
    dara.confirmer = bilal;
    const eve = await addWorker(here, dara, { own: 'eve', roles: ['health'] });
    expect(eve.browser.shown.status).toBe(200);
    await giveRoles(here, amina, { workerId, roles: ['auditor'] });
    expect((await dara.browser.visit('/desk/people')).html).not.toContain('/desk/people/invite');
  });

  test('whoever is no administrator cannot send the forms either', async () => {
    await chidi.browser.visit('/desk/people');
    const token = /name="form-token" value="([^"]+)"/.exec(chidi.browser.shown.html)?.[1] ?? '';
    for (const path of ['/desk/roles', '/desk/people/roles', '/desk/people/leave', '/desk/teams/make'])
      expect((await chidi.browser.post(path, [['form-token', token]])).status).toBe(403);
  });
});

describe('teams and deputies', () => {
  let team: string;
  let bilalId: string;
  let chidiId: string;
  let daraId: string;

  test('a team is made, has members, and one names who stands in for them', async () => {
    [bilalId, chidiId] = [await idOf(amina, 'bilal'), await idOf(amina, 'chidi')];
    daraId = await idOf(amina, 'dara');
    await amina.browser.visit('/desk/teams');
    await amina.browser.send('/desk/teams/make', { name: 'North harbour' });
    expect(amina.browser.shown.html).toContain('North harbour');
    await amina.browser.send('/desk/teams/members', { member: [bilalId, chidiId, daraId] });
    const { html } = await chidi.browser.visit('/desk/teams');
    team = /\/desk\/teams\/[0-9a-f-]{36}/.exec(html)?.[0] ?? '';
    await chidi.browser.visit(team);
    await chidi.browser.send('/desk/teams/my-deputy', { 'my-deputy': bilalId });
    expect(chidi.browser.shown.html).toMatch(/Name of bilal<\/bdi> stands in for <bdi>Name of chidi/);
    await chidi.browser.send('/desk/teams/my-deputy', { 'my-deputy': 'nobody' });
    expect(chidi.browser.shown.html).not.toContain('</bdi> stands in for');
  });

  test('for somebody who is away a supervisor of the team names one, and a colleague cannot', async () => {
    expect((await chidi.browser.visit(team)).html).not.toContain('/desk/teams/deputy"');
    await bilal.browser.visit(team);
    expect(
      (await bilal.browser.send('/desk/teams/deputy', { absent: chidiId, deputy: chidiId })).status,
    ).toBe(422);
    await bilal.browser.visit(team);
    // Not herself: what the colleague has outside the team is not hers to reach.
    expect(
      (await bilal.browser.send('/desk/teams/deputy', { absent: chidiId, deputy: bilalId })).status,
    ).toBe(422);
    await bilal.browser.visit(team);
    await bilal.browser.send('/desk/teams/deputy', { absent: chidiId, deputy: daraId });
    expect(bilal.browser.shown.html).toContain('</bdi> stands in for');
    expect(await lastDeeds(1)).toEqual(['team.name-deputy']);
  });
});

describe('leaving', () => {
  test('ends every session and withdraws every key at once; the name stays with what was done', async () => {
    const fatu = await addWorker(here, amina, { own: 'fatu', roles: ['lawyer'] });
    const id = await idOf(amina, 'fatu');
    await amina.browser.visit(`/desk/people/${id}`);
    expect((await amina.browser.send('/desk/people/leave')).status).toBe(422);
    await amina.browser.send('/desk/people/leave', { sure: 'yes' });
    expect(amina.browser.shown.html).not.toContain('Name of fatu');
    expect((await fatu.browser.visit('/desk')).status).toBe(401);
    const { rows } = await sql<{ left: string }>`
      SELECT (SELECT count(*) FROM clew.key_wrap WHERE worker_id = ${id}::uuid)
        + (SELECT count(*) FROM (SELECT said FROM clew.statement WHERE kind = 'worker' AND thing = ${id} ORDER BY number DESC LIMIT 1) s
          WHERE s.said <> '{"roles":[],"teams":[]}')
        + (SELECT count(*) FROM clew.session WHERE worker_id = ${id}::uuid) AS left
    `.execute(here.database.admin);
    expect(rows[0]?.left).toBe('0');
    const standing = await sql<{ standing: string; profile: string }>`
      SELECT standing, profile FROM clew.worker WHERE worker_id = ${id}::uuid
    `.execute(here.database.admin);
    expect(standing.rows[0]).toMatchObject({ standing: 'left', profile: expect.stringMatching(/./) });
  });

  test('the last administrator cannot', async () => {
    await amina.browser.visit(`/desk/people/${await idOf(amina, 'amina')}`);
    expect((await amina.browser.send('/desk/people/leave', { sure: 'yes' })).html).toContain(
      'nobody would administer',
    );
  });
});

test('another agency’s colleagues, teams, roles and proposals are not there', async () => {
  const gita = await makeAgency(here, 'Clinic', 'gita');
  const [chidiId, role] = [
    await idOf(amina, 'chidi'),
    /\/desk\/roles\/(r-[0-9a-f]+)/.exec((await amina.browser.visit('/desk/roles')).html)?.[1],
  ];
  const team =
    /\/desk\/teams\/[0-9a-f-]{36}/.exec((await amina.browser.visit('/desk/teams')).html)?.[0] ?? '';
  for (const path of [`/desk/people/${chidiId}`, `/desk/roles/${role}`, team])
    expect((await gita.browser.visit(path)).status).toBe(404);
  for (const path of ['/desk/agency', '/desk/roles', '/desk/teams', '/desk/people'])
    expect((await gita.browser.visit(path)).html).not.toMatch(
      /chidi|Zanzibar|North harbour|Harbour House|More\./,
    );
  await gita.browser.visit('/desk/people');
  const token = /name="form-token" value="([^"]+)"/.exec(gita.browser.shown.html)?.[1] ?? '';
  const fields = [
    ['form-token', token],
    ['worker', chidiId],
    ['sure', 'yes'],
    ['role', 'auditor'],
  ] as const;
  for (const path of ['/desk/people/roles', '/desk/people/leave', '/desk/people/sign-out'])
    expect((await gita.browser.post(path, fields)).status).toBe(404);
});
