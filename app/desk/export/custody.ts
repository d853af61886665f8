import {
  contextOf,
  fingerprintOf,
  joinShares,
  makeKey,
  makeWorkerKeys,
  open,
  openShare,
  type Random,
  type Share,
  seal,
  splitSecret,
} from '@clew/seal';
import { z } from 'zod';

const ShareSetText = z.strictObject({
  setId: z.string(),
  context: z.string(),
  needed: z.int().min(2),
  commitment: z.string(),
  holders: z
    .array(z.strictObject({ custodianId: z.string(), body: z.string(), proofKey: z.string() }))
    .max(255),
  signature: z.string(),
});

/**
 * Who opens an export together. Nothing in it is secret: the shares are sealed to what each custodian has on paper, and the key
 * that opens the export is sealed under what so many shares give.
 */
export const Custody = z.strictObject({
  clew: z.literal('custody'),
  format: z.literal(1),
  /** The age recipient to which everything of an export is sealed. */
  recipient: z.string(),
  set: ShareSetText,
  /** The share of each holder, in their order, sealed to their paper (age, base64url). */
  shares: z.array(z.string()),
  /** The age identity of the recipient, sealed under the secret that the shares give. */
  locked: z.string(),
});
export type Custody = z.infer<typeof Custody>;

/** Whom an export is entrusted to: a name and the body that they answer to. */
export type Custodian = { name: string; body: string };

/**
 * Makes a key that any `needed` of the custodians open together, and fewer do not, nor any one body. Returns what is written down for all, and for each
 * custodian the key that goes onto their paper alone. The key itself is nowhere. Rejects with RangeError as `splitSecret` does.
 */
export async function makeCustody(
  random: Random,
  { needed, custodians }: { needed: number; custodians: readonly Custodian[] },
): Promise<{ custody: Custody; papers: string[] }> {
  const papers = await Promise.all(custodians.map(() => makeWorkerKeys(random)));
  const target = await makeWorkerKeys(random);
  const secret = makeKey(random);
  const { set, sealed } = await splitSecret({
    ...{ secret, needed, random, context: contextOf('clew export', target.recipient) },
    custodians: custodians.map(({ name, body }, at) => ({
      ...{ custodianId: name, body },
      recipient: papers[at]?.recipient ?? '',
    })),
    signingKey: target.secrets.signingKey,
  });
  const locked = seal({
    key: secret,
    random,
    context: lockContext(set.setId),
    text: target.secrets.identity,
  });
  const custody: Custody = {
    ...{ clew: 'custody', format: 1, recipient: target.recipient },
    ...{ set: { ...set, holders: [...set.holders] }, shares: [...sealed], locked },
  };
  return { custody, papers: papers.map(({ secrets }) => secrets.identity) };
}

/** The text of a custody, and the thirty digits by which people know that it is the one they made. */
export function writeCustody(custody: Custody): { text: string; digits: string } {
  const text = `${JSON.stringify(Custody.parse(custody), null, 2)}\n`;
  return { text, digits: fingerprintOf(text) };
}

/** What `writeCustody` wrote; undefined for any other text, one sign more or less included. */
export function readCustody(text: string): { custody: Custody; digits: string } | undefined {
  try {
    const custody = Custody.parse(JSON.parse(text));
    const { text: own, digits } = writeCustody(custody);
    return own === text ? { custody, digits } : undefined;
  } catch {
    return undefined;
  }
}

/** Who opens an export, a line for each, as `printable` makes it: the file can be anybody's. */
export function tellHolders({ set }: Custody): string {
  return set.holders
    .map(({ custodianId, body }) => `  ${printable(custodianId)}, ${printable(body)}`)
    .join('\n');
}

/**
 * Words from elsewhere for a terminal: a control character could rewrite what stands above it, a direction mark turn a line round. The
 * two joiners stay: some scripts spell with them.
 */
export function printable(words: string): string {
  return words.replaceAll(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
}

/** Why the key does not come out: which papers are needed still, or that one is of no holder, or that the custody was altered. */
type NotOpened = 'no-share' | 'too-few' | 'altered';

/** The age identity that opens the export, from the papers of as many custodians as are needed. */
export async function joinPapers(
  custody: Custody,
  papers: readonly string[],
): Promise<{ ok: true; identity: string } | { ok: false; why: NotOpened }> {
  const found = new Map<number, Share>();
  for (const identity of papers) {
    const share = await openOwn(custody, identity);
    if (!share) return { ok: false, why: 'no-share' };
    found.set(share.number, share);
  }
  const joined = await joinShares({ set: custody.set, shares: [...found.values()] });
  if (!joined.ok) return { ok: false, why: joined.why === 'too-few' ? 'too-few' : 'altered' };
  const opened = open({ key: joined.secret, context: lockContext(custody.set.setId), box: custody.locked });
  return opened.ok ? { ok: true, identity: opened.text } : { ok: false, why: 'altered' };
}

async function openOwn({ set, shares }: Custody, identity: string): Promise<Share | undefined> {
  for (const [at, sealed] of shares.entries()) {
    const opened = await openShare({ set, number: at + 1, sealed, identity });
    if (opened.ok) return opened.share;
  }
  return undefined;
}

function lockContext(setId: string): string {
  return contextOf('clew export', setId, 'identity');
}
