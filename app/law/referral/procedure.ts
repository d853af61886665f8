import {
  type Binding,
  type Calendar,
  type Citation,
  type Day,
  type Deadline,
  type Duty,
  getCitation,
  type Law,
  type StateValue,
  type Strength,
  stateValue,
} from '@clew/rules';
import type { LawWords } from '../law-words.ts';
import { askedOf } from '../states/asked-of.ts';
import { type Standing, standingOf } from '../states/standing.ts';
import type { Referral, Stage } from './read-referral.ts';
import type { Said } from './schema-referral.ts';

/** A duty as the procedure tells it. */
export type ProcedureDuty = {
  id: string;
  label: string;
  bearer: string;
  act: string;
  /** Where a State is named, of what binds it: a “shall” of another treaty is none of its own. */
  strength: Strength;
  /** By when; nothing where the law sets no time. */
  by?: ProcedureDeadline;
  cites: readonly Citation[];
  /** Each in words, with a mark where no named person has checked it. */
  sources: readonly string[];
  /** Whether the State is bound by what the duty rests on; nothing where only guidance is cited, which binds nobody. */
  bound?: Binding;
  /** What the State has to do about it, as `clew law gaps` says it; nothing where no State is named. */
  standing?: Standing;
  /** Whether it is said that custom would bind the State to it, where no treaty is known to. */
  isCustomSaid: boolean;
};

/** `given`: who sets the number. Where nobody has said what the State gives it is the least that the treaty allows. */
export type ProcedureDeadline =
  | { kind: 'words'; words: string }
  | {
      kind: 'days';
      days: number;
      calendar: Calendar;
      from: string;
      given: 'law' | 'state' | 'nobody-has-said';
    };

export type ProcedureStage = Omit<Stage, 'name' | 'actors' | 'data' | 'limits' | 'duties'> & {
  name: string;
  actors: readonly string[];
  data: readonly string[];
  limits: readonly string[];
  duties: readonly ProcedureDuty[];
};

/** A State's own reading of a rule, or its own number. */
type OwnLaw = { id: string; label: string; since: Day; days?: number; sources: readonly string[] };

/** The referral mechanism for one State on one day, in one language: to be adapted, decided by nobody. */
export type Procedure = {
  /** Without one nothing is said of what binds whom. */
  state?: string;
  /** As the State's file has it; nothing where there is no such file. */
  name?: string;
  on: Day;
  language: string;
  hashes: { law: string; referral: string };
  stages: readonly ProcedureStage[];
  walls: readonly { id: string; says: string; source: string; status: string }[];
  coordinator: { source: string; tasks: readonly string[] };
  principles: readonly { id: string; named: string; says: string; asks: string; status: string }[];
  /** What the State's own law says, as far as it is written here. */
  ownLaw: readonly OwnLaw[];
  /** The numbers of which nobody has said what the State gives: the least that the treaty allows stands instead. */
  notSaid: readonly { id: string; label: string; least: number }[];
  isDraft: boolean;
};

type Asked = {
  law: Law;
  words: LawWords;
  referral: Referral;
  state: string | undefined;
  on: Day;
  language: string;
};

