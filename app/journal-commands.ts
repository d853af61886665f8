import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import type { Told } from './desk/index.ts';
import { exitCodes } from './exit-codes.ts';
import type { SettingsSource, TerminalDatabase } from './supervisor/index.ts';
import { progress } from './terminal-progress.ts';

type Ending = (output: { text: string; exitCode: number }, json: boolean) => void;

type Setting = { end: Ending; settingsSource: (flags: { demo?: true }) => Promise<SettingsSource> };

type Flags = { node?: true; demo?: true };
type VerifyFlags = Flags & { anchor?: string; json?: true };
type AnchorFlags = Flags & { print?: true };

/** Adds `clew journal`: the check of a chain, and anchors that hold it. An agency's chain is for who signs in there. */
export function addJournalCommands(clew: Command, { end, settingsSource }: Setting): void {
  const journal = clew.command('journal').description('the journal of an agency, or of the node itself');
  journal
    .command('verify')
    .description('walk a journal from its first entry, and hold it against anchors kept elsewhere')
    .option('--anchor <file>', 'a file of anchors, as “clew journal anchor” or the node wrote it')
    .option('--node', 'the node’s own journal; else that of the agency at which you sign in')
    .option('--demo', 'in the demo')
    .option('--json', 'print JSON')
    .action(async (flags: VerifyFlags) => {
      const { verifyCommand } = await import('./desk/index.ts');
      const json = flags.json ?? false;
      const stop = new AbortController();
      process.once('SIGINT', () => stop.abort());
      const told = await atJournal({ flags, settingsSource, action: 'journal.verify' }, (chain) =>
        verifyCommand({ ...chain, anchor: flags.anchor, json, signal: stop.signal, ...progress() }),
      );
      end(told, json);
    });
  journal
    .command('anchor [file]')
    .description(
      'join the heads of all journals under one hash; write it and the proof of this one to a new file',
    )
    .option('--print', 'print it instead, for paper')
    .option('--node', 'with the proof of the node’s own journal; else of the agency at which you sign in')
    .option('--demo', 'in the demo')
    .action(async (file: string | undefined, flags: AnchorFlags) => {
      if ((file === undefined) !== (flags.print ?? false)) {
        end({ text: 'Name a new file, or say --print.', exitCode: exitCodes.badInput }, false);
        return;
      }
      const { anchorCommand } = await import('./desk/index.ts');
      const { anchorHeads } = await import('./store/index.ts');
      const told = await atJournal({ flags, settingsSource, action: 'journal.anchor' }, (chain, node) =>
        anchorCommand({ ...chain, file, join: () => anchorHeads(node.database, node.nodeId) }),
      );
      end(told, false);
    });
}

type Asked = {
  flags: Flags;
  settingsSource: Setting['settingsSource'];
  action: 'journal.verify' | 'journal.anchor';
};

type Chain = { door: ReturnType<typeof import('./store/index.ts').openDoor>; chain: string };

/** Opens the node's database, asks who is there where it is an agency's journal, and closes all again. */
async function atJournal(
  { flags, settingsSource, action }: Asked,
  work: (chain: Chain, node: TerminalDatabase) => Promise<Told>,
): Promise<Told> {
  const { openForTerminal, readSettings } = await import('./supervisor/index.ts');
  const settings = readSettings(await settingsSource(flags));
  const node = await openForTerminal(settings);
  try {
    if (flags.node) {
      const { openDoor } = await import('./store/index.ts');
      const door = openDoor(node.database, { kind: 'node', nodeId: node.nodeId });
      return await work({ door, chain: node.nodeId }, node);
    }
    return await asWorker(node, { action, isDemo: settings.demo }, (chain) => work(chain, node));
  } finally {
    await node.close();
  }
}

async function asWorker(
  node: TerminalDatabase,
  { action, isDemo }: { action: Asked['action']; isDemo: boolean },
  work: (chain: Chain) => Promise<Told>,
): Promise<Told> {
  const { createDesk, openTerminal, signInAtTerminal } = await import('./desk/index.ts');
  const { callAfter } = await import('./first-run.ts');
  const terminal = openTerminal({ input: process.stdin, output: process.stderr });
  if (!terminal)
    return {
      text: 'Nobody sits at this terminal who could sign in. Run it where you can type, or ask for --node.',
      exitCode: exitCodes.badInput,
    };
  const desk = createDesk({
    ...{ database: node.database, now: () => new Date(), random: randomBytes },
    ...{ after: callAfter, sealKey: randomBytes(32), isDemo },
  });
  const signed = await signInAtTerminal(desk, terminal, action);
  if (!signed.ok) return { text: signed.message, exitCode: exitCodes.badInput };
  const { door, actor } = signed.worker;
  try {
    // Whoever checks is seen to have checked.
    await door.write({ action, thing: 'journal' }, async () => undefined);
    return await work({ door, chain: actor.agencyId });
  } finally {
    await signed.end();
  }
}
