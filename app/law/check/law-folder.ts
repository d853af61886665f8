import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LawFile, Problem } from '@clew/rules';
import { problemOf } from '../command-output.ts';
import { CHECKOUT } from '../content-files.ts';
import { LAW_FOLDERS } from '../load-law.ts';
import { readBounded, type Unread } from '../read-bounded.ts';

/** What stands in a folder of laws, by what reads it. Paths are as a person at the command would write them. */
export type LawFolder = {
  /** What the law is read from. */
  law: readonly LawFile[];
  decisions: readonly LawFile[];
  indicators: readonly LawFile[];
  referral: readonly LawFile[];
  comparisons: readonly LawFile[];
  situations: readonly LawFile[];
};

type LawFolderRead = { ok: true; folder: LawFolder } | { ok: false; problems: Problem[] };

/** A law file that a person wrote is a few pages. */
const MOST_BYTES = 2_000_000;

const OWN = LAW_FOLDERS.map((folder) => folder.replace(/^laws\//, ''));

/**
 * The texts of a folder: `laws/` itself, or a checkout that has one; without a name, of this checkout. A folder that is
 * not there, that holds no law, or a file in it that is none, is told in words. Never throws.
 */
export function readLawFolder(named: string | undefined): LawFolderRead {
  const problems: Problem[] = [];
  const { home, shown } = homeOf(named);
  const kind = kindOf(home);
  if (kind !== 'folder') return { ok: false, problems: [problemOf(named ?? 'laws', NO_FOLDER[kind])] };
  if (!existsSync(join(home, 'instruments'))) {
    const message =
      'There is no folder “instruments” in it. Name a folder like laws/, or a checkout that has one.';
    return { ok: false, problems: [problemOf(named ?? 'laws', message)] };
  }
  const read = (sub: string) => filesIn({ home, shown, sub }, problems);
  const folder = {
    law: OWN.flatMap(read),
    decisions: read('decisions').filter(({ path }) => path.endsWith('.md')),
    indicators: read('indicators'),
    referral: read('referral'),
    comparisons: read('comparisons'),
    situations: read('situations'),
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, folder };
}

/** Where the folder is, and how its paths are told: of this checkout from its root on. */
function homeOf(named: string | undefined): { home: string; shown: string } {
  if (named === undefined) return { home: join(CHECKOUT, 'laws'), shown: 'laws' };
  const inner = join(named, 'laws');
  return kindOf(inner) === 'folder'
    ? { home: inner, shown: inner }
    : { home: named, shown: named.replace(/\/+$/, '') };
}

const NO_FOLDER = {
  nothing: 'There is no such folder. Check the name.',
  file: 'This is a file. Name a folder like laws/, or a checkout that has one.',
  closed: 'The folder cannot be opened. Check that you may read it.',
} as const;

function kindOf(path: string): 'folder' | keyof typeof NO_FOLDER {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'nothing' : 'closed';
  }
}

function filesIn(
  { home, shown, sub }: { home: string; shown: string; sub: string },
  problems: Problem[],
): LawFile[] {
  const folder = join(home, sub);
  if (isLink(folder)) {
    problems.push(problemOf(`${shown}/${sub}`, REFUSED_FOLDER));
    return [];
  }
  const names = namesIn(folder);
  if (names === undefined) {
    problems.push(
      problemOf(`${shown}/${sub}`, 'This cannot be opened as a folder. Check that you may read it.'),
    );
    return [];
  }
  return names
    .filter((name) => /\.(md|ya?ml)$/.test(name))
    .sort()
    .flatMap((name) => {
      const path = `${shown}/${sub}/${name}`;
      const read = readBounded(join(folder, name), { most: MOST_BYTES, isLinkFollowed: false });
      if (read.ok) return [{ path, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(read.bytes) }];
      problems.push({
        ...problemOf(path, REFUSED[read.why]),
        ...(read.why === 'too-large' ? { code: 'too-large' as const } : {}),
      });
      return [];
    });
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    // What is not there, or cannot be looked at, is told of by who opens it.
    return false;
  }
}

/** What is in a folder: nothing where there is none, and undefined where it cannot be looked into. */
function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? [] : undefined;
  }
}

// As with a file of the folder.
const REFUSED_FOLDER = 'This is a link. Put the folder itself in its place.';

const REFUSED: Readonly<Record<Unread, string>> = {
  missing: 'The file is gone again. Check the folder.',
  'no-file': 'This is no file. Take it out of the folder.',
  // Who sends a folder of laws must not choose which file of this machine is read.
  link: 'This is a link. Put the file itself in its place.',
  'too-large':
    'The file is larger than two megabytes. A law file is a few pages; check that this is the right one.',
  closed: 'The file cannot be opened. Check that you may read it.',
};
