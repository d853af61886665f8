import type { Operation, Overlay } from './law.ts';
import type { Problem } from './problem.ts';
import { type BlockSource, limbOf, readBlock } from './read-blocks.ts';
import { type OperationBlock, OverlayBlock } from './schema-overlay.ts';

/** The overlay in a block, its references not yet looked up. */
export function readOverlay(
  source: Omit<BlockSource, 'what'>,
): { ok: true; overlay: Overlay } | { ok: false; problems: Problem[] } {
  const read = readBlock(OverlayBlock, { ...source, what: 'overlay' });
  if (!read.ok) return read;
  const { id, label, cite, status, after = [], ops } = read.block;
  return {
    ok: true,
    overlay: {
      id,
      label,
      cites: cite,
      status,
      after,
      ops: ops.map(operationOf),
      source: source.text,
      place: { file: source.file, line: read.lineOf(['id']) },
    },
  };
}

function operationOf(block: OperationBlock): Operation {
  switch (block.op) {
    case 'add-any':
    case 'add-all':
      return { op: block.op, target: block.rule, limb: limbOf(block.member) };
    case 'replace':
      return { op: 'replace', target: block.rule, limb: limbOf(block.with) };
    case 'drop-exception':
      return { op: 'drop-exception', target: block.rule, exception: block.exception };
    case 'change-burden':
      return { op: 'change-burden', target: block.rule, exception: block.exception, burden: block.burden };
    case 'set-value':
      return { op: 'set-value', target: block.value, value: block.to };
    case 'repeal':
      return { op: 'repeal', target: block.rule };
  }
}
