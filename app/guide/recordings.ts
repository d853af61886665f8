import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  definePage,
  type MessageKey,
  notFound,
  type Page,
  PUBLIC_LANGUAGES,
  type PublicLanguage,
  saidIn,
  sendFile,
} from '../web/index.ts';

/** A string read out by a person: where it can be had, and its bytes. */
type Recording = { path: `/${string}`; type: string; name: string; bytes: Uint8Array };

/** What was recorded, by language and string. */
export type Recordings = ReadonlyMap<string, Recording>;

const FOLDER = fileURLToPath(new URL('../../locales/public/recordings', import.meta.url));
const TYPES: Readonly<Record<string, string>> = { ogg: 'audio/ogg', mp3: 'audio/mpeg' };
/** A sentence, read slowly. All are held in memory. */
const LARGEST = 256 * 1024;

/**
 * Every `LANGUAGE/KEY.ogg` or `.mp3` of a folder, by default `locales/public/recordings`. Throws on a file that is of no
 * language or string, of another type, or too large: a person would look for it in vain.
 */
export function loadRecordings(folder: string = FOLDER): Recordings {
  const found = new Map<string, Recording>();
  for (const language of existsSync(folder) ? readdirSync(folder) : []) {
    if (language === 'README.md') continue;
    if (!PUBLIC_LANGUAGES.some((one) => one === language))
      throw new Error(`recordings/${language}: no public page speaks this language.`);
    for (const file of readdirSync(`${folder}/${language}`)) {
      const [, key = '', ending = ''] = /^(.+)\.(ogg|mp3)$/.exec(file) ?? [];
      const type = TYPES[ending];
      if (type === undefined || saidIn('en', key as MessageKey) === undefined)
        throw new Error(`recordings/${language}/${file}: it is no .ogg or .mp3 with the key of a string.`);
      const bytes = readFileSync(`${folder}/${language}/${file}`);
      if (bytes.length > LARGEST) throw new Error(`recordings/${language}/${file} is larger than 256 KiB.`);
      // The address stands in the history of a device: it says neither what was heard nor in which language.
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
      found.set(nameOf(language as PublicLanguage, key as MessageKey), {
        path: `/i/s/${hash}`,
        type,
        name: `information.${ending}`,
        bytes,
      });
    }
  }
  return found;
}

function nameOf(language: PublicLanguage, key: MessageKey): string {
  return `${language} ${key}`;
}

/** The recording of a string in a language; undefined where nobody has made one. */
export function recordingOf(
  recordings: Recordings,
  language: PublicLanguage,
  key: MessageKey,
): Recording | undefined {
  return recordings.get(nameOf(language, key));
}

/** Where recordings are had from; nothing where there are none. */
export function recordingPages(recordings: Recordings): Page[] {
  const byPath = new Map([...recordings.values()].map((one) => [one.path as string, one]));
  if (byPath.size === 0) return [];
  return [
    definePage({
      path: '/i/s/:name',
      method: 'get',
      action: 'public.read',
      title: 'shell.title',
      inEveryLanguage: true,
      render: ({ params }) => {
        const found = byPath.get(`/i/s/${params.name}`);
        return found ? sendFile({ name: found.name, type: found.type, content: found.bytes }) : notFound();
      },
    }),
  ];
}
