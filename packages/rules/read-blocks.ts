import type { z } from 'zod';
import { wordsOf } from './block-words.ts';
import { isDate } from './date.ts';
import type { CitationStatus, Verified } from './instrument.ts';
import type { Contradiction, Exception, Fact, GroupFacts, Limb, Provision, Rule } from './law.ts';
import { type Place, type Problem, problemsFromSchema } from './problem.ts';
import { type LimbBlock, RuleBlock } from './schema.ts';
import { FactsFile } from './schema-facts.ts';
import { readYaml, type YamlValue } from './strict-yaml.ts';
import type { Answer } from './told.ts';
import { REASONS } from './told.ts';

/** A block of YAML that a schema accepted, with the lines of its parts; or what was wrong with it. */
export type BlockRead<T> =
  | { ok: true; block: T; raw: YamlValue; lineOf: (path: readonly PropertyKey[]) => number }
  | { ok: false; problems: Problem[] };

/** `words`: what may stand in the block, for the advice on a misspelt word; the law's own blocks are known. */
export type BlockSource = {
  file: string;
  text: string;
  firstLine?: number;
  what: string;
  words?: readonly string[];
};

/** Reads one block against its schema. Never throws. */
export function readBlock<T extends z.ZodType>(schema: T, source: BlockSource): BlockRead<z.infer<T>> {
  const yaml = readYaml(source);
  if (!yaml.ok) return yaml;
  const checked = schema.safeParse(yaml.value);
  if (checked.success) return { ok: true, block: checked.data, raw: yaml.value, lineOf: yaml.lineOf };
  const { file, what } = source;
  return {
    ok: false,
    problems: problemsFromSchema(checked.error, {
      file,
      what,
      value: yaml.value,
      lineOf: yaml.lineOf,
      words: source.words ?? wordsOf(what),
    }),
  };
}

/** The rule in a block, its references not yet looked up. */
export function readRule(
  source: Omit<BlockSource, 'what'>,
): { ok: true; rule: Rule } | { ok: false; problems: Problem[] } {
  const read = readBlock(RuleBlock, { ...source, what: 'rule' });
  if (!read.ok) return read;
  const { block } = read;
  const place: Place = { file: source.file, line: read.lineOf(['id']) };
  return {
    ok: true,
    rule: {
      id: block.id,
      label: block.label,
      cites: block.cite,
      limb: ruleLimbOf(block),
      ...(block.national === undefined ? {} : { national: block.national }),
      ...(block.presume
        ? {
            presume: {
              value: block.presume.value,
              when: limbOf(block.presume.when),
              reasons: block.presume.reasons ?? REASONS,
              cites: block.presume.cite,
            },
          }
        : {}),
      exceptions: exceptionsOf(block.unless),
      ...(block.protection ? { protection: true } : {}),
      ...(block.vulnerability ? { vulnerability: true } : {}),
      neverReads: neverReadsOf(block.never_reads),
      checkedBy: block.checked_by ?? [],
      source: source.text,
      place,
    },
  };
}

/** What a rule's own structure word says. A national reading says nothing of its own: States do. */
export function ruleLimbOf(block: LimbBlock & { national?: string | undefined }): Limb {
  if (block.national !== undefined) return { kind: 'unsaid', cites: [] };
  const { is, not, all, any, at_least, of, some, every, among, with: inner } = block;
  return limbOf({ is, not, all, any, at_least, of, some, every, among, with: inner });
}

/** The exceptions of a rule, as they are written under “unless”. */
export function exceptionsOf(blocks: RuleBlock['unless']): Exception[] {
  return (blocks ?? []).map(({ burden, ...limb }) => ({
    limb: limbOf(limb),
    ...(burden === undefined ? {} : { burden }),
  }));
}

const COMPARISON = /^(years since +)?(\S+) *(<=|>=|<|>) *(-?\d{1,9})$/;

/** The facts that a result may never depend on. */
export function neverReadsOf(block: RuleBlock['never_reads']): Provision['neverReads'] {
  return (block ?? []).map(({ fact, cite }) => ({ fact, cites: cite }));
}

/** A limb as written: every name still counts as a fact's. */
export function limbOf(block: LimbBlock): Limb {
  const common = { cites: block.cite ?? [], ...(block.label === undefined ? {} : { label: block.label }) };
  if (block.all) return { ...common, kind: 'all', limbs: block.all.map(limbOf) };
  if (block.any) return { ...common, kind: 'any', limbs: block.any.map(limbOf) };
  if (block.not) return { ...common, kind: 'not', limb: limbOf(block.not) };
  if (block.of)
    return { ...common, kind: 'at_least', count: block.at_least ?? 1, limbs: block.of.map(limbOf) };
  if (block.with) return { ...common, ...overPeople(block), limb: limbOf(block.with) };
  const name = (block.is ?? '').trim();
  const [, since, fact, comparison, bound] = COMPARISON.exec(name) ?? [];
  if (
    fact !== undefined &&
    (comparison === '<' || comparison === '<=' || comparison === '>' || comparison === '>=')
  ) {
    const kind = since === undefined ? 'compare' : 'years';
    return { ...common, kind, fact, comparison, bound: Number(bound) };
  }
  // Whether the name is a fact or a rule is known only once every file has been read.
  return { ...common, kind: 'fact', fact: name };
}

