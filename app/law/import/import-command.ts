import { stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type CommandOutput, problemOf, refuse } from '../command-output.ts';
import { readTextFile } from '../read-file.ts';
import { safe, safeJson } from '../terminal-text.ts';
import { writeNewFile } from '../write-new-file.ts';
import { type Draft, draftsOf } from './decision-draft.ts';
import { readMetadata } from './read-metadata.ts';

type ImportOptions = {
  file: string;
  /** The folder into which the files are written; without it nothing is. */
  into?: string | undefined;
  json: boolean;
  today: string;
};

const MOST_BYTES = 2_000_000;

/**
 * `clew law import FILE`: shows which decision files metadata of HUDOC or ECLI, as JSON or CSV, would become; with `into`
 * writes them. Exit code 2, with nothing written, where one row is wrong or one file is there already.
 */
export async function importDecisions({ file, into, json, today }: ImportOptions): Promise<CommandOutput> {
  const read = await readTextFile(file, {
    most: MOST_BYTES,
    tooLarge: 'Metadata of a thousand decisions is smaller; split it.',
    example: 'a JSON or CSV file of metadata',
  });
  if (!read.ok) return refuse(read.problems, { json });
  const metadata = readMetadata({ file, text: read.text, today });
  if (!metadata.ok) return refuse(metadata.problems, { json });
  const drafts = draftsOf(metadata.decisions);
  if (into !== undefined) {
    const problems = await writeAll(into, drafts);
    if (problems.length > 0) return refuse(problems, { json });
  }
  if (json)
    return {
      text: safeJson({
        written: into !== undefined,
        decisions: drafts.map(({ name, of }) => ({ file: name, ...of })),
      }),
      exitCode: 0,
    };
  return { text: previewText(drafts, into), exitCode: 0 };
}

/** Writes all files or none: what is there already stays as it is, and what was begun is taken away again. */
async function writeAll(folder: string, drafts: readonly Draft[]) {
  const paths = drafts.map(({ name }) => join(folder, name));
  const there = await Promise.all(paths.map(exists));
  const taken = paths.filter((_, at) => there[at]);
  if (taken.length > 0)
    return taken.map((path) =>
      problemOf(path, 'There is a file of this name already. Nothing was written; name another folder.'),
    );
  const written: string[] = [];
  for (const [at, { text }] of drafts.entries()) {
    const path = paths[at] ?? '';
    const problem = await writeNewFile(path, text);
    if (problem === undefined) {
      written.push(path);
      continue;
    }
    await Promise.allSettled(written.map((one) => unlink(one)));
    return [{ ...problem, message: `${problem.message} Nothing was written.` }];
  }
  return [];
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function previewText(drafts: readonly Draft[], into: string | undefined): string {
  const count = `${drafts.length} ${drafts.length === 1 ? 'decision' : 'decisions'}`;
  const head =
    into === undefined
      ? `${count}. Nothing is written: this is a preview. Write them with --into FOLDER.`
      : `${count} written into ${into}. Nobody has checked them, and each is refused until its account is told.`;
  const listed = drafts.map(({ name, of }) =>
    [name, `  ${of.title}`, `  ${of.court}, ${of.decided}`, `  ${of.citation}`, `  ${of.link}`]
      .map(safe)
      .join('\n'),
  );
  return [safe(head), ...listed].join('\n\n');
}
