import type { Place } from './problem.ts';
import { verifiedOf } from './read-blocks.ts';
import type {
  ContradictingBlock,
  LookBlock,
  MissingBlock,
  ReservationBlock,
  SeenBlock,
  StateBlock,
} from './schema-state.ts';
import type { ContradictingLaw, Look, MissingLaw, Reservation, SeenLaw, StateEntry } from './state-law.ts';

type PlaceOf = (path: readonly PropertyKey[]) => Place;

/**
 * What is known of a State's own law as far as somebody saw, what was looked for in its law and not found, what
 * contradicts itself there, and what it said of treaties.
 */
export function readSaid(
  { seen = [], missing = [], contradicting = [], reservations = [], looked = [] }: StateBlock,
  placeOf: PlaceOf,
): Pick<StateEntry, 'seen' | 'missing' | 'contradicting' | 'reservations' | 'looked'> {
  return {
    seen: seen.map((block, index) => seenOf(block, placeOf(['seen', index]))),
    missing: missing.map((block, index) => missingOf(block, placeOf(['missing', index]))),
    contradicting: contradicting.map((block, index) =>
      contradictingOf(block, placeOf(['contradicting', index])),
    ),
    reservations: reservations.map((block, index) => reservationOf(block, placeOf(['reservations', index]))),
    looked: looked.map((block, index) => lookOf(block, placeOf(['looked', index]))),
  };
}

function seenOf(block: SeenBlock, place: Place): SeenLaw {
  const { of, text, divergence, forms, cite = [], from, until, as_of, ...verification } = block;
  return {
    of,
    text,
    ...(divergence === undefined ? {} : { divergence }),
    ...(forms === undefined ? {} : { forms }),
    cites: cite,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    asOf: as_of,
    ...verifiedOf(verification),
    place,
  };
}

function missingOf({ of, text, from, as_of, ...verification }: MissingBlock, place: Place): MissingLaw {
  return {
    of,
    text,
    ...(from === undefined ? {} : { from }),
    asOf: as_of,
    ...verifiedOf(verification),
    place,
  };
}

function contradictingOf(block: ContradictingBlock, place: Place): ContradictingLaw {
  const { of, older, newer, text, as_of, ...verification } = block;
  return {
    of,
    older: { text: older.text, cites: older.cite ?? [] },
    newer: { text: newer.text, cites: newer.cite ?? [] },
    text,
    asOf: as_of,
    ...verifiedOf(verification),
    place,
  };
}

function reservationOf(block: ReservationBlock, place: Place): Reservation {
  const { instrument, kind, article = [], text, from, until, gone_by, as_of, ...verification } = block;
  return {
    instrument,
    kind,
    articles: article,
    text,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(gone_by === undefined ? {} : { goneBy: gone_by }),
    asOf: as_of,
    ...verifiedOf(verification),
    place,
  };
}

function lookOf({ instrument, as_of, ...verification }: LookBlock, place: Place): Look {
  return { instrument, asOf: as_of, ...verifiedOf(verification), place };
}
