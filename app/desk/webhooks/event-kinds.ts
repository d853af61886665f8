import { type Action, COMPARTMENTS, type Compartment } from '../policy/index.ts';

/** All that a program can be told of: that something happened to a file it may see, and never what. */
export const EVENT_KINDS = [
  'file.made',
  'file.changed',
  'file.handed-over',
  'file.closed',
  'file.reopened',
  'file.withdrawn',
  'grant.given',
  'grant.ended',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

const writes = COMPARTMENTS.map((name): `file.write.${Compartment}` => `file.write.${name}`);

/** The deeds of the journal that each kind stands for. */
const DEEDS: Readonly<Record<EventKind, readonly Action[]>> = {
  'file.made': ['file.make'],
  'file.changed': writes,
  'file.handed-over': ['file.hand-over'],
  'file.closed': ['file.close'],
  'file.reopened': ['file.reopen-confirm'],
  'file.withdrawn': ['file.withdraw'],
  'grant.given': ['grant.write'],
  'grant.ended': ['grant.end'],
};

const KIND_OF_DEED: ReadonlyMap<string, EventKind> = new Map(
  EVENT_KINDS.flatMap((kind) => DEEDS[kind].map((deed) => [deed, kind] as const)),
);

/** The deeds that these kinds stand for, as the journal calls them. */
export function deedsOf(kinds: readonly EventKind[]): string[] {
  return kinds.flatMap((kind) => [...DEEDS[kind]]);
}

/** What a token must be made for to be told of a kind: all of these. That a file is new, only who may list files knows. */
export function actionsFor(kind: EventKind): readonly Action[] {
  if (kind === 'file.made') return ['file.open', 'file.list'];
  return kind.startsWith('grant.') ? ['file.open', 'grant.read'] : ['file.open'];
}

/** What a line of the journal is to a program, and what its worker must be able to do to hear of it: one of each list. */
export type Event = { kind: EventKind; fileId: string; asks: readonly (readonly Action[])[] };

const THING = /^file ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?: ([a-z].*))?$/;

/** The event of a line of the journal; undefined for what no program is told. */
export function eventOf({ action, thing }: { action: string; thing: string }): Event | undefined {
  const kind = KIND_OF_DEED.get(action);
  const [, fileId, part] = THING.exec(thing) ?? [];
  if (kind === undefined || fileId === undefined) return undefined;
  // That somebody refused is told like a consent, and is none.
  if (kind === 'grant.given' && part?.startsWith('grant ') !== true) return undefined;
  const asks: (readonly Action[])[] = actionsFor(kind).map((action) => [action]);
  const compartment = COMPARTMENTS.find((name) => action === `file.write.${name}`);
  // That a part was written tells that it holds something: only who may read or write it hears of it.
  if (compartment) asks.push([`file.reveal.${compartment}`, `file.write.${compartment}`]);
  return { kind, fileId, asks };
}
