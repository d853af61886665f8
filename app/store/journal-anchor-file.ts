import { Anchor, AnchorProof } from './journal-anchor.ts';

const anchorWord = 'clew-anchor-1';
const Proof = AnchorProof.strict();

/** The anchor as one line to print or to keep: `clew-anchor-1 2026-11-22T10:00:00.000000Z 3f2a…`. It names no chain. */
export function writeAnchorLine({ at, root }: Anchor): string {
  return `${anchorWord} ${at} ${root}`;
}

/** The proof of one chain as one line of JSON. */
export function writeProofLine(proof: AnchorProof): string {
  return JSON.stringify(proof);
}

/** What a file of anchors holds, or the first line that is neither an anchor nor a proof, counted from 1. */
type AnchorFile = { ok: true; anchors: Anchor[]; proofs: AnchorProof[] } | { ok: false; line: number };

/**
 * Reads what `writeAnchorLine` and `writeProofLine` wrote, in any order, perhaps typed from paper: empty lines, lines
 * that begin with #, and spaces and small or capital letters of the hash do not matter.
 */
export function readAnchorFile(text: string): AnchorFile {
  const anchors: Anchor[] = [];
  const proofs: AnchorProof[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const anchor = readAnchorLine(line);
    const proof = anchor ? undefined : readProofLine(line);
    if (anchor) anchors.push(anchor);
    else if (proof) proofs.push(proof);
    else return { ok: false, line: at + 1 };
  }
  return { ok: true, anchors, proofs };
}

function readAnchorLine(line: string): Anchor | undefined {
  const [word, at, ...hash] = line.trim().split(/\s+/);
  if (word !== anchorWord) return undefined;
  return Anchor.safeParse({ at, root: hash.join('').toLowerCase() }).data;
}

function readProofLine(line: string): AnchorProof | undefined {
  try {
    return Proof.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
