import { z } from 'zod';

/**
 * All that an address may hold: ids that are random, days, months, words of closed lists, names of the law, cursors,
 * numbers. Addresses stand in logs, histories and proxies, so nothing that a person typed goes there. A parameter of any
 * other making is refused when a route is defined.
 */
const made = new WeakSet<z.ZodType>();

function own<Schema extends z.ZodType>(schema: Schema): Schema {
  made.add(schema);
  return schema;
}

/** Whether a parameter is one of those above. */
export function isParameter(schema: unknown): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return isParameter(schema.unwrap());
  return schema instanceof z.ZodType && made.has(schema);
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A random id. */
export function idParameter() {
  return own(z.string().regex(ID).describe('A random id, in small letters.'));
}

/** A word of a closed list. */
export function wordParameter<const Words extends readonly [string, ...string[]]>(words: Words) {
  return own(z.enum(words));
}

/** The name of something in the law, such as `palermo` or `duty.no-removal`. The law is public. */
export function lawParameter() {
  return own(z.string().regex(/^[a-z0-9][a-z0-9.-]{0,99}$/));
}

/** A State by its two letters (ISO 3166-1). */
export function stateParameter() {
  return own(z.string().regex(/^[A-Z]{2}$/));
}

/** A day, as 2026-03-16. */
export function dayParameter() {
  return own(z.iso.date());
}

/** Where a list goes on: what the page before gave as `next`. */
export function cursorParameter() {
  return own(
    z
      .string()
      .regex(/^[A-Za-z0-9_-]{40,600}$/)
      .describe('What the page before gave as next.'),
  );
}

/** How many at most on a page. */
export function limitParameter() {
  return own(
    z.stringFormat('page-size', /^([1-9][0-9]?|100)$/).describe('How many at most: 1 to 100; by default 20.'),
  );
}
