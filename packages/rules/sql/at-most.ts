import type { Formula } from './formula.ts';

/**
 * Says of two formulas whether the first is never more than the second, no being less than unknown and unknown less than
 * yes: whatever is told, where the first is yes so is the second, and where the second is no so is the first. It reads
 * how they are built; false means that it does not see it. AND, OR and counts of limbs never fall when a limb rises, nor
 * does a presumption when what it closes rises.
 */
export function makeAtMost(): (less: Formula, more: Formula) => boolean {
  const found = new Map<string, boolean>();
  const atMost = (less: Formula, more: Formula): boolean => {
    if (less === more) return true;
    const name = `${less.key} ${more.key}`;
    const done = found.get(name);
    if (done !== undefined) return done;
    const is = seen(less, more) || sameBuild(less, more);
    found.set(name, is);
    return is;
  };
  const seen = (less: Formula, more: Formula): boolean => {
    if (less.op === 'constant' && less.value === 'no') return true;
    if (more.op === 'constant' && more.value === 'yes') return true;
    if (less.op === 'or' && less.parts.every((part) => atMost(part, more))) return true;
    if (more.op === 'and' && more.parts.every((part) => atMost(less, part))) return true;
    if (less.op === 'and' && less.parts.some((part) => atMost(part, more))) return true;
    return more.op === 'or' && more.parts.some((part) => atMost(less, part));
  };
  const sameBuild = (less: Formula, more: Formula): boolean => {
    if (less.op === 'not' && more.op === 'not') return atMost(more.part, less.part);
    if (less.op === 'shown' && more.op === 'shown') return atMost(less.part, more.part);
    if (less.op === 'presumed' && more.op === 'presumed')
      return less.value === more.value && less.when === more.when && atMost(less.part, more.part);
    if (less.op !== 'at-least' || more.op !== 'at-least') return false;
    const { parts } = more;
    if (less.count !== more.count || less.parts.length !== parts.length) return false;
    return less.parts.every((part, index) => {
      const other = parts[index];
      return other !== undefined && atMost(part, other);
    });
  };
  return atMost;
}
