import { answerTo, isKnown } from './answer.ts';
import { type Day, isDate, yearsBetween } from './date.ts';
import type { Fact, Law } from './law.ts';
import type { Answer, Answers, Told } from './told.ts';

type CountedFact = Fact & { yearsSince: string };

const countedFacts = new WeakMap<Law['facts'], readonly CountedFact[]>();

/**
 * What is told, with every number that can be counted from a day that is told: whole years up to the day on which the
 * law is asked. A number that somebody told stands as it is; `miscounted` finds where the two do not agree.
 */
export function counted(law: Pick<Law, 'facts'>, told: Told): Told {
  const facts = countedIn(law);
  if (facts.length === 0 || told.on === undefined) return told;
  const people = Object.entries(told.people ?? {}).map(([id, group]) => {
    const own = facts.filter((fact) => fact.group === id);
    return [
      id,
      { ...group, members: group.members.map((member) => withCounted(member, own, told.on)) },
    ] as const;
  });
  return {
    ...told,
    facts: withCounted(
      told.facts,
      facts.filter(({ group }) => group === undefined),
      told.on,
    ),
    ...(told.people ? { people: Object.fromEntries(people) } : {}),
  };
}

/** The facts whose number is told and is another than the day gives, with that day's fact. */
export function miscounted(law: Pick<Law, 'facts'>, { facts, people = {}, on }: Told): CountedFact[] {
  return countedIn(law).filter((fact) => {
    const tellings = fact.group === undefined ? [facts] : (people[fact.group]?.members ?? []);
    return tellings.some((answers) => {
      const said = answerTo(fact.id, answers);
      const years = countOf(fact, answers, on);
      return typeof said === 'number' && years !== undefined && said !== years;
    });
  });
}

function countedIn({ facts }: Pick<Law, 'facts'>): readonly CountedFact[] {
  const known = countedFacts.get(facts);
  if (known) return known;
  const found = Object.values(facts).filter((fact): fact is CountedFact => fact.yearsSince !== undefined);
  countedFacts.set(facts, found);
  return found;
}

function withCounted(answers: Answers, facts: readonly CountedFact[], on: Day | undefined): Answers {
  const more = facts.flatMap((fact): [string, Answer][] => {
    const years = isKnown(answerTo(fact.id, answers)) ? undefined : countOf(fact, answers, on);
    return years === undefined ? [] : [[fact.id, years]];
  });
  return more.length === 0 ? answers : { ...answers, ...Object.fromEntries(more) };
}

function countOf({ yearsSince }: CountedFact, answers: Answers, on: Day | undefined): number | undefined {
  const day = answerTo(yearsSince, answers);
  if (on === undefined || typeof day !== 'string' || !isDate(day) || day > on) return undefined;
  return yearsBetween(day, on);
}
