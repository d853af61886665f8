import { type Action, type Actor, COMPARTMENTS, may, type Thing } from '../policy/index.ts';

/**
 * What of a file is sealed under a key of its own: the compartments; what the person agreed to or refused, which whoever
 * sees the file must know; and why somebody must never see it, which is for those who may say so.
 */
export const PARTS = [...COMPARTMENTS, 'consent', 'bars'] as const;
export type Part = (typeof PARTS)[number];

/** The action that opening a part is. */
export function revealOf(part: Part): Action {
  if (part === 'consent') return 'grant.read';
  return part === 'bars' ? 'file.exclude' : `file.reveal.${part}`;
}

/** The id of a part's key. It is made of the file and the part, so that no row can lend one the key of another. */
export function keyIdOf(fileId: string, part: Part): string {
  return `file:${fileId}:${part}`;
}

/** The thing as the action wants it named: a consent is a thing of its own kind, with its file's owner and bars. */
export function thingFor(action: Action, thing: Thing): Thing {
  return action.startsWith('grant.') ? { ...thing, kind: 'grant' } : thing;
}

/**
 * Whether somebody is to hold the key of a part. What a withdrawal forbids it forbids through the policy, at each
 * request: the keys stay where they are, for else nobody could ever open again what the person grants anew.
 */
export function isHolder(actor: Actor, part: Part, thing: Thing): boolean {
  const action = revealOf(part);
  return may(actor, action, thingFor(action, { ...thing, withdrawn: false })).may;
}
