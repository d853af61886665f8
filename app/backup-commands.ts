import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Terminal } from './desk/index.ts';
import { exitCodes } from './exit-codes.ts';
import type { BackupMade, Rehearsed, Restored } from './store/index.ts';
import type { SettingsSource } from './supervisor/index.ts';
import { clearProgress, progress } from './terminal-progress.ts';

type Output = { text: string; exitCode: number };
type Flags = { demo?: true; json?: true };
type RestoreFlags = Flags & {
  key?: string[];
  leaveOut?: true;
  signer?: string[];
  unsigned?: true;
  erased?: string;
  anchors?: string;
};
type Setting = {
  end: (output: Output, json: boolean) => void;
  settingsSource: (flags: Flags) => Promise<SettingsSource>;
  version: () => Promise<string>;
};

/**
 * Adds `clew backup` and `clew restore`. Both are the operator's: a backup is sealed to the agencies' offline keys and shows the
 * operator nothing; restoring asks for those keys, which only people of the agencies have.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of commands with their options, in which nothing branches
export function addBackupCommands(clew: Command, { end, settingsSource, version }: Setting): void {
  clew
    .command('backup <file>')
    .description('write all that the node keeps into one new file, sealed to the agencies’ backup keys')
    .option('--demo', 'of the demo')
    .option('--json', 'print JSON')
    .action(async (file: string, flags: Flags) => {
      const { backUpNode, readSettings } = await import('./supervisor/index.ts');
      const settings = readSettings(await settingsSource(flags));
      const stop = stopped();
      const asked = { file, version: await version(), signal: stop, ...progress() };
      const made = await backUpNode(settings, asked).catch((error: unknown) => tellStopped(error, stop));
      clearProgress();
      if ('exitCode' in made) return end(made, false);
      end(
        { text: renderMade(file, made, flags.json ?? false), exitCode: exitCodes.well },
        flags.json ?? false,
      );
    });
  clew
    .command('restore <file>')
    .description(
      'rebuild a node from a backup, in a new data folder or an empty database; asks for the backup keys',
    )
    .option('--key <file>', 'read a backup key from a file instead; may be given again', collect)
    .option('--leave-out', 'leave out agencies of which no key is given')
    .option(
      '--signer <digits>',
      'take only what was signed by these thirty digits; may be given again',
      collect,
    )
    .option('--unsigned', 'take one that nobody signed, such as one of an older version')
    .option(
      '--anchors <file>',
      'a file of anchors that was kept elsewhere: say how many are newer than the backup',
    )
    .option('--erased <file>', 'the list of what was erased since; the one beside the backup if not named')
    .option('--demo', 'a backup of a demo')
    .option('--json', 'print JSON')
    .action(async (file: string, flags: RestoreFlags) => {
      const { readSettings, restoreNode } = await import('./supervisor/index.ts');
      const settings = readSettings(await settingsSource(flags));
      const given = flags.key ? await readKeyFiles(flags.key) : await askKeys();
      if (!given.ok) return end({ text: given.message, exitCode: exitCodes.badInput }, false);
      const say = (line: string) => void process.stderr.write(`${line}\n`);
      const leaveOut = flags.leaveOut ?? false;
      const stop = stopped();
      const restored = await restoreNode(settings, {
        ...{ file, identities: given.identities, leaveOut, say, unsigned: flags.unsigned ?? false },
        ...(flags.signer ? { signers: flags.signer } : {}),
        ...(flags.erased === undefined ? {} : { erased: flags.erased }),
        onProgress: progressUntil(stop),
      }).catch((error: unknown) => tellStopped(error, stop));
      clearProgress();
      if ('exitCode' in restored) return end(restored, false);
      const newer = flags.anchors === undefined ? [] : [await tellNewer(flags.anchors, restored)];
      end(
        { text: renderRestored(restored, flags.json ?? false, newer), exitCode: exitCodes.well },
        flags.json ?? false,
      );
    });
}

/** Adds `clew upgrade`: what this version would do to the data of a node that an older one made. Start is what does it. */
export function addUpgradeCommand(clew: Command, { end, settingsSource }: Setting): void {
  clew
    .command('upgrade')
    .description(
      'rehearse on a copy what the next start of this version would do to the database of a node that runs',
    )
    .requiredOption('--rehearse', 'on a copy in the data folder, which is removed afterwards')
    .option('--demo', 'of the demo')
    .option('--json', 'print JSON')
    .action(async (flags: Flags) => {
      const { readSettings, rehearseNodeUpgrade } = await import('./supervisor/index.ts');
      const settings = readSettings(await settingsSource(flags));
      const say = (line: string) => void process.stderr.write(`${line}\n`);
      const stop = stopped();
      const rehearsed = await rehearseNodeUpgrade(settings, { say, onProgress: progressUntil(stop) }).catch(
        (error: unknown) => tellStopped(error, stop),
      );
      clearProgress();
      if ('exitCode' in rehearsed) return end(rehearsed, false);
      const json = flags.json ?? false;
      const text = json ? JSON.stringify(rehearsed, null, 2) : renderRehearsed(rehearsed);
      end({ text, exitCode: exitCodes.well }, json);
    });
}

