import { fingerprintOf } from '@clew/seal';
import type { Told } from '../journal/tell-finding.ts';
import type { SignedIn } from '../pages/signed-in.ts';
import { mayAtAll } from '../policy/index.ts';
import type { Again } from '../sign-in/prove-again.ts';
import { completeKeys, type NotCompleted } from './complete-keys.ts';
import { answerDrill, type DrillLine, openDrill, readDrill } from './drill.ts';
import { proposeKeys } from './propose-keys.ts';
import { atDesk } from './recovery-page.tsx';
import { readWaitingKeys } from './waiting-keys.ts';
import { readOwn, renewSome } from './waiting-page.tsx';

const STATES: Readonly<Record<DrillLine['state'], string>> = {
  none: 'chose nobody: a lost passphrase would lose their keys. They choose at /desk/recovery.',
  unsound: 'what stands there is not what they arranged. They choose anew at /desk/recovery.',
  short: 'not shown yet. Ask the custodians to press “Show it” at /desk/recovery.',
  well: 'would be brought back.',
};

/**
 * `clew keys drill`: whether each worker could be brought back by their custodians. Opens a rehearsal where none was opened, or
 * when asked to, and shows the shares that whoever signed in holds. A finding (1) while anybody could not be brought back.
 */
export async function drillCommand(
  worker: SignedIn,
  { open, json }: { open: boolean; json: boolean },
): Promise<Told> {
  const at = atDesk(worker);
  if (open || !(await readDrill(at))) await openDrill(worker.desk, at);
  await answerDrill(at);
  const report = await readDrill(at);
  const lines = report?.lines ?? [];
  const exitCode = lines.every(({ state }) => state === 'well') ? 0 : 1;
  if (json) return { text: JSON.stringify({ openedAt: report?.openedAt, lines }), exitCode };
  const told = [`Drill opened ${report?.openedAt.toISOString()}.`];
  for (const { workerId, state, shown, needed } of lines) {
    const name = (await worker.names.worker(workerId)) ?? workerId;
    const count = needed === 0 ? '' : ` (${shown} of ${needed} needed shares shown)`;
    told.push(`${name}: ${STATES[state]}${count}`);
  }
  return { text: told.join('\n'), exitCode };
}

/**
 * `clew keys renew`: makes the keys anew that wait for it, as somebody who was shut out had them, of what whoever signed in
 * holds. An administrator is told how many others wait, and for whose deed. A finding (1) while any known to them wait.
 */
export async function renewCommand(worker: SignedIn): Promise<Told> {
  const made = { parts: 0, names: 0, codes: 0 };
  // Step by step, each whole in itself: whoever stops it goes on from there.
  for (let isMore = true; isMore; ) {
    const { parts, names, codes } = await renewSome(worker);
    made.parts += parts;
    made.names += names;
    made.codes += codes;
    isMore = parts + names + codes > 0;
  }
  const own = await readOwn(worker);
  const left = own.parts + own.names + (own.searchKey ? 1 : 0);
  const told = [`Parts of files made anew: ${made.parts}. Waiting for you: ${own.parts}.`];
  if (made.names + own.names > 0)
    told.push(`Files that are found by names anew: ${made.names}. Waiting for you: ${own.names}.`);
  if (made.codes + own.codes > 0) told.push(`Code names made anew: ${made.codes}. Waiting: ${own.codes}.`);
  if (!mayAtAll(worker.actor, 'keys.read')) return { text: told.join('\n'), exitCode: left > 0 ? 1 : 0 };
  const all = await readWaitingKeys(atDesk(worker));
  told.push(`Parts of files that wait in all: ${all.parts}.`);
  for (const { workerId, parts, names } of all.people)
    told.push(
      `${(await worker.names.worker(workerId)) ?? workerId}: ${parts}${names > 0 ? `, and the names of ${names} files` : ''}`,
    );
  if (all.stuck > 0) told.push(`Held by nobody else than who was shut out: ${all.stuck}.`);
  if (all.agency) told.push('The key of the agency waits for an administrator.');
  if (all.roster)
    told.push(
      'Whoever was shut out had the key that signs who is a colleague. Two people make it anew at /desk/keys/roster.',
    );
  if (all.names)
    told.push('The key by which names are found waits for whoever next writes a name, or runs this.');
  if (all.nameFiles > 0) told.push(`Files that are found by an older key: ${all.nameFiles}.`);
  const isMore = all.parts + all.nameFiles > 0 || all.agency || all.roster || all.names;
  return { text: told.join('\n'), exitCode: isMore ? 1 : 0 };
}

const REFUSALS: Readonly<Record<NotCompleted, string>> = {
  wrong: 'This is not your passphrase. Nothing was changed.',
  wait: 'Too many wrong attempts. Wait an hour.',
  busy: 'Too many people sign in at this moment. Try again in a minute.',
  none: 'There are no new keys. Nothing was changed.',
  changed: 'Your keys were changed or added to meanwhile. Nothing was done. Try again.',
  unconfirmed: 'No administrator has signed the new keys yet.',
};

/**
 * `clew keys rotate`: changes the keys of whoever signed in, one step each time it runs. First it makes new keys and prints the
 * digits to read to an administrator; once those have signed them it puts them in the place of the old ones.
 */
export async function rotateCommand(worker: SignedIn, passphrase: string): Promise<Told> {
  const at = atDesk(worker);
  const { agencyId, workerId } = worker.actor;
  // The command has asked for a code a moment ago, and another would come in half a minute.
  const again: Again = { passphrase, second: 'at-sign-in' };
  const row = await worker.door.read((transaction) =>
    transaction
      .selectFrom('clew.key_change')
      .select(['recipient', 'verify_key', 'roster_signature'])
      .where('agency_id', '=', agencyId)
      .where('worker_id', '=', workerId)
      .executeTakeFirst(),
  );
  if (row?.roster_signature) {
    const done = await completeKeys(worker.desk, at, again);
    if (!done.ok) return { text: REFUSALS[done.why], exitCode: 2 };
    return { text: 'Your keys are changed. You are signed out everywhere.', exitCode: 0 };
  }
  if (row) return { text: toRead(fingerprintOf(row.recipient + row.verify_key)), exitCode: 1 };
  const made = await proposeKeys(worker.desk, at, again);
  if (!made.ok) return { text: REFUSALS[made.why], exitCode: 2 };
  return { text: toRead(made.fingerprint), exitCode: 1 };
}

function toRead(digits: string): string {
  return `Read these digits to an administrator, who types them at /desk/keys. Then run this again.\n${digits}`;
}
