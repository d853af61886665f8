import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { addBackupCommands, addUpgradeCommand } from './backup-commands.ts';
import { checkCommands } from './command-actions.ts';
import { addConfigCommand } from './config-command.ts';
import { exitCodes } from './exit-codes.ts';
import { addExportCommands } from './export-commands.ts';
import { addJournalCommands } from './journal-commands.ts';
import { addKeysCommands } from './keys-commands.ts';
import { addLawBookCommands } from './law-commands.ts';
import type { SettingsSource } from './supervisor/index.ts';
import { addWordsCommands } from './words-commands.ts';

// Each command loads only its own rooms: answering a case does not wait for a database driver to be read.

const checkout = dirname(import.meta.dirname);

type StartFlags = { demo?: true; dev?: true; host?: string; port?: string; newAgency?: true };

// Whoever reads only the first lines (`| head`) has what they wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(
    `What was answered could not be written where it was sent (${error.code ?? 'unknown'}): it is cut short there. Look at the disk, then run it again.\n`,
  );
  process.exit(exitCodes.fault);
});

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
  const { createEventLog } = await import('./event-log.ts');
  const log = createEventLog({
    write: (line) => process.stdout.write(line),
    after: (ms, call) => void setTimeout(call, ms).unref(),
  });
  await supervise({
    settings,
    webEntry: join(checkout, 'bin', 'web.mjs'),
    jobsEntry: join(checkout, 'bin', 'jobs.mjs'),
    version: await readVersion(),
    say: settings.log === 'json' ? (line, event) => log.note(event, { line }) : print,
    welcome: async (node) => (await import('./first-run.ts')).welcome(node, flags.newAgency ?? false),
  });
  log.end();
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
  whyNot?: string;
  law?: string;
  memo?: string;
  again?: string;
  state?: string[];
  on?: string;
  reform?: string[];
  with?: string;
  beforeAfter?: true;
  json?: true;
  lang: string;
};

async function assessFile(file: string | undefined, flags: AssessFlags): Promise<void> {
  const { assess, again } = await import('./law/index.ts');
  const json = flags.json ?? false;
  const law = flags.law === undefined ? {} : { law: flags.law };
  if (flags.again !== undefined) {
    if (file !== undefined || Object.keys(flags).some((name) => !AGAIN_TAKES.includes(name))) {
      end({ text: AGAIN_ALONE, exitCode: exitCodes.badInput }, json);
    } else end(await again({ again: flags.again, json, ...law }), json);
    return;
  }
  if (file === undefined) {
    end(
      { text: 'Name a case file: clew assess examples/domestic-worker.yaml', exitCode: exitCodes.badInput },
      json,
    );
    return;
  }
  const { state, reform, again: _, json: __, law: ___, ...rest } = flags;
  const given = { ...rest, states: state, reforms: reform };
  end(await assess({ file, ...law, ...given, json, colour: inColour(), today: new Date() }), json);
}

const AGAIN_TAKES = ['again', 'law', 'json', 'lang'];
const AGAIN_ALONE =
  '--again asks what was asked then, in the same States, on the same day, under the same reforms: only --law and --json go with it, and no case file.';

type FactsFlags = { json?: true; lang: string };

async function listFacts(words: string[], flags: FactsFlags): Promise<void> {
  const { facts } = await import('./law/index.ts');
  const json = flags.json ?? false;
  end(facts({ word: words.join(' '), lang: flags.lang, json, colour: inColour() }), json);
}

async function packLaw(file: string): Promise<void> {
  const { packLawInto } = await import('./law/index.ts');
  end(await packLawInto(file, await readVersion()), false);
}

type GapsFlags = { state: string; with?: string; on?: string; lang: string; json?: true };

async function lookAtGaps(flags: GapsFlags): Promise<void> {
  const { dayOf, gaps } = await import('./law/index.ts');
  const { state, with: beside, on, lang, json = false } = flags;
  const asked = { state, beside, on, lang, json, colour: inColour(), today: dayOf(new Date()) };
  end(gaps(asked), json);
}

type SimulateFlags = {
  with?: string;
  population?: string;
  reform?: string[];
  together?: true;
  by?: string[];
  state?: string;
  on?: string;
  resume?: true;
  json?: true;
  moves?: true;
};

async function simulatePopulation(flags: SimulateFlags): Promise<void> {
  const { simulateCommand } = await import('./law/index.ts');
  const { population, reform = [], by = [], state, on } = flags;
  const [json, isTerminal] = [flags.json ?? false, Boolean(process.stderr.isTTY)];
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const onProgress = (words: string) =>
    void process.stderr.write(isTerminal ? `\r\u001b[K${words}` : `${words}\n`);
  const together = flags.together ?? false;
  const given = { population, with: flags.with, reforms: reform, by, state, on, json, together };
  const ended = await simulateCommand({
    ...given,
    ...{
      resume: flags.resume ?? false,
      moves: flags.moves ?? false,
      colour: inColour(),
      today: new Date(),
      signal: stop.signal,
      onProgress,
    },
  });
  if (isTerminal) process.stderr.write('\r\u001b[K');
  end(ended, json);
}

