import type { Command, Option } from 'commander';

/** How a command ends: what it answers, its exit code, and whether that is JSON. */
type Ending = (output: { text: string; exitCode: number }, json: boolean) => void;

type Setting = { end: Ending; inColour: () => boolean; languageOption: () => Option };

type SopFlags = { state: string; on?: string; stage?: string; review?: true; json?: true; lang: string };

type DecisionsFlags = { facts: string; state?: string; on?: string; json?: boolean; lang: string };

/** Adds to `clew law` what finds decisions, prints the referral mechanism, checks a law and compares two. */
export function addLawBookCommands(law: Command, { end, inColour, languageOption }: Setting): void {
  law
    .command('sop')
    .description('print the referral mechanism of a State as a procedure that an agency adapts')
    .requiredOption('--state <code>', 'the State, like NO for Norway')
    .option('--on <date>', 'the day on which the law is asked, like 2024-05-31; today if none is given')
    .option('--stage <id>', 'one stage alone, like 1d')
    .option('--review', 'print the principles as questions to any planned measure instead')
    .addOption(languageOption())
    .option('--json', 'print JSON')
    .action(async ({ json, review, ...flags }: SopFlags) => {
      const { sop } = await import('./law/index.ts');
      const given = { ...flags, json: json ?? false, review: review ?? false };
      end(sop({ ...given, colour: inColour(), today: new Date() }), given.json);
    });
  law
    .command('decisions')
    .description(
      'find the decisions on what a case turns on: those that help, those that go against, and which bind there',
    )
    .requiredOption('--facts <file>', 'a case file, like examples/refugee-and-trafficked.yaml')
    .option('--state <code>', 'the State for which they are weighed; that of the case file if none is given')
    .option('--on <date>', 'the day on which the law is asked, like 2024-05-31, or “today”')
    .addOption(languageOption())
    .option('--json', 'print JSON')
    .action(async ({ json = false, ...flags }: DecisionsFlags) => {
      const { decisionsOnCase } = await import('./law/index.ts');
      end(await decisionsOnCase({ ...flags, json, colour: inColour(), today: new Date() }), json);
    });
  law
    .command('check [path]')
    .description(
      'check a law: read and prove it, run its tests, its decisions, its indicators and referral; or one file of reforms beside it',
    )
    .option('--json', 'print JSON')
    .action(async (folder: string | undefined, { json = false }: { json?: boolean }) => {
      const { checkLaw } = await import('./law/index.ts');
      end(checkLaw({ folder, json, colour: inColour(), clock: () => performance.now() }), json);
    });
  law
    .command('diff <from> <to>')
    .description(
      'say what differs between two laws, and whose protection it touches; each a folder, a pack or a git revision',
    )
    .option('--json', 'print JSON')
    .action(async (from: string, to: string, { json = false }: { json?: boolean }) => {
      const { diffLaws } = await import('./law/index.ts');
      end(await diffLaws({ from, to, json, colour: inColour(), today: new Date() }), json);
    });
}
