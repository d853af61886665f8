import type { Bound, Citation, Example, SaidOfTreaty, Verified } from '@clew/rules';
import type { Seen } from '../seen-law.ts';
import type { Gap, National } from './find-gaps.ts';
import type { Form, InDefinitions } from './forms.ts';
import type { Beyond } from './forms-beyond.ts';
import type { Found } from './found.ts';
import type { GapsJson } from './gaps-schema.ts';
import type { Contradiction } from './missing-law.ts';
import type { Stay } from './residence.ts';
import { standingOf } from './standing.ts';

type GapJson = GapsJson['gaps'][number];

/** What `clew law gaps --json` prints of a State. */
export function gapsJson(found: Found): GapsJson {
  const { lawHash, at, gaps, forms, oneOnly, reforms, stays, contradictions, seen, notCounted, notKnown } =
    found;
  return {
    law: { hash: lawHash },
    state: at.state,
    on: at.on,
    gaps: gaps.map(gapJson),
    forms: forms.map(formJson),
    oneOnly: oneOnly.map(({ fact }) => fact),
    means: {
      ofAdult: found.means.ofAdult.map(formJson),
      childByNone: {
        ...saidJson(found.means.childByNone),
        onlyFor: Object.fromEntries(
          Object.entries(found.means.childByNone.onlyFor).map(([state, some]) => [state, [...some]]),
        ),
      },
    },
    meansOneOnly: {
      ofAdult: found.meansOneOnly.ofAdult.map(({ fact }) => fact),
      childByNone: found.meansOneOnly.childByNone,
    },
    beyond: found.beyond.map(beyondJson),
    beyondOneOnly: found.beyondOneOnly.map(({ form }) => form),
    residence: stays.map(stayJson),
    contradicting: contradictions.map(contradictionJson),
    seen: seen.map(seenJson),
    notCounted: notCounted.map(({ instrument, cites, unlooked }) => ({
      instrument,
      source: cites.map(sourceJson),
      reservationsLookedAt: !unlooked,
    })),
    notKnown: notKnown.map(({ instrument, cites }) => ({ instrument, source: cites.map(sourceJson) })),
    reforms: reforms.map(({ id, amends, bound }) => ({ id, amends, bound: boundJson(bound) })),
  };
}

function formJson({ fact, ...said }: Form) {
  return { fact, ...saidJson(said) };
}

function saidJson({ treaty, states, ourReading }: InDefinitions) {
  return { treaty, states: { ...states }, ourReading: [...ourReading] };
}

function beyondJson({ form, states }: Beyond): GapsJson['beyond'][number] {
  const told = Object.entries(states).map(([state, { recognised, seen }]) => {
    return [state, { recognised, seen: seen ? seenJson(seen) : null }] as const;
  });
  return { form, states: Object.fromEntries(told) };
}

function stayJson(stay: Stay): GapsJson['residence'][number] {
  const { option, least = null, most = null, cites, status } = stay;
  const shared = { option, least, most, status, source: cites.map(sourceJson) };
  if (stay.kind === 'number')
    return { ...shared, since: stay.since, text: null, cooperation: null, asOf: null, compared: null };
  const { text, asOf, cooperation = null, compared } = stay;
  return { ...shared, since: null, text, cooperation, asOf, compared: comparedJson(compared) };
}

function contradictionJson(one: Contradiction): GapsJson['contradicting'][number] {
  const { of, older, newer, text, asOf, status, compared, citesOf } = one;
  return {
    of: [...of],
    older: { text: older.text, source: citesOf.older.map(sourceJson) },
    newer: { text: newer.text, source: citesOf.newer.map(sourceJson) },
    ...{ text, asOf, status, compared: comparedJson(compared) },
  };
}

