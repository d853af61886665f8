import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { type Law, type LawFile, type LawRead, type Problem, readLaw } from '@clew/rules';
import { readLawFolder } from '../check/law-folder.ts';
import { problemOf } from '../command-output.ts';
import { CHECKOUT, sha256 } from '../content-files.ts';
import { readLawPack } from '../law-pack.ts';
import { LAW_FOLDERS } from '../load-law.ts';

type VersionRead = { ok: true; law: Law } | { ok: false; problems: Problem[] };

/**
 * A law by the name of a folder, of a file that `clew law pack` wrote, or of a revision of this checkout's git, like v1.2,
 * HEAD~3 or HEAD~3:laws. A folder or file of that name comes first. Never throws.
 */
export async function readVersion(name: string, checkout = CHECKOUT): Promise<VersionRead> {
  const kind = kindOf(name);
  if (kind === 'file') return readLawPack(name);
  if (kind === 'folder') {
    const read = readLawFolder(name);
    return read.ok ? lawOf(read.folder.law) : read;
  }
  const files = filesAtRevision(name, checkout);
  if (files.ok) return inVersion(name, lawOf(files.files));
  return { ok: false, problems: [problemOf(name, files.message)] };
}

function lawOf(files: readonly LawFile[]): LawRead {
  return readLaw({ files, hash: sha256 });
}

/** Each problem names the version, as the files of two are called the same. */
function inVersion(name: string, read: LawRead): VersionRead {
  if (read.ok) return read;
  return {
    ok: false,
    problems: read.problems.map((problem) => ({ ...problem, file: `${name}: ${problem.file}` })),
  };
}

function kindOf(path: string): 'folder' | 'file' | 'nothing' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}

type Files = { ok: true; files: LawFile[] } | { ok: false; message: string };

const MOST_BYTES = 100_000_000;

/** The texts of the law at a revision of the checkout's git. The name is never read as an option. */
function filesAtRevision(name: string, checkout: string): Files {
  const [revision = '', folder = 'laws'] = name.split(':', 2);
  const git = (args: readonly string[], input?: string) =>
    spawnSync('git', ['-C', checkout, ...args], { input: input ?? '', maxBuffer: MOST_BYTES });
  const tree = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}:${folder}`]);
  const id = tree.stdout?.toString('utf8').trim() ?? '';
  if (tree.status !== 0 || !/^[0-9a-f]{40,64}$/.test(id)) return { ok: false, message: NO_VERSION };
  const listed = git(['ls-tree', '-r', '-z', id]).stdout?.toString('utf8') ?? '';
  const subs = LAW_FOLDERS.map((one) => one.replace(/^laws\//, ''));
  const blobs = listed.split('\0').flatMap((row) => {
    const [, blob = '', path = ''] = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(row) ?? [];
    const [sub = '', file = '', ...deeper] = path.split('/');
    const isLaw = subs.includes(sub) && deeper.length === 0 && /\.(md|ya?ml)$/.test(file);
    return isLaw ? [{ blob, path: `laws/${path}` }] : [];
  });
  if (blobs.length === 0) return { ok: false, message: NO_VERSION };
  const texts = textsOf(git(['cat-file', '--batch'], blobs.map(({ blob }) => `${blob}\n`).join('')).stdout);
  if (texts.length !== blobs.length)
    return { ok: false, message: 'git could not give every text of it. Try git fsck.' };
  return { ok: true, files: blobs.map(({ path }, index) => ({ path, text: texts[index] ?? '' })) };
}

const NO_VERSION =
  'There is no folder, file or git revision of this name that holds a law. Name laws/, a file that clew law pack wrote, or a revision like HEAD~3.';

/** What `git cat-file --batch` gives: a line with the length, that many bytes, and a line break. */
function textsOf(output: Buffer): string[] {
  const texts: string[] = [];
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(10, at);
    const size = Number(/ (\d+)$/.exec(output.subarray(at, end).toString('latin1'))?.[1] ?? Number.NaN);
    if (end < 0 || Number.isNaN(size)) break;
    texts.push(output.subarray(end + 1, end + 1 + size).toString('utf8'));
    at = end + 2 + size;
  }
  return texts;
}
