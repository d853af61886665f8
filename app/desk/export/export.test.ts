import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprintOf, makeWorkerKeys, openEnvelope, sealEnvelope } from '@clew/seal';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/testing/index.ts';
import { openNames } from '../agency/names.ts';
import { Demand } from '../demands/demand.ts';
import { registerDemand } from '../demands/register.ts';
import { giveGrant } from '../file/grants.ts';
import { keyIdOf } from '../file/parts.ts';
import { closeFile, withdrawPerson } from '../file/standing.ts';
import { consentWith, journalOf, madeFile, makeAgency, say, type TestWorker } from '../file/testing/index.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { type Custody, joinPapers, makeCustody, readCustody, tellHolders, writeCustody } from './custody.ts';
import { ExportProblem, readGifts, writeGift } from './export-folder.ts';
import { giveExport } from './give-export.ts';
import { readMissing } from './known-gifts.ts';
import { openExport } from './open-export.ts';

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const CUSTODIANS = [
  { name: 'Ana', body: 'Ombudsman' },
  { name: 'Ben', body: 'Bar' },
  { name: 'Chi', body: 'Shelters' },
];

let database: TestDatabase;
let custody: Custody;
let papers: string[];
let root: string;
beforeAll(async () => {
  database = await createTestDatabase(inject('store'));
  ({ custody, papers } = await makeCustody(random, { needed: 2, custodians: CUSTODIANS }));
});
afterAll(() => database.drop());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'export '));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** The worker as a command has them. */
function atCommand(worker: TestWorker): SignedIn {
  const { actor, door, keys, now } = worker;
  const desk = { now, random };
  return { actor, door, keys, desk, names: openNames(door, keys as never) } as unknown as SignedIn;
}

/** A case worker and somebody for health with a file together, each with a part that only they open. */
async function atWork() {
  const agency = await makeAgency(database);
  const owner = await agency.join(['case-worker'], 'north');
  const fileId = await madeFile(owner, agency.teams.north);
  await say(owner, { fileId, words: 'The door was locked.' });
  await say(owner, { fileId, compartment: 'identity', about: 'name', words: '=Zarquon' });
  await giveGrant(owner, consentWith(fileId, 'Sisters'));
  return { agency, owner, fileId, folder: join(root, 'export'), out: join(root, 'out') };
}

/** A gift as anybody can write it who has the folder: in the worker's name, with keys of their own, and any number of entries. */
async function forge({ owner, fileId, folder }: { owner: TestWorker; fileId: string; folder: string }) {
  const { verifyKey, secrets } = await makeWorkerKeys(random);
  const { recipient } = custody;
  const { agencyId, workerId } = owner.actor;
  const at = new Date(9e12).toISOString();
  const pieces = async function* () {
    for (const part of ['narrative', 'identity', 'consent']) {
      const sealed = await sealEnvelope({ content: Buffer.from('"forged"'), recipients: [recipient] });
      yield { path: `files/${fileId}/${part}.json.age`, sealed, entries: 9999 };
    }
  };
  const signer = { verifyKey, signingKey: secrets.signingKey };
  return writeGift({ folder, given: { agencyId, workerId, at, recipient }, signer }, pieces());
}

async function identity(...which: number[]): Promise<string> {
  const joined = await joinPapers(
    custody,
    which.map((one) => papers[one] ?? ''),
  );
  return joined.ok ? joined.identity : '';
}

describe('the key of an export', () => {
  test('comes out with two of three papers, whichever, and not with one', async () => {
    const keys = await Promise.all([identity(0, 1), identity(1, 2), identity(2, 0)]);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^AGE-SECRET-KEY-1/);
    for (const one of papers) expect(await joinPapers(custody, [one])).toEqual({ ok: false, why: 'too-few' });
    expect(await joinPapers(custody, [papers[0] ?? '', papers[0] ?? ''])).toEqual({
      ok: false,
      why: 'too-few',
    });
  });

  test('does not come out with somebody else’s paper, nor of a custody that was altered', async () => {
    const other = await makeCustody(random, { needed: 2, custodians: CUSTODIANS });
    expect(await joinPapers(custody, [papers[0] ?? '', other.papers[1] ?? ''])).toMatchObject({
      why: 'no-share',
    });
    const mixed = { ...custody, locked: other.custody.locked };
    expect(await joinPapers(mixed, papers)).toEqual({ ok: false, why: 'altered' });
  });

  test('is never one body’s alone', async () => {
    const custodians = CUSTODIANS.map(({ name }) => ({ name, body: 'Bar' }));
    await expect(makeCustody(random, { needed: 2, custodians })).rejects.toThrow(RangeError);
  });

  test('has digits over all of its file: accomplices in it change them', async () => {
    const { text, digits } = writeCustody(custody);
    expect(readCustody(text)).toEqual({ custody, digits });
    const other = writeCustody((await makeCustody(random, { needed: 2, custodians: CUSTODIANS })).custody);
    expect(other.digits).not.toBe(digits);
    expect(readCustody(text.replace('Ombudsman', 'Ombudsmen'))?.digits).not.toBe(digits);
    expect(readCustody(`${text} `)).toBeUndefined();
    expect(readCustody('{}')).toBeUndefined();
  });

  test('tells its custodians without what steers a terminal, whoever wrote the file', async () => {
    const { holders } = custody.set;
    const altered = holders.map((holder, at) =>
      at === 0 ? { ...holder, custodianId: 'Eve\u001b[2K\rAna', body: 'Bar\u202e\nBen, Bar' } : holder,
    );
    const { text } = writeCustody({ ...custody, set: { ...custody.set, holders: altered } });
    const foreign = readCustody(text)?.custody ?? custody;
    expect(tellHolders(foreign).split('\n')).toEqual([
      '  Eve [2K Ana, Bar  Ben, Bar',
      '  Ben, Bar',
      '  Chi, Shelters',
    ]);
  });
});

