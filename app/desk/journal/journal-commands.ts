import { open, stat } from 'node:fs/promises';
import {
  type Anchor,
  type AnchorProof,
  type Door,
  readAnchorFile,
  readAnchorProofs,
  writeAnchorLine,
  writeProofLine,
} from '../../store/index.ts';
import { checkStatements } from '../keys/check-statements.ts';
import { type Told, tellFinding, tellStatements } from './tell-finding.ts';
import { type KeptAnchors, verifyAgainst } from './verify-journal.ts';

/** A chain that somebody may read: the door to it and its id, the agency's or the node's. */
type ChainAt = { door: Door; chain: string };

type VerifyCommand = ChainAt & {
  /** A file with anchors or proofs. */
  anchor?: string | undefined;
  json: boolean;
  signal?: AbortSignal;
  onProgress?: (words: string) => void;
};

const mostBytes = 64 * 1024 * 1024;

/**
 * `clew journal verify`: walks the chain and says whether it is in order, whether it fits the anchors of a file, and whether what
 * the agency's people said, of roles and all that is signed so, is all there as the chain tells.
 */
export async function verifyCommand(asked: VerifyCommand): Promise<Told> {
  const kept = asked.anchor === undefined ? nothing : await readKept(asked.anchor);
  if ('text' in kept) return inForm(kept, { message: kept.text }, asked.json);
  const { onProgress, signal } = asked;
  const found = await verifyAgainst(
    { door: asked.door, chain: asked.chain, kept },
    {
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress: sometimes(onProgress) } : {}),
    },
  );
  // Only a chain that is in order can tell what was written.
  const statements = found.ok
    ? await asked.door.read((transaction) => checkStatements(transaction, asked.chain))
    : [];
  const told = statements.length > 0 ? tellStatements(statements) : tellFinding(found);
  const isOk = found.ok && statements.length === 0;
  return inForm(told, { ...found, ok: isOk, statements, message: told.text }, asked.json);
}

type AnchorCommand = ChainAt & {
  /** Joins the heads of all chains now. */
  join: () => Promise<Anchor>;
  /** The file to write; it must not be there yet. */
  file?: string | undefined;
};

/**
 * `clew journal anchor`: joins the heads now, and gives the anchor and this chain's proof, in a new file that its owner
 * alone can read, or as text to print. The first line names no chain and can be given to anybody.
 */
export async function anchorCommand({ door, join, file }: AnchorCommand): Promise<Told> {
  const anchor = await join();
  const [proof] = await door.read((transaction) => readAnchorProofs(transaction, { last: true }));
  const lines = proof ? [writeAnchorLine(anchor), writeProofLine(proof)] : [writeAnchorLine(anchor)];
  if (file === undefined) return { text: printed(anchor, proof), exitCode: 0 };
  const problem = await writeNew(file, `${lines.join('\n')}\n`);
  if (problem) return { text: problem, exitCode: 2 };
  const advice = 'Keep it where nobody who runs the node can change it. Later: clew journal verify --anchor';
  return { text: `Anchor of ${anchor.at} written to ${file}. ${advice} ${file}`, exitCode: 0 };
}

/** The line that can be typed again, and the head in words, for paper. */
function printed(anchor: Anchor, proof: AnchorProof | undefined): string {
  const [word = '', at = '', root = ''] = writeAnchorLine(anchor).split(' ');
  const head = proof ? [`# Entry ${proof.number} of this chain: ${groups(proof.hash)}`] : [];
  return [`${word} ${at} ${groups(root)}`, ...head].join('\n');
}

function groups(hash: string): string {
  return hash.match(/.{8}/g)?.join(' ') ?? hash;
}

const nothing: KeptAnchors = { anchors: [], proofs: [] };

async function readKept(file: string): Promise<KeptAnchors | Told> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return bad(`${file} is no file that can be read. Name a file of anchors.`);
  if (found.size > mostBytes) return bad(`${file} has more than 64 MB. Name a file of anchors.`);
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return bad(`${file} cannot be read. Look at its mode.`);
  const text = await handle.readFile('utf8').finally(() => handle.close());
  const read = readAnchorFile(text);
  if (!read.ok)
    return bad(
      `Line ${read.line} of ${file} is neither an anchor nor a proof. Nothing was checked. Mend the line, or put # before it.`,
    );
  if (read.anchors.length + read.proofs.length === 0)
    return bad(`${file} holds no anchor. Name another file.`);
  return read;
}

async function writeNew(file: string, text: string): Promise<string | undefined> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(text).finally(() => handle.close());
    return undefined;
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    return isThere
      ? `${file} is there already and was not written over. Name another.`
      : `${file} could not be written. Look at its folder.`;
  }
}

/** Tells progress about once for each hundredth. */
function sometimes(tell: (words: string) => void): (done: number, of: number) => void {
  let told = -1;
  return (done, of) => {
    const part = of === 0 ? 100 : Math.floor((done / of) * 100);
    if (part === told) return;
    told = part;
    tell(`${done} of ${of} entries`);
  };
}

function bad(text: string): Told {
  return { text, exitCode: 2 };
}

function inForm(told: Told, found: object, json: boolean): Told {
  return json ? { ...told, text: JSON.stringify(found) } : told;
}
