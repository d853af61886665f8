import type { Operation, Overlay } from './law.ts';
import type { Problem } from './problem.ts';
import { type BlockSource, limbOf, readBlock } from './read-blocks.ts';
import { deadlineOf } from './read-duty.ts';
import { type OperationBlock, OverlayBlock } from './schema-overlay.ts';

/** The overlay in a block, its references not yet looked up. */
export function readOverlay(
  source: Omit<BlockSource, 'what'>,
): { ok: true; overlay: Overlay } | { ok: false; problems: Problem[] } {
  const read = readBlock(OverlayBlock, { ...source, what: 'overlay' });
  if (!read.ok) return read;
  const { id, code, label, cite, status, after = [], amends, procedure, reason, bears_on, ops } = read.block;
  return {
    ok: true,
    overlay: {
      id,
      ...(code === undefined ? {} : { code }),
      label,
      cites: cite,
      status,
      after,
      ...(amends === undefined ? {} : { amends }),
      ...(procedure ? { procedure: { text: procedure.text, cites: procedure.cite ?? [] } } : {}),
      ...(reason === undefined ? {} : { noEffect: reason }),
      bearsOn: bears_on ?? [],
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
    case 'add-duty':
      return addedDuty(block);
  }
}

function addedDuty({ duty }: OperationBlock & { op: 'add-duty' }): Operation {
  const { id, when, cite, by, label, bearer, act, strength, breach, protection } = duty;
  const deadline = by && deadlineOf(by);
  return {
    op: 'add-duty',
    target: id,
    limb: limbOf({ is: when }),
    duty: {
      ...{ label, cites: cite, bearer, act, strength, breach },
      ...(deadline ? { by: deadline } : {}),
      ...(protection ? { protection: true } : {}),
    },
  };
}
