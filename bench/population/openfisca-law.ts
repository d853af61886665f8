import { type Law, type Limb, lawFor } from '@clew/rules';
import { ON, REFORMS } from './law-text.ts';

/** The laws in the peer's own terms: for each law, each rule as an expression on arrays, in the order of the rules. */
export function openFiscaLaws(law: Law): Record<string, string>[] {
  const lists = [[], ...REFORMS.map((id) => [id])];
  return lists.map((overlays) => {
    const rules = Object.values(lawFor(law, { on: ON, overlays }).rules);
    return Object.fromEntries(
      rules.map(({ id, limb, exceptions }) => {
        const parts = [python(limb), ...exceptions.map((one) => `~${python(one.limb)}`)];
        return [nameOf(id), parts.join(' & ')];
      }),
    );
  });
}

/** An expression on boolean arrays, each operation at the peer's best: bitwise, without a copy to numbers. */
function python(limb: Limb): string {
  switch (limb.kind) {
    case 'all':
      return `(${limb.limbs.map(python).join(' & ')})`;
    case 'any':
      return `(${limb.limbs.map(python).join(' | ')})`;
    case 'not':
      return `~${python(limb.limb)}`;
    case 'at_least':
      return `((${limb.limbs.map((part) => `(${python(part)}).view(numpy.int8)`).join(' + ')}) >= ${limb.count})`;
    case 'fact':
      return person(limb.fact);
    case 'rule':
      return person(limb.rule);
    case 'compare':
      return `(${person(limb.fact)} ${limb.comparison} ${limb.bound})`;
    case 'years':
      return yearsPython(limb);
    default:
      throw new Error(`The peer has no ${limb.kind}.`);
  }
}

function yearsPython({ fact, comparison, bound }: Extract<Limb, { kind: 'years' }>): string {
  if (comparison !== '<') throw new Error(`The bench counts years with < only, not ${comparison}.`);
  const latest = `${Number(ON.slice(0, 4)) - bound}${ON.slice(4)}`;
  return `(${person(fact)} > numpy.datetime64('${latest}'))`;
}

function person(id: string): string {
  return `person('${nameOf(id)}', period)`;
}

function nameOf(id: string): string {
  return id.replaceAll(/[.-]/g, '_');
}
