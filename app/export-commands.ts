import { randomBytes } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Custodian, SignedIn, Terminal } from './desk/index.ts';
import { exitCodes } from './exit-codes.ts';
import type { SettingsSource } from './supervisor/index.ts';
import { clearProgress, progress } from './terminal-progress.ts';

type Output = { text: string; exitCode: number };
type Flags = { demo?: true };
type Setting = {
  end: (output: Output, json: boolean) => void;
  settingsSource: (flags: Flags) => Promise<SettingsSource>;
};

/** Adds `clew export` and `clew custody`: leaving Clew, with what each worker may open, for custodians who open it together. */
export function addExportCommands(clew: Command, { end, settingsSource }: Setting): void {
  clew
    .command('export <folder>')
    .description('give everything that you may open into the folder of an export, sealed to its custodians')
    .requiredOption('--all', 'all of it: there is no export of less')
    .requiredOption('--custody <file>', 'who opens it together, as “clew custody make” wrote it')
    .option('--demo', 'of the demo')
    .action(async (folder: string, flags: Flags & { custody: string }) => {
      end(await giveAll(folder, { flags, settingsSource }), false);
    });
  const custody = clew.command('custody').description('who opens an export together');
  custody
    .command('make <file>')
    .description('make the key of an export, and for each custodian the part that only they keep')
    .requiredOption('--needed <number>', 'so many of them open it', Number)
    .requiredOption(
      '--custodian <name@body>',
      'a name, @, and the body that they answer to; one for each',
      collect,
    )
    .action(async (file: string, flags: { needed: number; custodian: string[] }) => {
      end(await makeAtTerminal(file, flags), false);
    });
  custody
    .command('open <folder> <out>')
    .description('open an export into a new folder, with the papers of as many custodians as it needs')
    .requiredOption('--custody <file>', 'as “clew custody make” wrote it')
    .option('--paper <file>', 'read a custodian’s key from a file instead; may be given again', collect)
    .action(async (folder: string, out: string, flags: { custody: string; paper?: string[] }) => {
      end(await openAtTerminal({ folder, out }, flags), false);
    });
}

const NOBODY: Output = {
  text: 'Nobody sits at this terminal who could type. Run it where you can type.',
  exitCode: exitCodes.badInput,
};

async function terminalHere(): Promise<Terminal | undefined> {
  const { openTerminal } = await import('./desk/index.ts');
  return openTerminal({ input: process.stdin, output: process.stderr });
}

async function readCustodyFile(file: string) {
  const { readCustody } = await import('./desk/index.ts');
  const text = await readFile(file, 'utf8').catch(() => '');
  return readCustody(text);
}

function notCustody(file: string): Output {
  return {
    text: `${file} is not what “clew custody make” wrote, or cannot be read.`,
    exitCode: exitCodes.badInput,
  };
}

/** The digits are typed as a custodian says them: somebody could have made a custody of accomplices, and shown that. */
async function giveAll(
  folder: string,
  { flags, settingsSource }: Pick<Setting, 'settingsSource'> & { flags: Flags & { custody: string } },
): Promise<Output> {
  const read = await readCustodyFile(flags.custody);
  if (!read) return notCustody(flags.custody);
  const terminal = await terminalHere();
  if (!terminal) return NOBODY;
  const { custody, digits } = read;
  const { ExportProblem, giveExport, tellHolders } = await import('./desk/index.ts');
  process.stderr.write(`Any ${custody.set.needed} of these open what you give:\n${tellHolders(custody)}\n`);
  const heard = await terminal.ask('The thirty digits of the custody, as two of them told you: ');
  if (heard.replaceAll(/\D/g, '') !== digits.replaceAll(' ', ''))
    return {
      text: 'These are not the digits of this file. Nothing was given.',
      exitCode: exitCodes.badInput,
    };
  const asked = { flags, settingsSource, terminal };
  return asSignedIn(asked, async (worker) => {
    try {
      const gave = await giveExport(worker, { folder, custody, ...progress() });
      clearProgress();
      const text = [
        `Given: ${gave.parts} parts of ${gave.files} files; ${gave.there} stood there already.`,
        gave.unopened > 0
          ? `Of ${gave.unopened} parts that you may open some entries, or all, did not open; a colleague may have their key.`
          : 'Every entry of them opened.',
        'Not in it: what you may not open. Each colleague who holds files gives theirs, into the same folder.',
        ...gave.unknown.map(
          ({ name, signer }) =>
            `Not counted: ${name}. Nobody who works here now has the key that signed it: ${signer}`,
        ),
        ...(await tellMissing(worker, folder)),
        `Signed by you: ${gave.gift.signer}`,
      ].join('\n');
      return { text, exitCode: exitCodes.well };
    } catch (error) {
      if (error instanceof ExportProblem) return { text: error.message, exitCode: exitCodes.badInput };
      throw error;
    }
  });
}

/** Whoever runs the agency is told whose files still wait, by count. */
async function tellMissing(worker: SignedIn, folder: string): Promise<string[]> {
  const { mayAtAll, printable, readMissing } = await import('./desk/index.ts');
  if (!mayAtAll(worker.actor, 'agency.change')) return [];
  const missing = await readMissing(worker, folder);
  if (missing.size === 0)
    return ['Every part of every file of the agency is in it, with as many entries as it has now.'];
  const lines = [...missing].map(
    async ([id, count]) => `  ${printable((await worker.names.worker(id)) ?? id)}: ${count} parts`,
  );
  return [
    'Not given yet, or not with all entries, by whose files they are of:',
    ...(await Promise.all(lines)),
  ];
}

