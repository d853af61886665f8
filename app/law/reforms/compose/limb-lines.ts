import type { Limb } from '@clew/rules';
import { leafName } from '@clew/rules';
import { parseDocument, stringify } from 'yaml';
import type { Structure } from './draft.ts';

/** A limb as a law file has it: a name, or a map of the law's own words. */
export type Written = string | { [word: string]: unknown };

/** No line of a limb is nested deeper; a parser of YAML falls at half a million brackets. */
const MOST_BRACKETS = 40;

/**
 * The limb of one line: a fact, a rule or a comparison (`age < 18`), the same after `not`, or a limb in the law's own
 * words, like `{any: [a, b]}`. What cannot be read stays text, and the law says what is wrong with it. Never throws.
 */
function limbOfLine(line: string): Written {
  const text = line.trim();
  const turned = /^not\s+(\S.*)$/s.exec(text)?.[1];
  if (turned !== undefined) return { not: limbOfLine(turned) };
  const brackets = text.replace(/[^[\]{}]/g, '').length;
  // Anchors, aliases and tags are not read in a law, so that nothing here can point at itself.
  if (!text.startsWith('{') || brackets > MOST_BRACKETS || /[&*!]/.test(text)) return text;
  const parsed = parseDocument(text, { version: '1.2', schema: 'failsafe', prettyErrors: false });
  if (parsed.errors.length > 0) return text;
  const value: unknown = parsed.toJS();
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : text;
}

/** The lines of a field that hold something. */
export function linesIn(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The whole limb of an operation, with its source. */
export function limbOfLines(lines: readonly string[], how: Structure, count: string): Written {
  const limbs = lines.map(limbOfLine);
  const [first = ''] = limbs;
  if (how === 'one') return typeof first === 'string' ? { is: first } : first;
  if (how === 'not') return { not: first };
  if (how === 'at_least') return { at_least: Number.parseInt(count, 10) || count, of: limbs };
  return { [how]: limbs };
}

/** How a limb of the law is filled into the form: its structure, and a line for each of its parts. */
export function linesOfLimb(limb: Limb): { how: Structure; count: string; lines: string } {
  const line = (part: Limb) => lineOf(writtenLimb(part));
  if (limb.kind === 'all' || limb.kind === 'any')
    return { how: limb.kind, count: '', lines: limb.limbs.map(line).join('\n') };
  if (limb.kind === 'at_least')
    return { how: 'at_least', count: String(limb.count), lines: limb.limbs.map(line).join('\n') };
  if (limb.kind === 'unsaid') return { how: 'all', count: '', lines: '' };
  return { how: 'one', count: '', lines: line(limb) };
}

function lineOf(written: Written): string {
  if (typeof written === 'string') return written;
  return stringify(written, { lineWidth: 0, collectionStyle: 'flow', aliasDuplicateObjects: false }).trim();
}

/** A limb of the law as a law file has it. */
function writtenLimb(limb: Limb): Written {
  const more = {
    ...(limb.cites.length === 0 ? {} : { cite: limb.cites.length === 1 ? limb.cites[0] : [...limb.cites] }),
    ...(limb.label === undefined ? {} : { label: limb.label }),
  };
  const isBare = Object.keys(more).length === 0;
  switch (limb.kind) {
    case 'all':
    case 'any':
      return { [limb.kind]: limb.limbs.map(writtenLimb), ...more };
    case 'at_least':
      return { at_least: limb.count, of: limb.limbs.map(writtenLimb), ...more };
    case 'not':
      return { not: writtenLimb(limb.limb), ...more };
    case 'group':
      return { ...quantified(limb), with: writtenLimb(limb.limb), ...more };
    case 'unsaid':
      return '';
    default:
      return isBare ? leafName(limb) : { is: leafName(limb), ...more };
  }
}

function quantified(limb: Limb & { kind: 'group' }): Record<string, unknown> {
  if (limb.quantifier === 'at_least') return { at_least: limb.count, among: limb.group };
  return { [limb.quantifier]: limb.group };
}
