import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const LOCALES = join(dirname(import.meta.dirname), 'locales');
const FILE = join(LOCALES, 'english.json');

async function readJson<T>(path: string): Promise<Record<string, T>> {
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, T>;
}

/** What the head of a translation of each text of the guide says of its English. */
async function textLines(): Promise<string[]> {
  const { loadTexts, TEXTS } = await import('../app/guide/texts/load-texts.ts');
  const { hashOfText } = await import('../app/guide/texts/read-text.ts');
  const texts = loadTexts();
  return TEXTS.map((id) => `guide/${id}: english: "${hashOfText(texts[id].en)}"`);
}

/**
 * Writes `locales/english.json`: adds strings that are new, drops those that are gone, and takes the English of `again` as it
 * is now. What changed and is not named stays as it was: its translations count as drafts of another English. Returns what was done.
 */
export async function noteEnglish(again: readonly string[]): Promise<string> {
  const english = await readJson<{ text: string }>(join(LOCALES, 'en.json'));
  // A language of the public pages has the strings of the public pages, all of them.
  const keys = Object.keys(await readJson(join(LOCALES, 'public', 'ti.json')));
  const known = await readJson<string>(FILE);
  const unknown = again.filter((key) => !keys.includes(key));
  if (unknown.length > 0) throw new Error(`No public page has a string ${unknown.join(', ')}.`);
  const noted = keys.map((key) => {
    const hash = createHash('sha256')
      .update(english[key]?.text ?? '')
      .digest('hex')
      .slice(0, 8);
    return [key, again.includes(key) ? hash : (known[key] ?? hash)] as const;
  });
  await writeFile(FILE, `${JSON.stringify(Object.fromEntries(noted), null, 2)}\n`);
  const added = keys.filter((key) => known[key] === undefined).length;
  const done = `Strings added: ${added}. Said to be translated anew: ${again.length}.`;
  return [done, ...(await textLines())].join('\n');
}
