import type { Random } from '@clew/seal';
import type { Database } from '../store/index.ts';
import type { DerivationLine } from './sign-in/derivation-line.ts';

/** What the desk works with. Clock and randomness come in here, and nowhere else. */
export type Desk = {
  database: Database;
  now: () => Date;
  random: Random;
  /** Seals what a page carries before anybody is signed in; 32 bytes, in memory only, another at each start. */
  sealKey: Uint8Array;
  /** Where passphrases wait for their turn. One a process. */
  line: DerivationLine;
  /** What a new passphrase is made a key with: `argon2id:65536:3:1`. */
  kdf: string;
  /** Whether this is a demo, whose passphrases everybody knows. */
  isDemo: boolean;
};