function seenJson(one: Seen): GapsJson['seen'][number] {
  const { of, text, divergence, cites, from, until, asOf, status, compared, open } = one;
  return {
    ...{ of: [...of], text, divergence: divergence ?? null, source: cites.map(sourceJson) },
    ...{ from: from ?? null, until: until ?? null, asOf, status, compared: comparedJson(compared) },
    onThatDay: open ? 'not-known' : 'told',
  };
}

function comparedJson(compared: Verified['compared']) {
  if (!compared) return null;
  const { source, finding, undated = false } = compared;
  return { source, finding, undated };
}

function gapJson(gap: Gap): GapJson {
  const { kind, id, under, bearer, strength, cites, bound, isCustomSaid, national, readLater } = gap;
  return {
    ...{ kind, id, under: under ?? null, bearer: bearer ?? null, strength: strength ?? null },
    ...{ standing: standingOf(gap), isCustomSaid },
    source: cites.map(sourceJson),
    bound: bound ? { verdict: bound.verdict, by: bound.by.map(boundJson) } : null,
    national: nationalJson(national),
    readLater: readLater
      ? { value: readLater.value, knownOn: readLater.readOn, source: readLater.cites.map(({ ref }) => ref) }
      : null,
  };
}

function sourceJson({ ref, status }: Citation) {
  return { ref, status };
}

const LOOKED = { 'not-looked': 'no', 'not-written': 'not-written-here' } as const;

function boundJson(bound: Bound) {
  const { instrument, verdict, since, asOf, said, limited, reservations = [] } = bound;
  const { consented, until, unlooked, closedTo, lastNot } = bound;
  return {
    ...{ instrument, verdict, since: since ?? null, asOf: asOf ?? null },
    ...{ saidBy: said?.by ?? null, status: said?.status ?? null, limited: limited ?? false },
    ...{ consented: consented ?? null, until: until ?? null, closedTo: closedTo ?? null },
    lastNotBound: lastNot ?? null,
    reservationsLookedAt: unlooked ? LOOKED[unlooked] : ('yes' as const),
    reservations: reservations.map(reservationJson),
  };
}

function reservationJson(said: SaidOfTreaty) {
  const { kind, articles, text, from, until, goneBy, asOf, status, compared, open } = said;
  return {
    ...{ kind, articles: [...articles], text, from: from ?? null, until: until ?? null },
    goneBy: goneBy ?? null,
    ...({ asOf, status, compared: comparedJson(compared), stillStands: open ? 'not-known' : 'yes' } as const),
  };
}

function nationalJson(national: National): GapJson['national'] {
  const { status } = national;
  const nothing = {
    since: null,
    knownOn: null,
    source: [],
    gives: null,
    least: null,
    leftOut: null,
    letIn: null,
    seen: [],
  };
  if (status === 'nobody-has-said') return { status, ...nothing, missing: null };
  if (status === 'seen-in-part')
    return { status, ...nothing, missing: null, seen: national.seen.map(seenJson) };
  if ('told' in national) {
    const { text, asOf, status: checked, compared } = national.told;
    return { status, ...nothing, missing: { text, asOf, status: checked, compared: comparedJson(compared) } };
  }
  const said = {
    ...nothing,
    missing: null,
    status,
    ...(national.isStartUnknown
      ? { since: null, knownOn: national.since }
      : { since: national.since, knownOn: null }),
    source: national.cites.map(sourceJson),
  };
  if (status === 'different')
    return { ...said, leftOut: exampleJson(national.lost), letIn: exampleJson(national.won) };
  if (status !== 'wider' && status !== 'below') return said;
  const { example, gives = null, least = null } = national;
  const shown = example ? exampleJson(example) : null;
  return {
    ...said,
    gives,
    least,
    leftOut: status === 'below' ? shown : null,
    letIn: status === 'wider' ? shown : null,
  };
}

function exampleJson(example: Example) {
  return example.map((said) => ({
    kind: said.kind,
    about: said.kind === 'people' ? said.told : said.fact,
    answer: said.answer,
    upTo: said.kind === 'people' ? null : (said.upTo ?? null),
  }));
}