async function importMetadata(file: string, flags: { into?: string; json?: true }): Promise<void> {
  const { importDecisions, dayOf } = await import('./law/index.ts');
  const json = flags.json ?? false;
  end(await importDecisions({ file, into: flags.into, json, today: dayOf(new Date()) }), json);
}

/** Ends a command: what it answers goes to stdout, as does JSON; what a person must mend goes to stderr. */
function end({ text, exitCode }: { text: string; exitCode: number }, json: boolean): void {
  if (exitCode === exitCodes.badInput && !json) warn(text);
  else print(text);
  process.exitCode = exitCode;
}

function inColour(): boolean {
  return Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;
}

/** A flag that may be given more than once. */
function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function languageOption(): Option {
  return new Option('--lang <language>', 'language of the law’s words')
    .choices(['en', 'fr', 'ar', 'es'])
    .default('en');
}

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of commands with their options, in which nothing branches
function addLawCommands(clew: Command): void {
  clew
    .command('assess [file]')
    .description(
      'answer a case or a decision: which legal tests are met, why, who owes what, and what is unknown',
    )
    .option('--explain <rule>', 'print the whole reasoning of one rule, duty or value')
    .option('--why-not <rule>', 'print what would change one rule, duty or value')
    .option('--state <code>', 'a State, like NO for Norway; may be given again', collect)
    .option('--on <date>', 'the day on which the law is asked, like 2024-05-31, or “today”')
    .option('--reform <id>', 'a reform to switch on; may be given again, in order', collect)
    .option(
      '--with <file>',
      'a file of reforms to read beside the law, like one composed at /law/reforms/compose',
    )
    .option('--before-after', 'print what the reforms change in the case instead, limb by limb')
    .option('--memo <file>', 'write a memo as PDF; the file must not be there yet')
    .option('--law <file>', 'ask the law that “clew law pack” wrote, not this one')
    .option('--again <json>', 'ask again what an earlier --json answered, and say what differs')
    .addOption(languageOption())
    .option('--json', 'print JSON')
    .action(assessFile);
  clew
    .command('simulate')
    .description('count what reforms would change for the records of a file; hypothetical, and only counts')
    .option('--population <file>', 'a CSV or Parquet file: a row a record, a column a fact of the law')
    .option('--reform <id...>', 'reforms by id or code, each put beside the law as it is', collect)
    .option('--with <file>', 'a file of reforms to read beside the law')
    .option('--together', 'also all of them at once, in their order')
    .option('--by <column...>', 'the one column to group by', collect)
    .option('--state <code>', 'the State under which every record is asked, like NO for Norway')
    .option('--on <date>', 'the day on which the law is asked, like 2024-05-31; today')
    .option('--resume', 'go on where the same command was stopped')
    .option('--json', 'print JSON')
    .option('--moves', 'print who moves as one line of JSON, to paste at /law/reforms/population')
    .action(simulatePopulation);
  clew
    .command('facts [word...]')
    .description('list what the law asks for, all or with these words')
    .addOption(languageOption())
    .option('--json', 'print JSON')
    .action(listFacts);
  const law = clew.command('law').description('the law itself');
  law
    .command('pack <file>')
    .description('write the texts of the law with their hash into one new file')
    .action(packLaw);
  law
    .command('import <file>')
    .description('show which decision files metadata of HUDOC or ECLI (JSON, CSV) would become')
    .option('--into <folder>', 'write them into this folder; all or none, never over a file')
    .option('--json', 'print JSON')
    .action(importMetadata);
  law
    .command('gaps')
    .description('what a State owes, and what its own law does with it')
    .requiredOption('--state <code>', 'a State, like NO for Norway')
    .option('--with <code>', 'another State, to hold its definition of trafficking against this one’s')
    .option('--on <date>', 'the day, like 2024-05-31 (default today)')
    .addOption(languageOption())
    .option('--json', 'print JSON')
    .action(lookAtGaps);
  addLawBookCommands(law, { end, inColour, languageOption });
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
    .option('--new-agency', 'print a link to make another agency on this node')
    .addOption(new Option('--dev', 'also serve /style, which shows every component').hideHelp())
    .action(start);
  addLawCommands(clew);
  addWordsCommands(clew, { end });
  const atTerminal = {
    end,
    settingsSource: (flags: StartFlags) => {
      forgetPostgresVariables();
      return settingsSource(flags);
    },
  };
  const operating = { ...atTerminal, version: readVersion };
  addBackupCommands(clew, operating);
  addUpgradeCommand(clew, operating);
  addConfigCommand(clew, atTerminal);
  addJournalCommands(clew, atTerminal);
  addExportCommands(clew, atTerminal);
  addKeysCommands(clew, atTerminal);
  clew
    .command('doctor')
    .description('look at settings, disk, clock and versions, and say what to do')
    .option('--demo', 'look at the demo')
    .option('--json', 'print JSON')
    .action(doctor);
  checkCommands(clew);
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
