import type { Random } from '@clew/seal';
import type { Database } from '../store/index.ts';
import type { NoteDeskEvent } from './events.ts';
import { type Outgoing, resolveByDns } from './outgoing/reach-out.ts';
import { createDerivationLine, type DerivationLine, type LineSettings } from './sign-in/derivation-line.ts';
import { type RelyingParty, relyingPartyOf } from './sign-in/passkey.ts';
import { floorOf, USUAL_KDF } from './sign-in/passphrase.ts';

/** What the desk is given. Clock, timer and randomness come in here, and nowhere else. */
type DeskSettings = {
  database: Database;
  now: () => Date;
  random: Random;
  after: LineSettings['after'];
  /** Seals what a page carries before anybody is signed in; 32 bytes, in memory only, another at each start. */
  sealKey: Uint8Array;
  /** True in a demo, where everybody knows the passphrases. */
  isDemo: boolean;
  /** Of the machine: one is left free of derivations for pages, as far as there is another. By default enough for two. */
  cores?: number;
  /** How new passphrases are made keys: by default `USUAL_KDF`. */
  kdf?: string;
  /** The node's own address, as it was set: a passkey answers there alone. Without it, as at a terminal, there are none. */
  origin?: string;
  /** Told of what whoever runs the node may need to know. */
  note?: NoteDeskEvent;
  /** How other machines are reached that an agency names: by default the public internet alone. */
  outgoing?: Partial<Outgoing>;
  /** To whom an agency's channel for alarms is sealed: the process that sends them. Without it, as at a terminal, none can be set. */
  channelRecipient?: string;
  /** To whom a population is sealed while it waits to be counted. Without it, as at a terminal, none can be brought. */
  populationRecipient?: string;
};

/** What the desk works with. */
export type Desk = Required<
  Omit<DeskSettings, 'after' | 'origin' | 'cores' | 'outgoing' | 'channelRecipient' | 'populationRecipient'>
> & {
  outgoing: Outgoing;
  channelRecipient: string | undefined;
  populationRecipient: string | undefined;
  origin: string | undefined;
  /** For whom passkeys are made; undefined where there can be none. */
  party: RelyingParty | undefined;
  /** Where passphrases wait for their turn. One a process. */
  line: DerivationLine;
  /** What a passphrase that was chosen before may have been made a key by at the least. */
  leastKdf: string;
};

/** More derivations of 64 MiB at once would take a small machine's memory. */
const MOST_AT_ONCE = 2;
const MOST_WAITING = 64;
const PATIENCE_MS = 15_000;

/** The desk of one process. */
export function createDesk({ after, origin, cores = MOST_AT_ONCE + 1, ...settings }: DeskSettings): Desk {
  const atOnce = Math.max(1, Math.min(MOST_AT_ONCE, cores - 1));
  const line = createDerivationLine({ atOnce, most: MOST_WAITING, patienceMs: PATIENCE_MS, after });
  const { kdf = USUAL_KDF } = settings;
  const { note = () => undefined } = settings;
  const outgoing = { resolve: resolveByDns, allowed: undefined, mayBeLocal: false, ...settings.outgoing };
  return {
    ...settings,
    outgoing,
    note,
    channelRecipient: settings.channelRecipient,
    populationRecipient: settings.populationRecipient,
    origin,
    kdf,
    leastKdf: floorOf(kdf),
    line,
    party: relyingPartyOf(origin),
  };
}