function overPeople({ some, every, among, at_least: count }: LimbBlock) {
  if (some !== undefined) return { kind: 'group', quantifier: 'some', group: some } as const;
  if (every !== undefined) return { kind: 'group', quantifier: 'every', group: every } as const;
  return { kind: 'group', quantifier: 'at_least', count: count ?? 1, group: among ?? '' } as const;
}

/** What a file of facts holds, each with its line. */
type FactsRead = {
  facts: (Fact & { place: Place })[];
  groups: (GroupFacts & { place: Place })[];
  contradictions: Contradiction[];
};

/** The facts of a file, the groups of people they are asked of, and the answers that cannot all be true. */
export function readFacts(
  source: Omit<BlockSource, 'what'>,
): ({ ok: true } & FactsRead) | { ok: false; problems: Problem[] } {
  const read = readBlock(FactsFile, { ...source, what: 'file of facts' });
  if (!read.ok) return read;
  return {
    ok: true,
    facts: read.block.facts.map((fact, index) => ({
      id: fact.id,
      theme: read.block.theme,
      type:
        fact.type === 'number'
          ? { kind: 'number', min: fact.min ?? 0, max: fact.max ?? 0 }
          : { kind: fact.type },
      sensitivity: fact.sensitivity,
      knownBy: fact.known_by,
      label: fact.label,
      question: fact.question,
      why: fact.why,
      ...(fact.group === undefined ? {} : { group: fact.group }),
      ...(fact.years_since === undefined ? {} : { yearsSince: fact.years_since }),
      ...(fact.vulnerability ? { vulnerability: true } : {}),
      place: { file: source.file, line: read.lineOf(['facts', index, 'id']) },
    })),
    groups: (read.block.groups ?? []).map((group, index) => ({
      ...group,
      place: { file: source.file, line: read.lineOf(['groups', index, 'id']) },
    })),
    contradictions: (read.block.contradictions ?? []).map(({ when, why }, index) => ({
      when: limbOf(when),
      why,
      place: { file: source.file, line: read.lineOf(['contradictions', index, 'when']) },
    })),
  };
}

type VerificationBlock = {
  compared?:
    | {
        source: string;
        finding: 'confirmed' | 'corrected' | 'partly' | 'seen';
        note?: string | undefined;
        undated?: 'yes' | undefined;
      }
    | undefined;
  checked_by?: { name: string; role: string; on: string }[] | undefined;
};

/** What is known about a statement's truth. Only words that were read and agreed count as compared. */
export function verifiedOf({ compared, checked_by }: VerificationBlock): Verified {
  const checkedBy = checked_by ?? [];
  const isRead = compared?.finding === 'confirmed' || compared?.finding === 'corrected';
  const status: CitationStatus = checkedBy.length > 0 ? 'checked' : isRead ? 'compared' : 'unverified';
  if (!compared) return { status, checkedBy };
  const { source, finding, note, undated } = compared;
  const said = {
    ...(note === undefined ? {} : { note }),
    ...(undated === undefined ? {} : { undated: true as const }),
  };
  return { status, checkedBy, compared: { source, finding, ...said } };
}

/** The days between which a person's case can lie. */
const EARLIEST = '1900-01-01';
const LATEST = '2999-12-31';

/** Reads one answer as it is written for a fact: yes, no, a whole number, a day, or a reason. Anything else is told in words. */
export function readAnswer(
  text: string,
  fact: Pick<Fact, 'id' | 'type'>,
): { ok: true; answer: Answer } | { ok: false; message: string } {
  if ((REASONS as readonly string[]).includes(text)) return { ok: true, answer: text as Answer };
  if (fact.type.kind === 'yes-no') {
    if (text === 'yes' || text === 'no') return { ok: true, answer: text };
    return {
      ok: false,
      message: `“${text.slice(0, 40)}” is not an answer to “${fact.id}”. Write yes, no, ${REASONS.join(', ')}.`,
    };
  }
  if (fact.type.kind === 'date') {
    if (isDate(text) && text >= EARLIEST && text <= LATEST) return { ok: true, answer: text };
    return {
      ok: false,
      message: `“${text.slice(0, 40)}” is not an answer to “${fact.id}”. Write a day that exists, like 2024-05-31, or ${REASONS.join(', ')}.`,
    };
  }
  const { min, max } = fact.type;
  const isWhole = /^-?\d{1,9}$/.test(text);
  if (isWhole && Number(text) >= min && Number(text) <= max) return { ok: true, answer: Number(text) };
  return {
    ok: false,
    message: `“${text.slice(0, 40)}” is not an answer to “${fact.id}”. Write a whole number from ${min} to ${max}, or ${REASONS.join(', ')}.`,
  };
}
