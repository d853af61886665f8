import { type Action, type Actor, type Compartment, may, type Thing } from '../policy/index.ts';
import { refusalAt } from './at-file.ts';
import type { FileDesk } from './file-desk.ts';
import { type LoadedFile, thingOf } from './load-file.ts';
import { isHolder } from './parts.ts';

/** What somebody asked to be let into. */
export type Found = { file: LoadedFile; row: { proposed_by: string }; compartment: Compartment };

/** Whether the policy lets an actor do this to what a colleague asked. */
export function mayGlass(
  desk: FileDesk,
  actor: Actor,
  { action, file, row }: { action: Action; file: LoadedFile; row: { proposed_by: string } },
): boolean {
  const thing: Thing = { ...thingOf(file, desk.now()), kind: 'glass', proposedBy: row.proposed_by };
  return may(actor, action, thing).may;
}

/** Whoever has the key by what the policy says, and may let somebody in. */
export function isSealer(desk: FileDesk, actor: Actor, { file, row, compartment }: Found): boolean {
  const holds = isHolder(actor, compartment, thingOf(file, desk.now()));
  return holds && mayGlass(desk, actor, { action: 'glass.seal', file, row });
}

/** Whoever sees the file and could confirm, or has the key and could let in. */
export function isAnswerer(desk: FileDesk, actor: Actor, found: Found): boolean {
  const sees = refusalAt(desk, actor, { file: found.file, action: 'file.open' }) === undefined;
  const { file, row } = found;
  return (
    (sees && mayGlass(desk, actor, { action: 'glass.confirm', file, row })) || isSealer(desk, actor, found)
  );
}
