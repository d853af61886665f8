import type { Random } from '@clew/seal';
import type { Desk } from '../desk.ts';
import { estimateGuesses, FEWEST_GUESSES } from './guess-estimate.ts';
import { type PassphraseProblem, passphraseProblem } from './passphrase.ts';

/** `guessable`: lists and habits lead to it in few guesses; `busy`: the turn to find out did not come. */
export type NewPassphraseProblem = PassphraseProblem | 'guessable' | 'busy';

/** Whose turn it is: which agency's, and who of it. */
type Chooser = { agency: string; name: string };

/**
 * What is wrong with a passphrase that somebody chooses; undefined if nothing is. `apart` are words about them that it must not
 * lean on: their names and their agency's. To find out costs up to a tenth of a second, so it waits in line as other costly work, in the
 * turn of `who` chooses: nobody who tries one after another keeps another agency from choosing.
 */
export async function judgeNewPassphrase(
  desk: Desk,
  passphrase: string,
  { apart, who }: { apart: readonly string[]; who: Chooser },
): Promise<NewPassphraseProblem | undefined> {
  const plain = passphraseProblem(passphrase, apart);
  if (plain !== undefined) return plain;
  const guesses = await desk.line.run({ isKnownDevice: false, ...who }, () =>
    estimateGuesses(passphrase, apart),
  );
  if (!guesses.ok) return 'busy';
  return guesses.value < FEWEST_GUESSES ? 'guessable' : undefined;
}

/** How many words a drawn passphrase has. */
export const DRAWN_WORDS = 6;

/**
 * A passphrase that nobody chose: six words, each drawn from the 7,776 of the long list of the Electronic Frontier Foundation (by Joseph
 * Bonneau, CC BY 3.0 US). Who knows the list and how it was drawn needs 2 to the 77 guesses for all. It is kept nowhere.
 */
export async function drawPassphrase(random: Random): Promise<string> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const list = dictionary['diceware-common'];
  return Array.from({ length: DRAWN_WORDS }, () => list[drawBelow(list.length, random)] ?? '').join(' ');
}

/** A number below `limit`, each as likely as the others: draws beyond the last whole round are drawn again. */
export function drawBelow(limit: number, random: Random): number {
  const usable = 65_536 - (65_536 % limit);
  for (;;) {
    const [high = 0, low = 0] = random(2);
    const drawn = high * 256 + low;
    if (drawn < usable) return drawn % limit;
  }
}
