import { readUpTo } from '../read-body.ts';
import type { ProblemCode, Wrong } from './problem.ts';

/** The most that a body may have, in bytes, unless its route says more. */
export const JSON_LIMIT = 64 * 1024;
/** How deep a body may be nested. Nothing that a route takes is deeper than eight. */
export const DEEPEST = 16;

/** Names that reach what all objects share. */
const DANGEROUS = new Set(['__proto__', 'constructor', 'prototype']);

type JsonRead =
  | { ok: true; value: unknown; text: string }
  | { ok: false; code: ProblemCode; wrong?: Wrong[] };

/** The JSON that a request brings (RFC 8259), in UTF-8; refused as soon as it is too large. Nothing else is taken for JSON. */
export async function readJson(request: Request, limit: number): Promise<JsonRead> {
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') return { ok: false, code: 'unknown-type' };
  const bytes = await readUpTo(request, { limit });
  if (typeof bytes === 'string') return { ok: false, code: bytes };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (!isShallow(value)) return { ok: false, code: 'unreadable' };
    return { ok: true, value, text };
  } catch {
    return { ok: false, code: 'unreadable' };
  }
}

/** Whether a value is nested no deeper than it may be, and has no name that would change what all objects share. */
function isShallow(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return false;
    const objects = level.filter((one): one is object => typeof one === 'object' && one !== null);
    if (objects.some((one) => Object.keys(one).some((name) => DANGEROUS.has(name)))) return false;
    level = objects.flatMap((one) => Object.values(one) as unknown[]);
  }
  return true;
}
