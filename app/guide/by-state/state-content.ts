import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { PublicLanguage } from '../../web/index.ts';

const Words = z
  .strictObject({
    text: z.string().min(1),
    status: z.enum(['draft', 'checked']),
    by: z.string().min(1).optional(),
    on: z.iso.date().optional(),
  })
  .refine(({ status, by, on }) => [by, on].every((said) => (said !== undefined) === (status === 'checked')), {
    error: 'a translation that is checked says by whom and on which day, and no other does',
  });

/** Something that was found out about a country, where it was found, and who has read it against that. */
const Entry = z.strictObject({
  text: z.string().min(1),
  source: z.string().min(1),
  /** Empty until a named person has read it: then only a demo shows it. */
  checked_by: z.strictObject({ by: z.string().min(1), on: z.iso.date() }).nullable(),
  words: z.partialRecord(PublicLanguage.exclude(['en']), Words).default({}),
});
export type Entry = z.infer<typeof Entry>;

export const WAYS = ['resettlement', 'family', 'work', 'study', 'humanitarian'] as const;
export type WayKind = (typeof WAYS)[number];
export const HEARERS = ['police', 'immigration', 'worker'] as const;
export type Hearer = (typeof HEARERS)[number];

/** Ways out of a country, or those that hang on no one country. */
const WaysFile = z.strictObject({
  state: z.union([z.literal('everywhere'), z.string().regex(/^[A-Z]{2}$/)]),
  ways: z.array(Entry.extend({ kind: z.enum(WAYS) })).min(1),
});
export type Way = z.infer<typeof WaysFile>['ways'][number];

/** What is learnt or must be passed on in a country, by whom. */
const ReportsFile = z.strictObject({
  state: z.string().regex(/^[A-Z]{2}$/),
  reports: z.array(Entry.extend({ who: z.enum(HEARERS) })).min(1),
});
export type Report = z.infer<typeof ReportsFile>['reports'][number];

/** What is known of countries, by their codes, checked or not: only `shownOf` says what a page may show. */
export type StateContent = {
  ways: ReadonlyMap<string, readonly Way[]>;
  reports: ReadonlyMap<string, readonly Report[]>;
};

/** Reads a file of ways. Throws, with the file, on what has another form or another State than its name. */
export function readWays(file: string, text: string): [string, readonly Way[]] {
  const { state, ways } = readFileOf(WaysFile, file, text);
  return [state, ways];
}

/** Reads a file of what must be reported. Throws as `readWays`. */
export function readReports(file: string, text: string): [string, readonly Report[]] {
  const { state, reports } = readFileOf(ReportsFile, file, text);
  return [state, reports];
}

function readFileOf<T extends { state: string }>(schema: z.ZodType<T>, file: string, text: string): T {
  const read = schema.safeParse(parse(text));
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new Error(`${file}: ${issue?.path.join('.')}: ${issue?.message}.`);
  }
  if (!file.endsWith(`/${read.data.state}.yaml`))
    throw new Error(`${file} is about ${read.data.state}: a file has the name of its country.`);
  return read.data;
}

const GUIDE = fileURLToPath(new URL('../../../guide', import.meta.url));

/** What stands in `guide/ways` and `guide/reports`. Throws if any file cannot be read. */
export function loadStateContent(): StateContent {
  return {
    ways: new Map(readFolder('ways', readWays)),
    reports: new Map(readFolder('reports', readReports)),
  };
}

function readFolder<T>(name: string, read: (file: string, text: string) => T): T[] {
  const folder = `${GUIDE}/${name}`;
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => read(`guide/${name}/${file}`, readFileSync(`${folder}/${file}`, 'utf8')));
}

/** What of it a page may show: what a named person has checked, and in a demo the rest too, which the page marks. */
export function shownOf<T extends Entry>(entries: readonly T[] | undefined, isDemo: boolean): readonly T[] {
  return (entries ?? []).filter((entry) => isDemo || entry.checked_by !== null);
}
