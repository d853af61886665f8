import { type Command, Option } from 'commander';
import { exitCodes } from './exit-codes.ts';

/** How a command ends: what it answers, its exit code, and whether that is JSON. */
type Ending = (output: { text: string; exitCode: number }, json: boolean) => void;

type ExportFlags = { language: string; format: string };
type ImportFlags = { language: string; by?: string; on?: string; json?: true };

/** Adds what gives the strings of the public pages to a translator, and takes them back. */
export function addWordsCommands(clew: Command, { end }: { end: Ending }): void {
  const words = clew.command('words').description('the words of the public pages, for translators');
  words
    .command('export')
    .description('print what the public pages say in a language, as a file for its translator')
    .requiredOption('--language <tag>', 'the language, like ti for Tigrinya')
    .addOption(
      new Option('--format <format>', 'XLIFF 2.1 or PO of gettext').choices(['xliff', 'po']).default('xliff'),
    )
    .action(async (flags: ExportFlags) => end(await exportFor(flags), false));
  words
    .command('import <file>')
    .description('take a translator’s file, XLIFF or PO: all of it, or nothing')
    .requiredOption('--language <tag>', 'the language, like ti for Tigrinya')
    .option('--by <name>', 'who read the strings that are marked as read, a speaker of the language')
    .option('--on <date>', 'the day on which they were read, like 2024-05-31')
    .option('--json', 'print JSON')
    .action(async (file: string, flags: ImportFlags) =>
      end(await importFrom(file, flags), flags.json ?? false),
    );
}

type Output = { text: string; exitCode: number };

function bad(text: string): Output {
  return { text, exitCode: exitCodes.badInput };
}

async function exportFor({ language, format }: ExportFlags): Promise<Output> {
  const { EXCHANGE_FORMATS, exportWords, PublicLanguage } = await import('./web/index.ts');
  const tag = PublicLanguage.exclude(['en']).safeParse(language);
  const known = EXCHANGE_FORMATS.find((one) => one === format);
  if (!tag.success || known === undefined) return bad(await noSuchLanguage(language));
  return { text: exportWords(tag.data, known), exitCode: exitCodes.well };
}

async function noSuchLanguage(language: string): Promise<string> {
  const { PublicLanguage } = await import('./web/index.ts');
  const tags = PublicLanguage.exclude(['en']).options.join(', ');
  return `No public page is translated into “${language}”. Write one of ${tags}.`;
}

async function importFrom(file: string, { language, by, on, json }: ImportFlags): Promise<Output> {
  const { importWords, PublicLanguage } = await import('./web/index.ts');
  const { z } = await import('zod');
  const { existsSync } = await import('node:fs');
  const tag = PublicLanguage.exclude(['en']).safeParse(language);
  if (!tag.success) return bad(await noSuchLanguage(language));
  if (!existsSync(file)) return bad(`There is no file ${file}.`);
  const reader = z.union([
    z.strictObject({ by: z.undefined(), on: z.undefined() }).transform(() => undefined),
    z.strictObject({ by: z.string().trim().min(1), on: z.iso.date() }),
  ]);
  const named = reader.safeParse({ by, on });
  if (!named.success)
    return bad('Say who read it and on which day, both or neither: --by "A. Name" --on 2024-05-31.');
  const taken = importWords({ file, language: tag.data, reader: named.data });
  const exitCode = taken.ok ? exitCodes.well : exitCodes.badInput;
  if (json) {
    const { catalogue: _, ...told } = taken.ok ? taken : { ...taken, catalogue: undefined };
    return { text: JSON.stringify(told, null, 2), exitCode };
  }
  if (!taken.ok) {
    const lines = taken.refusals.map(({ line, code, why }) => `${file}:${line}: ${why} (${code}).`);
    return bad([...lines, 'Nothing was changed.'].join('\n'));
  }
  const { changed, checked, unnamed } = taken;
  const left =
    unnamed > 0 ? ` ${unnamed} marked as read stay drafts: say who read them with --by and --on.` : '';
  return { text: `Texts changed: ${changed}. Checked: ${checked}.${left}`, exitCode };
}
