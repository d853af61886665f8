import {
  type Anchor,
  type AnchorProof,
  type Door,
  type JournalFinding,
  leadsToRoot,
  readAnchorProofs,
  type VerifyOptions,
} from '../../store/index.ts';

/** Anchors that were kept elsewhere: roots alone, or with the way of one chain to them. */
export type KeptAnchors = { anchors: readonly Anchor[]; proofs: readonly AnchorProof[] };

/**
 * What the check found: as JournalFinding; and what is wrong with an anchor of this moment. `other-chain`: the proof is
 * of another chain. `unsound`: its way does not lead to its root. `gone`: the database no longer has the line that
 * leads from this chain to it, though it has older ones. `replaced`: that line leads to another root. `none`: no
 * anchor is younger than this chain. `anchored` counts those that held.
 */
export type AnchoredFinding =
  | (JournalFinding & { anchored: number })
  | { ok: false; reason: 'other-chain' | 'unsound' | 'gone' | 'replaced' | 'none'; at: string };

type Verifying = { door: Door; chain: string; kept: KeptAnchors };

/**
 * Checks the actor's own chain, and that it still holds what was anchored: an entry of that number with that hash. A
 * database's owner who writes a whole chain anew cannot make it fit an anchor that they cannot change. Throws StoreFault.
 */
export async function verifyAgainst(
  { door, chain, kept }: Verifying,
  options: Omit<VerifyOptions, 'held'> = {},
): Promise<AnchoredFinding> {
  const stored =
    kept.anchors.length === 0 ? [] : await door.read((transaction) => readAnchorProofs(transaction));
  const matched = matchAnchors(kept.anchors, stored);
  if (!Array.isArray(matched)) return matched;
  for (const proof of kept.proofs) {
    if (proof.chain !== chain) return { ok: false, reason: 'other-chain', at: proof.at };
    if (!leadsToRoot(proof)) return { ok: false, reason: 'unsound', at: proof.at };
  }
  const proofs = [...kept.proofs, ...matched];
  const [first] = kept.anchors;
  if (first && proofs.length === 0) return { ok: false, reason: 'none', at: first.at };
  const held = new Map<number, string>();
  for (const { number, hash, at } of proofs) {
    // Two anchors that contradict each other cannot both be of this chain.
    if ((held.get(number) ?? hash) !== hash) return { ok: false, reason: 'replaced', at };
    held.set(number, hash);
  }
  const finding = await door.verifyJournal({ ...options, held });
  return { ...finding, anchored: proofs.length };
}

type Mismatch = Extract<AnchoredFinding, { at: string }>;

/** For each root that was kept elsewhere, the line in the database that leads to it. */
function matchAnchors(anchors: readonly Anchor[], stored: readonly AnchorProof[]): AnchorProof[] | Mismatch {
  const byMoment = new Map(stored.map((proof) => [proof.at, proof]));
  const oldest = stored[0]?.at;
  const matched: AnchorProof[] = [];
  for (const { at, root } of anchors) {
    const proof = byMoment.get(at);
    if (!proof && oldest !== undefined && at > oldest) return { ok: false, reason: 'gone', at };
    if (!proof) continue;
    if (proof.root !== root || !leadsToRoot(proof)) return { ok: false, reason: 'replaced', at };
    matched.push(proof);
  }
  return matched;
}
