import { open, type Random, seal } from '@clew/seal';
import { isSaid, SAID, type Said } from './signs.ts';

/** What only this room may open. */
const CONTEXT = 'guide.self-check';

const PAD_TO = 32;

/** The answers that a page offers, each in place of the digit that its button sends. */
export type Codes = readonly string[];

/** So long after it was sent a page can be gone on from; then its answers are gone, also for who goes back to it. */
const LASTS_MS = 20 * 60_000;

/** What a page carries: what was said so far, and which digit stands for which answer on this page. */
export type Carried = { said: Said; codes: Codes };

/**
 * Seals what a page carries into text of one length. A browser may write down the forms that it sent: they hold a sealed box
 * and a digit that means another answer on every page, so that they tell no answer to whoever reads the device.
 */
export type SelfCheckSeal = {
  close(carried: Carried): string;
  /** Nothing where the box is not ours, was changed, is older than twenty minutes, or was made before the node was started. */
  open(box: string): Carried | undefined;
  /** The answers in an order drawn at random. */
  drawCodes(): Codes;
};

type SealSetting = { key: Uint8Array; random: Random; now: () => Date };

export function selfCheckSeal({ key, random, now }: SealSetting): SelfCheckSeal {
  return {
    close: ({ said, codes }) =>
      seal({ key, random, context: CONTEXT, text: writeTime(now()) + said + codes.join(''), padTo: PAD_TO }),
    open: (box) => {
      const opened = open({ key, context: CONTEXT, box });
      if (!opened.ok) return undefined;
      const made = Number.parseInt(opened.text.slice(0, TIME_DIGITS), 36);
      const age = now().getTime() - made;
      const said = opened.text.slice(TIME_DIGITS, -OFFERED.length);
      return isSaid(said) && age >= 0 && age <= LASTS_MS
        ? { said, codes: [...opened.text.slice(-OFFERED.length)] }
        : undefined;
    },
    drawCodes: () => shuffled(OFFERED, random),
  };
}

const TIME_DIGITS = 9;

/** In milliseconds, of one length. */
function writeTime(time: Date): string {
  return time.getTime().toString(36).padStart(TIME_DIGITS, '0');
}

/** The four answers that a page offers. */
export const OFFERED: Codes = [SAID.yes, SAID.no, SAID['not-known'], SAID.withheld];

/** Fisher and Yates, with bytes so far below a multiple of the places left that none is favoured. */
function shuffled(list: Codes, random: Random): Codes {
  const mixed = [...list];
  for (let left = mixed.length; left > 1; left--) {
    const other = below(left, random);
    [mixed[left - 1], mixed[other]] = [mixed[other] ?? '', mixed[left - 1] ?? ''];
  }
  return mixed;
}

function below(most: number, random: Random): number {
  const fair = 256 - (256 % most);
  for (;;) {
    const [byte = 255] = random(1);
    if (byte < fair) return byte % most;
  }
}
