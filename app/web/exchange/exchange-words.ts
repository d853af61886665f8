import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { englishOf, Message, PUBLIC_KEYS } from '../catalogues.ts';
import { isOutdated } from '../english-of.ts';
import { Language, type PublicLanguage } from '../language.ts';
import { readPo, writePo } from './po.ts';
import { type Catalogue, type Reader, type Taken, takeBack } from './take-back.ts';
import type { Refusal } from './unit.ts';
import { readXliff, writeXliff } from './xliff.ts';

export const EXCHANGE_FORMATS = ['xliff', 'po'] as const;
type ExchangeFormat = (typeof EXCHANGE_FORMATS)[number];

const WRITERS = { xliff: writeXliff, po: writePo } as const;

const LOCALES = fileURLToPath(new URL('../../../locales', import.meta.url));

/** Many times what all strings of the public pages take. */
const LARGEST = 4 * 1024 * 1024;

/** The strings of the public pages in a language, as a file for its translator. `folder` is that of the locales. */
export function exportWords(
  language: PublicLanguage,
  format: ExchangeFormat,
  folder: string = LOCALES,
): string {
  const catalogue = readCatalogue(fileOf(folder, language));
  const units = PUBLIC_KEYS.map((key) => {
    const english = englishOf(key);
    const translation = catalogue[key];
    const outdated =
      translation !== undefined && isOutdated({ key, english: english.text, of: translation.of });
    return { key, english, translation, isOutdated: outdated };
  });
  return WRITERS[format](language, units);
}

type ImportAsked = {
  /** The translator's file, in XLIFF or PO. */
  file: string;
  language: PublicLanguage;
  reader: Reader | undefined;
  /** That of the locales. */
  folder?: string;
};

/** Takes a translator's file into the strings of a language, and writes them; or refuses it whole, and writes nothing. */
export function importWords({ file, language, reader, folder = LOCALES }: ImportAsked): Taken {
  const text = readText(file);
  if (typeof text !== 'string') return { ok: false, refusals: [text] };
  const read = text.trimStart().startsWith('<') ? readXliff(text) : readPo(text);
  if (!read.ok) return { ok: false, refusals: [read.refusal] };
  const path = fileOf(folder, language);
  const catalogue = readCatalogue(path);
  const taken = takeBack(read.file, { language, keys: PUBLIC_KEYS, catalogue, reader });
  if (taken.ok && JSON.stringify(taken.catalogue) !== JSON.stringify(catalogue)) {
    writeFileSync(`${path}.new`, `${JSON.stringify(taken.catalogue, null, 2)}\n`);
    renameSync(`${path}.new`, path);
  }
  return taken;
}

function readText(file: string): string | Refusal {
  if (statSync(file).size > LARGEST)
    return { code: 'too-large', line: 1, why: 'it is larger than all strings could be' };
  const bytes = readFileSync(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { code: 'not-utf-8', line: firstBadLine(bytes), why: 'it is not UTF-8' };
  }
}

/** No byte of a longer letter is a line end, so each line can be read alone. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, from);
    const to = end < 0 ? bytes.length : end;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(from, to));
    } catch {
      return line;
    }
    from = to + 1;
  }
  return line;
}

function fileOf(folder: string, language: PublicLanguage): string {
  const isFull = Language.safeParse(language).success;
  return isFull ? join(folder, `${language}.json`) : join(folder, 'public', `${language}.json`);
}

function readCatalogue(path: string): Catalogue {
  return z.record(z.string(), Message).parse(JSON.parse(readFileSync(path, 'utf8')));
}
