import { z } from 'zod';
import { type Json, type JsonWhy, readJson } from './read-json.ts';
import { Service } from './schema.ts';

/** The most bytes of a file of services. */
export const MOST_BYTES = 2 * 1024 * 1024;
/** The most services that one file brings. */
const MOST_SERVICES = 200;
/** So many problems are told at once. */
const MOST_PROBLEMS = 20;

/**
 * Why a file is refused. `not-services`: it is JSON, and neither a service, nor a list of services, nor a page of one; `many`: more
 * services than are taken at once; `field`: a field is missing, or is not what the standard says; `same-id`: two services have one
 * id.
 */
export type HsdsWhy = JsonWhy | 'not-text' | 'too-large' | 'not-services' | 'many' | 'field' | 'same-id';

/** What is wrong, in which line, and for a field where it stands: `contents.0.phones.1.number`. */
export type HsdsProblem = { line: number; why: HsdsWhy; field?: string };

/** A service as it came: every field in its place, those too that the standard does not know. */
export type HsdsDocument = { service: Service; document: { [key: string]: Json } };

type HsdsRead =
  | { ok: true; services: readonly HsdsDocument[] }
  | { ok: false; problems: readonly HsdsProblem[] };

/**
 * Reads the JSON of the Human Services Data Specification 3.0: one service, a list of services, or a page of such a list as its API
 * gives it. All of it, or the lines in which it is not what the standard says.
 */
export function readHsds(bytes: Uint8Array): HsdsRead {
  if (bytes.length > MOST_BYTES) return refuse([{ line: 1, why: 'too-large' }]);
  const text = decode(bytes);
  if (text === undefined) return refuse([{ line: 1, why: 'not-text' }]);
  const read = readJson(text);
  if (!read.ok) return refuse([read.problem]);
  const found = servicesIn(read.value);
  if (!found) return refuse([{ line: read.lineOf([]), why: 'not-services' }]);
  if (found.list.length > MOST_SERVICES) return refuse([{ line: read.lineOf(found.path), why: 'many' }]);
  const problems: HsdsProblem[] = [];
  const services: HsdsDocument[] = [];
  const ids = new Set<string>();
  for (const [at, one] of found.list.entries()) {
    const path = found.isOne ? [] : [...found.path, at];
    const parsed = Service.safeParse(one);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        const to = [...path, ...issue.path];
        problems.push({ line: read.lineOf(to), why: 'field', field: to.join('.') || '.' });
      }
      continue;
    }
    const id = parsed.data.id.toLowerCase();
    if (ids.has(id)) problems.push({ line: read.lineOf([...path, 'id']), why: 'same-id' });
    ids.add(id);
    services.push({ service: parsed.data, document: one as { [key: string]: Json } });
  }
  return problems.length > 0 ? refuse(problems) : { ok: true, services };
}

function refuse(problems: readonly HsdsProblem[]): HsdsRead {
  return { ok: false, problems: problems.slice(0, MOST_PROBLEMS) };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const Page = z.looseObject({ contents: z.array(z.unknown()) });

function servicesIn(
  value: Json,
): { list: readonly unknown[]; path: readonly string[]; isOne: boolean } | undefined {
  if (Array.isArray(value)) return { list: value, path: [], isOne: false };
  if (value === null || typeof value !== 'object') return undefined;
  const page = Page.safeParse(value);
  if (page.success) return { list: page.data.contents, path: ['contents'], isOne: false };
  return 'status' in value ? { list: [value], path: [], isOne: true } : undefined;
}

/** A service as it is kept, read again. Undefined for what is none. */
export function readKept(text: string): HsdsDocument | undefined {
  const read = readHsds(Buffer.from(text));
  return read.ok ? read.services[0] : undefined;
}

/** A service in the words of the standard, as it came. */
export function writeService({ document }: HsdsDocument): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** All of these as one page of a list, as the standard's API gives it. */
export function writeServices(services: readonly HsdsDocument[]): string {
  const page = {
    total_items: services.length,
    total_pages: 1,
    page_number: 1,
    size: services.length,
    first_page: true,
    last_page: true,
    empty: services.length === 0,
    contents: services.map(({ document }) => document),
  };
  return `${JSON.stringify(page, undefined, 2)}\n`;
}
