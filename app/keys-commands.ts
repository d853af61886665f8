import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import type { SignedIn, Terminal } from './desk/index.ts';
import { exitCodes } from './exit-codes.ts';
import type { SettingsSource } from './supervisor/index.ts';

type Output = { text: string; exitCode: number };
type Flags = { demo?: true };
type Setting = {
  end: (output: Output, json: boolean) => void;
  settingsSource: (flags: Flags) => Promise<SettingsSource>;
};

/** Adds `clew keys`: the rehearsal of recovery, and the change of one's own keys. Both ask for a sign-in. */
export function addKeysCommands(clew: Command, { end, settingsSource }: Setting): void {
  const keys = clew.command('keys').description('keys of the people who work at an agency');
  keys
    .command('drill')
    .description('show who could be brought back by their custodians, were a passphrase lost today')
    .option('--open', 'open another drill, and ask the custodians to show their shares anew')
    .option('--demo', 'in the demo')
    .option('--json', 'print JSON')
    .action(async (flags: Flags & { open?: true; json?: true }) => {
      const { drillCommand } = await import('./desk/index.ts');
      const asked = { open: flags.open ?? false, json: flags.json ?? false };
      const drill = (worker: SignedIn) => drillCommand(worker, asked);
      end(await asSignedIn({ flags, settingsSource, action: 'keys.drill' }, drill), asked.json);
    });
  keys
    .command('renew')
    .description(
      'make keys anew that somebody had who was shut out, of what you hold; say whose deed others wait for',
    )
    .option('--demo', 'in the demo')
    .action(async (flags: Flags) => {
      const { renewCommand } = await import('./desk/index.ts');
      end(await asSignedIn({ flags, settingsSource, action: 'self.rotate-keys' }, renewCommand), false);
    });
  keys
    .command('rotate')
    .description('change your keys, one step each time: make new ones, then put them in the place of the old')
    .option('--demo', 'in the demo')
    .action(async (flags: Flags) => {
      const { rotateCommand } = await import('./desk/index.ts');
      const rotate = async (worker: SignedIn, terminal: Terminal) =>
        rotateCommand(worker, await terminal.askHidden('Passphrase again: '));
      end(await asSignedIn({ flags, settingsSource, action: 'self.rotate-keys' }, rotate), false);
    });
}

type Asked = {
  flags: Flags;
  settingsSource: Setting['settingsSource'];
  action: 'keys.drill' | 'self.rotate-keys';
};

/** Opens the node's database, asks who is there, and closes all again. */
async function asSignedIn(
  { flags, settingsSource, action }: Asked,
  work: (worker: SignedIn, terminal: Terminal) => Promise<Output>,
): Promise<Output> {
  const { createDesk, openTerminal, signInAtTerminal } = await import('./desk/index.ts');
  const { openForTerminal, readSettings } = await import('./supervisor/index.ts');
  const { callAfter } = await import('./first-run.ts');
  const terminal = openTerminal({ input: process.stdin, output: process.stderr });
  if (!terminal)
    return {
      text: 'Nobody sits at this terminal who could sign in. Run it where you can type.',
      exitCode: exitCodes.badInput,
    };
  const settings = readSettings(await settingsSource(flags));
  const node = await openForTerminal(settings);
  try {
    const desk = createDesk({
      ...{ database: node.database, now: () => new Date(), random: randomBytes },
      ...{ after: callAfter, sealKey: randomBytes(32), isDemo: settings.demo },
    });
    const signed = await signInAtTerminal(desk, terminal, action);
    if (!signed.ok) return { text: signed.message, exitCode: exitCodes.badInput };
    try {
      return await work(signed.worker, terminal);
    } finally {
      await signed.end();
    }
  } finally {
    await node.close();
  }
}
