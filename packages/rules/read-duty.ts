import type { Instrument } from './instrument.ts';
import type { Deadline, Duty, Fact, Value } from './law.ts';
import { didYouMean, type Problem } from './problem.ts';
import { type BlockSource, limbOf, neverReadsOf, readBlock } from './read-blocks.ts';
import { DutyBlock } from './schema-duty.ts';

/** The duty in a block, its references not yet looked up. */
export function readDuty(
  source: Omit<BlockSource, 'what'>,
): { ok: true; duty: Duty } | { ok: false; problems: Problem[] } {
  const read = readBlock(DutyBlock, { ...source, what: 'duty' });
  if (!read.ok) return read;
  const { id, label, cite, when, bearer, act, strength, by, breach, never_reads, checked_by } = read.block;
  const { never_with, protection } = read.block;
  const deadline = by && deadlineOf(by);
  return {
    ok: true,
    duty: {
      id,
      label,
      cites: cite,
      limb: limbOf({ is: when }),
      bearer,
      act,
      strength,
      ...(deadline ? { by: deadline } : {}),
      breach,
      neverWith: never_with ?? [],
      ...(protection ? { protection: true } : {}),
      neverReads: neverReadsOf(never_reads),
      checkedBy: checked_by ?? [],
      source: source.text,
      place: { file: source.file, line: read.lineOf(['id']) },
    },
  };
}

/** A deadline as the law holds it. */
export function deadlineOf({
  days,
  value,
  kind,
  from,
  at,
}: NonNullable<DutyBlock['by']>): Deadline | undefined {
  if (at !== undefined) return { kind: 'words', words: at };
  if (kind === undefined || from === undefined) return undefined;
  if (value !== undefined) return { kind: 'value', value, calendar: kind, from };
  return days === undefined ? undefined : { kind: 'days', days, calendar: kind, from };
}

type Known = {
  facts: Readonly<Record<string, Fact>>;
  duties: Readonly<Record<string, Duty>>;
  values: Readonly<Record<string, Value>>;
};

/** What a duty names beside its limb: the value that gives its days, and the duties that it contradicts. */
export function checkNamed({ duties, values }: Omit<Known, 'facts'>): Problem[] {
  return Object.values(duties).flatMap(({ id, by, neverWith, place }): Problem[] => {
    const missing = neverWith.filter((other) => !duties[other] || other === id);
    const told = missing.map((other): Problem => {
      const near = didYouMean(other, Object.keys(duties));
      const message = `“${id}” can never be owed with “${other}”, but no other duty has that id.${near}`;
      return { code: 'unknown-rule', ...place, message };
    });
    if (by?.kind !== 'value' || values[by.value]) return told;
    const message = `The deadline of “${id}” takes its days from “${by.value}”, but no value has that id.${didYouMean(by.value, Object.keys(values))}`;
    return [...told, { code: 'unknown-rule', ...place, message }];
  });
}

/** A deadline counts from a fact that is a day. */
export function checkDeadlines(duties: readonly Duty[], facts: Readonly<Record<string, Fact>>): Problem[] {
  const days = Object.values(facts).filter(({ type }) => type.kind === 'date');
  return duties.flatMap(({ id, by, place }): Problem[] => {
    if (by === undefined || by.kind === 'words') return [];
    const fact = facts[by.from];
    if (fact?.type.kind === 'date') return [];
    const names = days.map((day) => day.id);
    if (!fact) {
      const message = `The deadline of “${id}” counts from “${by.from}”, but no fact has that id.${didYouMean(by.from, names)} Write a fact of type date.`;
      return [{ code: 'unknown-fact', ...place, message }];
    }
    const message = `The deadline of “${id}” counts from “${by.from}”, which is not a day.${names.length > 0 ? ` Write one of ${names.join(', ')}.` : ' Write a fact of type date.'}`;
    return [{ code: 'wrong-type', ...place, message }];
  });
}

/** A duty is as strong as a paragraph that it cites: nobody reads a “shall” into a “may”. */
export function checkStrengths(
  duties: readonly Duty[],
  instruments: Readonly<Record<string, Instrument>>,
): Problem[] {
  return duties.flatMap(({ id, cites, strength, place }): Problem[] => {
    const cited = cites.flatMap((ref) => {
      const [instrument = '', anchor] = ref.split('#');
      const article = instruments[instrument]?.articles.find((candidate) => candidate.anchor === anchor);
      return article?.strength ? [{ ref, strength: article.strength }] : [];
    });
    if (cited.length === 0 || cited.some((article) => article.strength === strength)) return [];
    const said = cited.map((article) => `${article.ref} says ${article.strength}`).join(', ');
    const message = `“${id}” says ${strength}, but ${said}. Write the strength of the paragraph, or cite the one that says ${strength}.`;
    return [{ code: 'wrong-strength', ...place, message }];
  });
}