type Keys = { ok: true; identities: readonly string[] } | { ok: false; message: string };

async function askKeys(): Promise<Keys> {
  const { openTerminal } = await import('./desk/index.ts');
  const terminal = openTerminal({ input: process.stdin, output: process.stderr });
  if (!terminal)
    return {
      ok: false,
      message:
        'Nobody sits at this terminal who could type the backup key. Run it where you can type, or name a file with --key.',
    };
  return { ok: true, identities: await askEach(terminal) };
}

/** Asks until nothing is typed: one key an agency. A key from paper may have come with spaces or in small letters. */
async function askEach(terminal: Terminal): Promise<string[]> {
  const { isIdentity } = await import('@clew/seal');
  const identities: string[] = [];
  for (;;) {
    const question =
      identities.length === 0
        ? 'Backup key (AGE-SECRET-KEY-…; it is not shown): '
        : 'Backup key of another agency, or Enter if there is none: ';
    const typed = (await terminal.askHidden(question)).replaceAll(/\s/g, '').toUpperCase();
    if (typed === '' && identities.length > 0) return identities;
    if (isIdentity(typed)) identities.push(typed);
    else
      process.stderr.write(
        'This is no backup key, or has a letter wrong. It begins with AGE-SECRET-KEY-. Type it again.\n',
      );
  }
}

async function readKeyFiles(files: readonly string[]): Promise<Keys> {
  const { isIdentity } = await import('@clew/seal');
  const identities: string[] = [];
  for (const file of files) {
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile())
      return { ok: false, message: `${file} cannot be read. Name a file that holds a backup key.` };
    if ((found.mode & 0o077) !== 0)
      return { ok: false, message: `${file} can be read by others. Take that right away first: chmod 600.` };
    const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.trim());
    const keys = lines.filter((line) => line !== '' && !line.startsWith('#'));
    if (keys.length === 0 || !keys.every(isIdentity))
      return {
        ok: false,
        message: `${file} holds no backup key, or one with a letter wrong. A line of it begins with AGE-SECRET-KEY-.`,
      };
    identities.push(...keys);
  }
  return { ok: true, identities };
}

function renderMade(file: string, made: BackupMade, json: boolean): string {
  if (json) return JSON.stringify(made, null, 2);
  return [
    `${file}: all that stood at ${moment(made.at)}, ${size(made.bytes)}, sealed to the backup key of ${agencies(made.agencies)}.`,
    `Signed by ${made.signedBy ?? 'nobody'}. Note these digits beside the backup keys: a restore says whose backup it is.`,
    ...renderKept(made),
    'Keep it on another machine. Print or note the heads: they tell later whether a journal is the one that stood here.',
  ].join('\n');
}

