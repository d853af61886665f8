import type { Random, RosterWorker } from '@clew/seal';
import type { Transaction } from 'kysely';
import type { Door, Schema } from '../../store/index.ts';
import type { Pins } from '../keys/roster.ts';
import type { Actor } from '../policy/index.ts';

export type FileTransaction = Transaction<Schema>;

/** What a worker who is signed in can open and sign with, while one request is answered. */
type FileKeys = {
  /** The worker, as the agency's roster has them. */
  readonly me: RosterWorker;
  readonly identity: string;
  readonly signingKey: string;
  /** The agency's roster key and founding, as this worker pinned them at joining. */
  readonly pins: Pins;
  /** A key that was given to this worker, the newest generation unless told; undefined if none was, or if it is not sound. */
  open(keyId: string, generation?: number): Promise<{ key: Uint8Array; generation?: number } | undefined>;
};

/** A worker at a file: who, with which keys, through which door, at what moment. */
export type FileDesk = {
  readonly actor: Actor;
  readonly keys: FileKeys;
  readonly door: Door;
  readonly now: () => Date;
  readonly random: Random;
};

/** What asks the policy about a file and writes the journal, without opening anything; what is signed is held against the pins. */
export type AtFile = Pick<FileDesk, 'actor' | 'door' | 'now'> & { readonly keys: Pick<FileKeys, 'pins'> };