/** The procedure of a State: the stages with the duties that bind it, may bind it, or bind nobody. */
export function procedureOf({ law, words, referral, state, on, language }: Asked): Procedure {
  const say = (said: Said) => said[language as keyof Said] ?? said.en;
  const given = Object.values(law.values).flatMap((value) =>
    state === undefined ? [] : [[value.id, stateValue(value, { state, on }, law)] as const],
  );
  const entry = state === undefined ? undefined : law.states[state];
  return {
    ...(state === undefined ? {} : { state }),
    ...(entry ? { name: entry.name } : {}),
    ...{ on, language, hashes: { law: law.hash, referral: referral.hash } },
    stages: referral.stages.map(({ name, actors, data, limits, duties, ...stage }) => ({
      ...stage,
      ...{ name: say(name), actors: actors.map(say), data: data.map(say), limits: limits.map(say) },
      duties: duties.map((id) => dutyOf(id, { law, words, state, on, given: new Map(given) })),
    })),
    walls: referral.walls.map(({ id, says, source, status }) => ({ id, says: say(says), source, status })),
    coordinator: {
      source: referral.coordinator.source,
      tasks: referral.coordinator.tasks.map(({ says }) => say(says)),
    },
    principles: referral.principles.map(({ id, named, says, asks, status }) => ({
      ...{ id, named, says: say(says), asks: say(asks), status },
    })),
    ownLaw: [
      ...(state === undefined ? [] : ownReadings(law, words, { state, on })),
      ...ownNumbers(given, words),
    ],
    notSaid: given.flatMap(([id, one]) =>
      one.said === 'nobody' ? [{ id, label: words.value(id), least: one.value }] : [],
    ),
    isDraft: language !== 'en' && (words.isDraft || referral.drafts.includes(language)),
  };
}

type At = {
  law: Law;
  words: LawWords;
  state: string | undefined;
  on: Day;
  given: ReadonlyMap<string, StateValue>;
};

function dutyOf(id: string, { law, words, state, on, given }: At): ProcedureDuty {
  const duty = law.duties[id];
  if (!duty) throw new Error(`The law has no duty ${id}.`);
  const { label, bearer, act, at } = words.duty(id);
  const by = duty.by && deadlineOf(duty.by, { at, words, given });
  const cites = duty.cites.map((ref) => getCitation(law, ref));
  return {
    ...{ id, label, bearer, act, strength: duty.strength, isCustomSaid: false },
    ...(by === undefined ? {} : { by }),
    ...{ cites, sources: cites.map((cite) => words.source(cite)) },
    ...(state === undefined ? {} : standsThere(duty, { law, at: { state, on } })),
  };
}

/** What a duty comes to in a State: sorted as every other list of what a State owes sorts it. */
function standsThere(duty: Duty, { law, at }: { law: Law; at: { state: string; on: Day } }) {
  const { strength } = duty;
  const asked = askedOf(duty, { law, at, strength });
  const { bound, isCustomSaid } = asked;
  return {
    ...(bound ? { bound } : {}),
    ...{ strength: asked.strength ?? strength, standing: standingOf(asked), isCustomSaid },
  };
}

type Deadlines = { at: string | undefined; words: LawWords } & Pick<At, 'given'>;

function deadlineOf(by: Deadline, { at, words, given }: Deadlines): ProcedureDeadline | undefined {
  if (by.kind === 'words') return { kind: 'words', words: at ?? by.words };
  const counted = { kind: 'days' as const, calendar: by.calendar, from: words.fact(by.from).label };
  if (by.kind === 'days') return { ...counted, days: by.days, given: 'law' };
  const value = given.get(by.value);
  if (value === undefined) return undefined;
  return { ...counted, days: value.value, given: value.said === 'state' ? 'state' : 'nobody-has-said' };
}

function ownReadings(law: Law, words: LawWords, { state, on }: { state: string; on: Day }): OwnLaw[] {
  return Object.values(law.rules).flatMap(({ id, variants = {} }) => {
    const list = Object.hasOwn(variants, state) ? (variants[state] ?? []) : [];
    const reading = list.findLast(({ from, to }) => from <= on && (to === undefined || on <= to));
    if (!reading) return [];
    const sources = reading.cites.map((ref) => words.source(getCitation(law, ref)));
    return [{ id, label: words.rule(id), since: reading.from, sources }];
  });
}

function ownNumbers(given: readonly (readonly [string, StateValue])[], words: LawWords): OwnLaw[] {
  return given.flatMap(([id, value]) => {
    if (value.said !== 'state') return [];
    const sources = value.cites.map((cite) => words.source(cite));
    return [{ id, label: words.value(id), since: value.since, days: value.value, sources }];
  });
}
