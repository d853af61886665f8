import type { Desk } from '../desk.ts';
import { giveGrant, openFile, recordStatement } from '../file/index.ts';
import { fileDeskOf } from '../file/pages/at-desk.tsx';
import { type SignedIn, signedIn } from '../pages/signed-in.ts';
import { findSession } from '../session/find-session.ts';
import { openSession } from '../session/open-session.ts';
import { formToken, readTicket } from '../session/ticket.ts';
import { codeAt } from '../sign-in/one-time-code.ts';
import { proveWorker } from '../sign-in/prove-worker.ts';
import type { BigAgency, BigWorker } from './big-agency.ts';
import { PASSPHRASE } from './people.ts';

/** A worker's session: the value of the cookie, and what their forms carry. */
export type BigSession = { worker: BigWorker; cookie: string; token: string };

/** Signs somebody in, as the page does once passphrase and code were typed. */
export async function openBigSession(desk: Desk, worker: BigWorker): Promise<BigSession> {
  const code = codeAt(worker.codeSecret, desk.now());
  const proven = await proveWorker(desk, { name: worker.signInName, passphrase: PASSPHRASE, code });
  const session = proven.ok ? await openSession(desk, proven) : undefined;
  if (!session) throw new Error(`${worker.signInName} cannot sign in.`);
  return { worker, cookie: session.cookie, token: formToken(session.ticket.secret) };
}

/** The names that people of these files have. A search finds some of them. */
export function nameOfPerson(number: number): string {
  const [first, last] = [FIRST[number % FIRST.length], LAST[Math.floor(number / FIRST.length) % LAST.length]];
  return `${first} ${last}`;
}

const FIRST = ['Samira', 'Joy', 'Teklu', 'Blessing', 'Farid', 'Linh', 'Marek', 'Rosa', 'Idris', 'Oksana'];
const LAST = [
  'Haile',
  'Okafor',
  'Nguyen',
  'Rahimi',
  'Kovalenko',
  'Diallo',
  'Marin',
  'Tesfaye',
  'Bello',
  'Aziz',
];

/** A file of a team, with the session of its owner. */
type BigFile = { owner: BigSession; team: number; number: number };

/**
 * Makes a file that the whole team may open: who the person is, where, what was told, and a consent, in so many entries.
 * Returns its id.
 */
export async function makeBigFile(
  desk: Desk,
  { agencyId, teams, workers }: BigAgency,
  { owner, team, number }: BigFile,
): Promise<string> {
  const worker = await atDesk(desk, owner.cookie);
  const fileDesk = fileDeskOf(worker);
  const opened = await openFile(fileDesk, { teamId: teams[team] ?? '' });
  if (!opened.ok) throw new Error(`A file could not be opened: ${opened.why}`);
  const { fileId } = opened;
  const others = workers.filter((one) => one.team === team && one.role === 'case-worker');
  await worker.door.write({ action: 'file.name', thing: `file ${fileId}` }, (transaction) =>
    transaction
      .insertInto('clew.file_named')
      .values(others.map(({ workerId }) => ({ agency_id: agencyId, file_id: fileId, worker_id: workerId })))
      .execute(),
  );
  const said = { fileId, source: 'person', certainty: 'certain' } as const;
  const words = [
    { ...said, compartment: 'identity', about: 'name', words: nameOfPerson(number) },
    { ...said, compartment: 'identity', about: 'birth', words: 'About twenty, she thinks.' },
    {
      ...said,
      compartment: 'narrative',
      about: 'told',
      words: 'What was told at the first talk. '.repeat(20),
    },
    {
      ...said,
      compartment: 'narrative',
      about: 'seen',
      words: 'What was seen on the day after. '.repeat(10),
    },
  ] as const;
  for (const statement of words) refuseUnlessOk(await recordStatement(fileDesk, statement));
  refuseUnlessOk(
    await giveGrant(fileDesk, {
      fileId,
      recipientKind: 'agency',
      recipient: 'Northgate Legal',
      mandates: ['legal-aid'],
      purpose: 'advice on the claim',
      categories: ['do-not-remove'],
      expiresOn: new Date(desk.now().getTime() + 90 * 86_400_000).toISOString().slice(0, 10),
      wording: '0'.repeat(64),
      language: 'en',
      capacity: 'own',
      personAsks: true,
    }),
  );
  return fileId;
}

function refuseUnlessOk(result: { ok: true } | { ok: false; why: string }): void {
  if (!result.ok) throw new Error(`A file could not be filled: ${result.why}`);
}

/** The worker of a session, as a page would have them. */
export async function atDesk(desk: Desk, cookie: string): Promise<SignedIn> {
  const state = await findSession(desk, readTicket(cookie));
  const worker = state.kind === 'in' ? await signedIn(desk, state) : undefined;
  if (!worker) throw new Error('A session that was just opened does not hold.');
  return worker;
}