function renderRestored(restored: Restored, json: boolean, newer: readonly string[]): string {
  if (json) return JSON.stringify(restored, null, 2);
  const left = restored.leftOut > 0 ? ` ${agencies(restored.leftOut)} left out.` : '';
  return [
    `Restored as of ${moment(restored.at)}: ${agencies(restored.agencies)}.${left}`,
    ...renderTrust(restored),
    ...newer,
    ...renderKept(restored),
    'What was done after that moment is not in it. Do again what must not wait: who was shut out, excluded or left since.',
    'Everybody signs in anew. Start it with: npm start',
  ].join('\n');
}

/** Whether the node went on after the backup, as anchors that were kept elsewhere show. */
async function tellNewer(file: string, { at }: Restored): Promise<string> {
  const { readAnchorFile } = await import('./store/index.ts');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const read = text === undefined ? undefined : readAnchorFile(text);
  if (!read?.ok)
    return `${file} holds no anchors, or cannot be read: whether the node went on after the backup is not known.`;
  const newer = read.anchors
    .filter((anchor) => Date.parse(anchor.at) > Date.parse(at))
    .toSorted((one, other) => (one.at < other.at ? 1 : -1));
  const [last] = newer;
  return last
    ? `Newer anchors exist: ${newer.length} in ${file}, the last of ${moment(last.at)}. The node went on until then; look for a newer backup.`
    : `No anchor in ${file} is newer.`;
}

/** Whose it is, how old, and what of it had been erased since. */
function renderTrust({ at, signedBy, erased }: Restored): string[] {
  const days = Math.floor((Date.now() - Date.parse(at)) / 86_400_000);
  const age = days < 1 ? 'less than a day' : days === 1 ? 'one day' : `${days} days`;
  return [
    `It is ${age} old.`,
    signedBy
      ? `Signed by ${signedBy}. Hold these digits against those that were noted beside the backup keys.`
      : 'Nobody signed it: it says of itself where it comes from, and nothing proves it.',
    erased
      ? `Erased again: ${erased.again}, by the list of ${moment(erased.listedAt)}, signed by ${erased.signedBy}. What was erased after that came back.`
      : 'No list of what was erased was at hand: what was erased after the backup came back.',
  ];
}

function renderRehearsed({ agencies: count, rows, applied, seconds }: Rehearsed): string {
  const total = Object.values(rows).reduce((sum, each) => sum + each, 0);
  const copied = `Copied ${total} rows of ${agencies(count)}; each was counted, each journal walked.`;
  if (applied.length === 0)
    return `${copied}\nThe database is up to date: the next start changes nothing in it.`;
  return [
    copied,
    `On the copy the next start would apply, in ${seconds.toFixed(1)} s:`,
    ...applied.map((name) => `  ${name}`),
    'It went well, and the copy is removed. Make a backup, stop the node, and start this version.',
  ].join('\n');
}

function renderKept({ rows, heads }: Pick<BackupMade, 'rows' | 'heads'>): string[] {
  const counted = Object.entries(rows).filter(([, count]) => count > 0);
  const wide = Math.max(...counted.map(([table]) => table.length));
  return [
    'Rows',
    ...counted.map(([table, count]) => `  ${table.padEnd(wide)}  ${count}`),
    'Journals, with number and hash of the last entry',
    ...heads.map(({ chain, number, hash }) => `  ${chain}  ${number}  ${hash}`),
  ];
}

function agencies(count: number): string {
  return count === 1 ? '1 agency' : `${count} agencies`;
}

function moment(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function stopped(): AbortSignal {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  return stop.signal;
}

function tellStopped(error: unknown, signal: AbortSignal): Output {
  if (!signal.aborted) throw error;
  return { text: 'Stopped. Nothing was done, and nothing was left behind.', exitCode: exitCodes.badInput };
}

/** Tells what is done, and hears a stop that was asked for at the next step: what was begun is cleared away then. */
function progressUntil(stop: AbortSignal): (words: string) => void {
  const { onProgress } = progress();
  return (words) => {
    stop.throwIfAborted();
    onProgress?.(words);
  };
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