describe('an export', () => {
  test('holds all that its givers may open, readable for two custodians, as JSON', async () => {
    const { owner, fileId, folder, out } = await atWork();
    const gave = await giveExport(atCommand(owner), { folder, custody });
    expect(gave).toMatchObject({ files: 1, parts: 3, there: 0, unopened: 0 });
    const opened = await openExport({ folder, out, identity: await identity(0, 2) });
    expect(opened).toMatchObject({ files: 4, agencyId: owner.actor.agencyId, several: [] });
    const { name, given, signer } = gave.gift;
    expect(opened.gifts).toEqual([{ name, workerId: owner.workerId, signer, at: given.at }]);
    expect((await stat(out)).mode & 0o777).toBe(0o700);
    const read = async (part: string) =>
      JSON.parse(await readFile(join(out, 'files', fileId, `${part}.json`), 'utf8'));
    expect(await read('narrative')).toMatchObject({
      fileId,
      part: 'narrative',
      entries: [{ kind: 'statement', words: 'The door was locked.' }],
    });
    expect((await read('identity')).entries[0].words).toBe('=Zarquon');
    expect((await read('consent')).entries[0]).toMatchObject({ kind: 'grant', recipient: 'Sisters clinic' });
  });

  test('opens with the age program, file by file', async ({ skip }) => {
    const hasAge = await new Promise<boolean>((done) =>
      execFile('age', ['--version'], (error) => done(!error)),
    );
    if (!hasAge) skip('there is no age program on this machine');
    const { owner, fileId, folder } = await atWork();
    const { gift } = await giveExport(atCommand(owner), { folder, custody });
    const key = join(root, 'key');
    await writeFile(key, await identity(0, 1), { mode: 0o600 });
    const file = join(folder, gift.name, 'files', fileId, 'narrative.json.age');
    const plain = await new Promise<string>((done) =>
      execFile('age', ['-d', '-i', key, file], (_, stdout) => done(stdout)),
    );
    expect(plain).toContain('The door was locked.');
  });

  test('shows nothing to who has the folder, nor to one custodian', async () => {
    const { owner, fileId, folder } = await atWork();
    const { gift } = await giveExport(atCommand(owner), { folder, custody });
    const file = join(folder, gift.name, 'files', fileId, 'narrative.json.age');
    const envelope = await readFile(file);
    expect(envelope.includes('locked')).toBe(false);
    expect((await readFile(join(folder, gift.name, 'manifest.json'), 'utf8')).includes('Zarquon')).toBe(
      false,
    );
    expect(await openEnvelope({ envelope, identities: [papers[0] ?? ''] })).toEqual({ ok: false });
  });

  test('has nothing of what the giver may not open: an administrator gives names, and no file', async () => {
    const { agency, owner, folder, out } = await atWork();
    const admin = await agency.join(['administrator']);
    expect(await giveExport(atCommand(admin), { folder, custody })).toMatchObject({ files: 0, parts: 0 });
    expect(await readMissing(atCommand(admin), folder)).toEqual(new Map([[owner.workerId, 3]]));
    await openExport({ folder, out, identity: await identity(0, 1) });
    expect(await readdir(out)).toEqual(['agency.json']);
  });

  test('has the register of demands of who may read it', async () => {
    const { agency, folder, out } = await atWork();
    const supervisor = await agency.join(['supervisor'], 'north');
    const what = { askedBy: 'Police', basis: 'An order', about: 'Where she is', given: 'Nothing' };
    const demand = Demand.parse({ ...what, receivedOn: '2026-03-10', told: 'not-yet' });
    expect(await registerDemand(supervisor, demand)).toMatchObject({ ok: true });
    await giveExport(atCommand(supervisor), { folder, custody });
    const { gifts } = await openExport({ folder, out, identity: await identity(0, 1) });
    expect(gifts).toHaveLength(1);
    expect(JSON.parse(await readFile(join(out, 'demands.json'), 'utf8'))).toMatchObject([
      { askedBy: 'Police', registeredBy: supervisor.workerId },
    ]);
  });

  test('has nothing of what the person withdrew, and closed files too', async () => {
    const { agency, owner, fileId, folder } = await atWork();
    const closed = await madeFile(owner, agency.teams.north);
    await say(owner, { fileId: closed, words: 'x' });
    await closeFile(owner, { fileId: closed, why: 'done' });
    await withdrawPerson(owner, { fileId });
    const { gift } = await giveExport(atCommand(owner), { folder, custody });
    const paths = gift.given.files.map(({ path }) => path);
    expect(paths).toContain(`files/${closed}/narrative.json.age`);
    expect(paths).not.toContain(`files/${fileId}/narrative.json.age`);
    // The policy was asked before: nobody tried what they may not.
    expect(await journalOf(owner, 'file.tried')).toEqual([]);
  });

  test('counts what its giver may open and holds no key to', async () => {
    const { owner, fileId, folder } = await atWork();
    await sql`DELETE FROM clew.key_wrap WHERE key_id = ${keyIdOf(fileId, 'narrative')}`.execute(
      database.admin,
    );
    const gave = await giveExport(atCommand(owner), { folder, custody });
    expect(gave).toMatchObject({ files: 1, parts: 2, unopened: 1 });
    expect(await readMissing(atCommand(owner), folder)).toEqual(new Map([[owner.workerId, 1]]));
  });

  test('is not given at all where the list of files is refused', async () => {
    const { owner, folder } = await atWork();
    const keys = { ...owner.keys, open: async () => undefined };
    await expect(giveExport(atCommand({ ...owner, keys }), { folder, custody })).rejects.toThrow(
      ExportProblem,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  test('is given by many, over days: what stood there is not given twice, and what was added is', async () => {
    const { agency, owner, fileId, folder, out } = await atWork();
    await giveExport(atCommand(owner), { folder, custody });
    expect(await giveExport(atCommand(owner), { folder, custody })).toMatchObject({ parts: 0, there: 3 });
    await say(owner, { fileId, words: 'And the window.' });
    expect(await readMissing(atCommand(owner), folder)).toEqual(new Map([[owner.workerId, 1]]));
    expect(await giveExport(atCommand(owner), { folder, custody })).toMatchObject({ parts: 1, there: 2 });
    const other = await agency.join(['case-worker'], 'south');
    const theirs = await madeFile(other, agency.teams.south);
    await say(other, { fileId: theirs, words: 'Theirs.' });
    await giveExport(atCommand(other), { folder, custody });
    expect(await readMissing(atCommand(owner), folder)).toEqual(new Map());
    const { gifts, several } = await openExport({ folder, out, identity: await identity(0, 1) });
    expect(new Set(gifts.map(({ signer }) => signer)).size).toBe(2);
    expect(several).toEqual(['agency.json']);
    expect(await readdir(join(out, 'files'))).toEqual([fileId, theirs].toSorted());
    expect(await readFile(join(out, 'files', fileId, 'narrative.json'), 'utf8')).toContain('And the window.');
  });

  test('that somebody forged in a worker’s name keeps nobody from giving, and wins by nothing it says', async () => {
    const { owner, fileId, folder, out } = await atWork();
    const forged = await forge({ owner, fileId, folder });
    expect(await readMissing(atCommand(owner), folder)).toEqual(new Map([[owner.workerId, 3]]));
    const gave = await giveExport(atCommand(owner), { folder, custody });
    expect(gave).toMatchObject({ parts: 3, there: 0, unknown: [{ name: forged.name }] });
    const opened = await openExport({ folder, out, identity: await identity(0, 1) });
    expect(opened.several).toContain(`files/${fileId}/narrative.json`);
    const signed = (signer: string) =>
      join(out, 'files', fileId, `narrative.signed-${signer.replaceAll(' ', '-')}.json`);
    const own = fingerprintOf(owner.keys.me.verifyKey);
    expect(await readFile(signed(own), 'utf8')).toContain('The door was locked.');
    expect(await readFile(signed(forged.signer), 'utf8')).toBe('"forged"');
    expect(opened.gifts.map(({ signer }) => signer)).toEqual([own, forged.signer]);
  });

  test('leaves in the journal to which custody it went, and then who opened which part', async () => {
    const { owner, fileId, folder } = await atWork();
    await giveExport(atCommand(owner), { folder, custody });
    const { rows } = await sql<{ thing: string }>`SELECT thing FROM clew.journal_entry
      WHERE actor = ${owner.workerId} AND (action LIKE 'file.reveal.%' OR action = 'export.give') ORDER BY number`.execute(
      database.admin,
    );
    expect(rows.map(({ thing }) => thing)).toEqual([
      `custody ${writeCustody(custody).digits}`,
      `file ${fileId} identity`,
      `file ${fileId} narrative`,
    ]);
  });

  test('of one agency and of another never stand in one folder', async () => {
    const [one, other] = [await atWork(), await atWork()];
    await giveExport(atCommand(one.owner), { folder: one.folder, custody });
    await expect(giveExport(atCommand(other.owner), { folder: one.folder, custody })).rejects.toThrow(
      'another agency',
    );
    const mine = await makeCustody(random, { needed: 2, custodians: CUSTODIANS });
    await expect(
      giveExport(atCommand(one.owner), { folder: one.folder, custody: mine.custody }),
    ).rejects.toThrow('other custodians');
  });

  test('cut, changed, or with something missing is refused whole, with what it is', async () => {
    const { owner, fileId, folder, out } = await atWork();
    const { gift } = await giveExport(atCommand(owner), { folder, custody });
    const file = join(folder, gift.name, 'files', fileId, 'narrative.json.age');
    const manifest = join(folder, gift.name, 'manifest.json');
    const [whole, list] = [await readFile(file), await readFile(manifest, 'utf8')];
    const key = await identity(0, 1);
    const changed = Buffer.from(whole);
    changed.writeUInt8(changed.readUInt8(whole.length - 1) ^ 1, whole.length - 1);
    for (const bytes of [whole.subarray(0, -1), changed]) {
      await writeFile(file, bytes);
      await expect(openExport({ folder, out, identity: key })).rejects.toThrow(
        'narrative.json.age was cut or changed',
      );
    }
    await rm(file);
    await expect(openExport({ folder, out, identity: key })).rejects.toThrow('narrative.json.age is missing');
    await writeFile(file, whole);
    await writeFile(manifest, list.replace('"entries":1', '"entries":2'));
    await expect(openExport({ folder, out, identity: key })).rejects.toThrow('is not what was written');
    await writeFile(manifest, list);
    await expect(openExport({ folder, out, identity: papers[0] ?? '' })).rejects.toThrow('sealed to others');
    await expect(openExport({ folder: root, out, identity: key })).rejects.toThrow('holds no export');
    expect(await readdir(root)).toEqual(['export']);
    await openExport({ folder, out, identity: key });
    await expect(openExport({ folder, out, identity: key })).rejects.toThrow('already');
  });

  test('that was being opened when it was killed is named, and opens once that is erased', async () => {
    const { owner, folder, out } = await atWork();
    await giveExport(atCommand(owner), { folder, custody });
    const key = await identity(0, 1);
    for (const left of [`${out}.part`, `${out}.part-x1y2z3`]) {
      await mkdir(left);
      const opening = openExport({ folder, out: `${out}/`, identity: key });
      await expect(opening).rejects.toThrow(ExportProblem);
      await expect(opening).rejects.toThrow(`${left} was left by a run`);
      await rm(left, { recursive: true });
    }
    await openExport({ folder, out: `${out}/`, identity: key });
    expect((await readdir(root)).toSorted()).toEqual(['export', 'out']);
  });

  test('that was killed half-way counts for nothing, and the next run takes its pieces away', async () => {
    const { owner, folder } = await atWork();
    const { workerId } = owner;
    const given = {
      agencyId: owner.actor.agencyId,
      workerId,
      at: new Date(0).toISOString(),
      recipient: custody.recipient,
    };
    const { verifyKey } = owner.keys.me;
    const dying = async function* () {
      yield { path: 'agency.json.age', sealed: new Uint8Array(3), entries: 0 };
      // As a process that is killed: nothing after this line is run, no clearing up either.
      await new Promise(() => undefined);
    };
    void writeGift({ folder, given, signer: { verifyKey, signingKey: owner.keys.signingKey } }, dying());
    await expect.poll(async () => (await readdir(folder).catch(() => [])).length).toBe(1);
    expect(await readGifts(folder)).toEqual([]);
    const { gift } = await giveExport(atCommand(owner), { folder, custody });
    expect(await readdir(folder)).toEqual([gift.name]);
  });
});
