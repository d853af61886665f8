import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { openEnvelopeStream } from '@clew/seal';
import { StoreFault } from '../fault.ts';
import { type BackupSignature, hashOf, readSignature } from './backup-signature.ts';
import { readLines } from './read-lines.ts';
import { SectionStart } from './section-format.ts';
import { type FoundSection, findSections } from './sections-file.ts';

/** A section that a key opens: what it says of itself, and its lines from the first on. */
export type OpenedSection = { start: SectionStart; lines(): AsyncGenerator<Buffer> };

/** No row is longer: the largest content of one field is 32 MiB, and COPY writes a byte as two digits. */
export const LONGEST_LINE = 128 * 1024 * 1024;

/**
 * Opens the sections of a backup that these keys open, and says of how many there are. Only the beginning of each is read, so that
 * a key that is missing is told before anything is made. Throws `store.backup-file` for a file that is no backup, was cut short or
 * altered, or put together of several; `store.backup-key` if no section opens.
 */
export async function openSections(
  file: string,
  identities: readonly string[],
): Promise<{ sections: OpenedSection[]; of: number; signature: BackupSignature | undefined }> {
  const { sections: found, signature: line } = await findSections(file);
  const signature = line && readSignature(line);
  if (line && !signature) throw altered(file);
  if (signature) await refuseChanged(file, found, signature);
  const sections: OpenedSection[] = [];
  for (const [at, one] of found.entries()) {
    const section = await openSection({ file, found: one, identities });
    if (!section) continue;
    const { place, of, backupId } = section.start;
    const first = sections[0]?.start ?? section.start;
    if (place !== at + 1 || of !== found.length || backupId !== first.backupId) throw altered(file);
    if (signature && !isSignedAs(section.start, signature)) throw altered(file);
    sections.push(section);
  }
  if (sections.length === 0)
    throw new StoreFault(
      'store.backup-key',
      `This key opens nothing of ${file}. It is another agency’s, another node’s, or was typed with a mistake. Nothing was restored.`,
    );
  return { sections, of: found.length, signature };
}

/** Every byte is read and held against what was signed, those of agencies of which no key was given too. */
async function refuseChanged(
  file: string,
  found: readonly FoundSection[],
  { signed }: BackupSignature,
): Promise<void> {
  if (signed.sections.length !== found.length) throw altered(file);
  for (const [at, { start, bytes }] of found.entries()) {
    const stated = signed.sections[at];
    const sha256 = await hashOf(createReadStream(file, { start, end: start + bytes - 1 }));
    if (stated?.bytes !== bytes || stated.sha256 !== sha256) throw altered(file);
  }
}

function isSignedAs({ at, backupId }: SectionStart, { signed }: BackupSignature): boolean {
  return at === signed.at && backupId === signed.backupId;
}

/** The fault of a file that is not what was written. */
export function altered(file: string, cause?: unknown): StoreFault {
  return new StoreFault(
    'store.backup-file',
    `${file} is not what was written: something in it was changed, left out or put in. Copy it again from where it was kept, or take another backup. Nothing was restored.`,
    { cause },
  );
}

type Opening = { file: string; found: FoundSection; identities: readonly string[] };

async function openSection(opening: Opening): Promise<OpenedSection | undefined> {
  const lines = await linesOf(opening);
  if (!lines) return undefined;
  try {
    for await (const line of lines)
      return { start: SectionStart.parse(JSON.parse(line.toString())), lines: () => reopened(opening) };
  } catch (cause) {
    throw altered(opening.file, cause);
  }
  throw altered(opening.file);
}

async function* reopened(opening: Opening): AsyncGenerator<Buffer> {
  const lines = await linesOf(opening);
  if (!lines) throw altered(opening.file);
  try {
    yield* lines;
  } catch (cause) {
    throw altered(opening.file, cause);
  }
}

async function linesOf({ file, found, identities }: Opening): Promise<AsyncGenerator<Buffer> | undefined> {
  const { start, bytes } = found;
  const sealed = createReadStream(file, { start, end: start + bytes - 1 });
  const envelope = Readable.toWeb(sealed) as ReadableStream<Uint8Array>;
  const opened = await openEnvelopeStream({ envelope, identities });
  if (!opened.ok) {
    sealed.destroy();
    return undefined;
  }
  const packed = Readable.fromWeb(opened.content as Parameters<typeof Readable.fromWeb>[0]);
  const plain = createGunzip();
  packed.on('error', (error) => plain.destroy(error));
  return readLines(packed.pipe(plain), LONGEST_LINE);
}