async function makeAtTerminal(
  file: string,
  { needed, custodian }: { needed: number; custodian: readonly string[] },
): Promise<Output> {
  const { makeCustody, writeCustody } = await import('./desk/index.ts');
  const terminal = await terminalHere();
  if (!terminal) return NOBODY;
  const custodians = custodian.map((text): Custodian => {
    const [name = '', body = ''] = text.split('@').map((part) => part.trim());
    return { name, body };
  });
  const made = await makeCustody((length) => Uint8Array.from(randomBytes(length)), {
    needed,
    custodians,
  }).catch((error: unknown) => {
    if (error instanceof RangeError) return { text: error.message, exitCode: exitCodes.badInput };
    throw error;
  });
  if ('text' in made) return made;
  const { text, digits } = writeCustody(made.custody);
  const taken = {
    text: `${file} is there already, or cannot be written. Name a new file.`,
    exitCode: exitCodes.badInput,
  };
  if (await stat(file).catch(() => undefined)) return taken;
  for (const [at, { name }] of custodians.entries()) {
    await terminal.ask(`${name} alone looks at the screen now. Enter when nobody else does. `);
    process.stderr.write(`${made.papers[at]}\n`);
    await terminal.ask('Enter when it is on paper; the screen is cleared then. ');
    process.stderr.write('\u001b[2J\u001b[3J\u001b[H');
  }
  // Last: a custody of which somebody has no paper would open nothing.
  const handle = await open(file, 'wx', 0o644).catch(() => undefined);
  if (!handle) return taken;
  await handle.writeFile(text);
  await handle.sync();
  await handle.close();
  const told = [
    `${file}: any ${needed} of ${custodians.length} open an export that is sealed to it.`,
    `Its digits, for every custodian’s paper: ${digits}`,
  ];
  return { text: told.join('\n'), exitCode: exitCodes.well };
}

async function openAtTerminal(
  { folder, out }: { folder: string; out: string },
  { custody: file, paper }: { custody: string; paper?: string[] },
): Promise<Output> {
  const { ExportProblem, joinPapers, openExport } = await import('./desk/index.ts');
  const { isIdentity } = await import('@clew/seal');
  const read = await readCustodyFile(file);
  if (!read) return notCustody(file);
  const { custody, digits } = read;
  const papers = paper ? await readPapers(paper) : await askPapers(custody.set.needed);
  if (papers === undefined) return NOBODY;
  const bad = papers.find((one) => !isIdentity(one));
  if (bad !== undefined)
    return {
      text: 'One of these is no custodian’s key, or has a letter wrong.',
      exitCode: exitCodes.badInput,
    };
  const joined = await joinPapers(custody, papers);
  if (!joined.ok) return { text: WHY_NOT[joined.why], exitCode: exitCodes.badInput };
  try {
    const opened = await openExport({ folder, out, identity: joined.identity });
    const text = [
      `${out}: ${opened.files} files of agency ${opened.agencyId}, readable by whoever has the folder.`,
      `The custody’s digits: ${digits}`,
      'Given, as each gift says of itself; ask the workers whether these are their digits:',
      ...opened.gifts.map(
        ({ name, workerId, signer, at }) => `  ${name}, ${at}, worker ${workerId}, signed by ${signer}`,
      ),
      ...(opened.several.length === 0
        ? []
        : [
            'Given by several signers, so that of each stands there under their digits, the fullest not preferred:',
            ...opened.several.map((path) => `  ${path}`),
          ]),
    ].join('\n');
    return { text, exitCode: exitCodes.well };
  } catch (error) {
    if (error instanceof ExportProblem) return { text: error.message, exitCode: exitCodes.badInput };
    throw error;
  }
}

const WHY_NOT = {
  'no-share': 'One of these keys is of none of the custodians. Nothing was opened.',
  'too-few': 'These are fewer custodians than it takes. Nothing was opened.',
  altered: 'The custody file was altered: its parts do not fit. Nothing was opened.',
} as const;

async function readPapers(files: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return texts.map((text) => text.trim());
}

async function askPapers(needed: number): Promise<string[] | undefined> {
  const terminal = await terminalHere();
  if (!terminal) return undefined;
  const papers: string[] = [];
  for (let at = 1; at <= needed; at++)
    papers.push(
      (await terminal.askHidden(`Custodian ${at} of ${needed}, your key: `))
        .replaceAll(/\s/g, '')
        .toUpperCase(),
    );
  return papers;
}

type Asked = Pick<Setting, 'settingsSource'> & { flags: Flags; terminal: Terminal };

/** Opens the node's database, asks who is there, and closes all again. */
async function asSignedIn(
  { flags, settingsSource, terminal }: Asked,
  work: (worker: SignedIn) => Promise<Output>,
): Promise<Output> {
  const { createDesk, signInAtTerminal } = await import('./desk/index.ts');
  const { openForTerminal, readSettings } = await import('./supervisor/index.ts');
  const { callAfter } = await import('./first-run.ts');
  const settings = readSettings(await settingsSource(flags));
  const node = await openForTerminal(settings);
  try {
    const desk = createDesk({
      ...{ database: node.database, now: () => new Date(), random: randomBytes },
      ...{ after: callAfter, sealKey: randomBytes(32), isDemo: settings.demo },
    });
    const signed = await signInAtTerminal(desk, terminal, 'export.give');
    if (!signed.ok) return { text: signed.message, exitCode: exitCodes.badInput };
    try {
      return await work(signed.worker);
    } finally {
      await signed.end();
    }
  } finally {
    await node.close();
  }
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
