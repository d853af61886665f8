import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { exitCodes } from './exit-codes.ts';
import type { SettingsSource } from './supervisor/index.ts';

// Each command loads only its own rooms: answering a case does not wait for a database driver to be read.

const checkout = dirname(import.meta.dirname);

type StartFlags = { demo?: true; dev?: true; host?: string; port?: string };

/** Prints a line for a person. Output of commands goes to stdout, everything else to stderr. */
function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function warn(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function settingsSource(flags: StartFlags): Promise<SettingsSource> {
  const { findHome } = await import('./store/index.ts');
  return {
    env: process.env,
    flags: { demo: flags.demo ?? false, development: flags.dev ?? false, host: flags.host, port: flags.port },
    checkout,
    home: findHome(),
  };
}

async function readVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

/** The database driver reads these where an address leaves something out; only the settings of Clew decide. */
function forgetPostgresVariables(): void {
  for (const name of Object.keys(process.env)) if (/^PG[A-Z]/.test(name)) delete process.env[name];
}

async function start(flags: StartFlags): Promise<void> {
  forgetPostgresVariables();
  const { readSettings, supervise, warnOfOldNode } = await import('./supervisor/index.ts');
  const settings = readSettings(await settingsSource(flags));
  const old = warnOfOldNode(process.version, new Date());
  if (old) warn(old);
  await supervise({
    settings,
    webEntry: join(checkout, 'bin', 'web.mjs'),
    version: await readVersion(),
    say: print,
  });
}

async function doctor(flags: StartFlags & { json?: true }): Promise<void> {
  const { diagnose, renderFindings } = await import('./doctor.ts');
  forgetPostgresVariables();
  if (process.stderr.isTTY) warn('Looking at the machine, the node and its database.');
  const findings = await diagnose(await settingsSource(flags), {
    now: new Date(),
    version: await readVersion(),
  });
  print(flags.json ? JSON.stringify({ findings }, null, 2) : renderFindings(findings));
  if (findings.some((finding) => finding.state !== 'well')) process.exitCode = exitCodes.finding;
}

type AssessFlags = {
  explain?: string;
  state?: string[];
  on?: string;
  reform?: string[];
  json?: true;
  lang: string;
};

async function assessFile(file: string, flags: AssessFlags): Promise<void> {
  const { assess } = await import('./law/index.ts');
  const result = await assess({
    file,
    ...(flags.explain ? { explain: flags.explain } : {}),
    ...(flags.state ? { states: flags.state } : {}),
    ...(flags.on ? { on: flags.on } : {}),
    ...(flags.reform ? { reforms: flags.reform } : {}),
    json: flags.json ?? false,
    colour: Boolean(process.stdout.isTTY) && !process.env.NO_COLOR,
    lang: flags.lang,
    today: new Date(),
  });
  if (result.exitCode === exitCodes.badInput && !flags.json) warn(result.text);
  else print(result.text);
  process.exitCode = result.exitCode;
}

/** A flag that may be given more than once. */
function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

async function program(): Promise<Command> {
  const clew = new Command('clew')
    .description('Which protections hold for a person who is both a refugee and a victim of trafficking.')
    .version(await readVersion())
    .addHelpText(
      'after',
      '\nExit codes: 0 all well, 1 a finding, 2 bad input, 3 a fault of ours.\nStart here: clew assess examples/domestic-worker.yaml',
    )
    .exitOverride();
  clew
    .command('start')
    .description('run the node: its database, its pages')
    .option('--demo', 'to try it: a data folder of its own, on this machine only, "demo" on every page')
    .option('--port <number>', 'port to listen on (default 1414; 0 for any free one)')
    .option('--host <name>', 'address to listen on (default localhost)')
    .addOption(new Option('--dev', 'also serve /style, which shows every component').hideHelp())
    .action(start);
  clew
    .command('assess <file>')
    .description('answer a case file: which legal tests are met, why, and what is unknown')
    .option('--explain <rule>', 'print the whole reasoning of one rule, duty or value')
    .option('--state <code>', 'a State, like NO for Norway; may be given again', collect)
    .option('--on <date>', 'the day on which the law is asked, like 2024-05-31')
    .option('--reform <id>', 'a reform to switch on; may be given again, in order', collect)
    .addOption(
      new Option('--lang <language>', 'language of the law’s words')
        .choices(['en', 'fr', 'ar'])
        .default('en'),
    )
    .option('--json', 'print JSON')
    .action(assessFile);
  clew
    .command('doctor')
    .description('look at settings, disk, clock and versions, and say what to do')
    .option('--demo', 'look at the demo')
    .option('--json', 'print JSON')
    .action(doctor);
  return clew;
}

async function run(): Promise<void> {
  try {
    await (await program()).parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exitCodes.well : exitCodes.badInput;
      return;
    }
    const { tellFault } = await import('./faults.ts');
    const { text, exitCode } = tellFault(error);
    warn(text);
    process.exitCode = exitCode;
  }
}

await run();
