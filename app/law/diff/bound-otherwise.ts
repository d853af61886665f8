import { boundBy, boundTurns, canonicalJson, type Day, type Law, type Provision } from '@clew/rules';
import { isBoundWithLimit } from '../reservation-words.ts';
import { stretchesOf, stretchText } from './stretches.ts';
import type { Touched } from './touched.ts';

type Laws = { before: Law; after: Law };
type Said = 'yes' | 'limited' | 'no' | 'unknown' | 'guidance' | 'absent';
type Otherwise = { state: string; effect: Touched['effect']; why: string; on: Day };

/**
 * States that an instrument binds otherwise than before: asked of each instrument and each State on every day on which
 * that can turn in either law, and today. States of which the same is to be told stand together.
 */
export function boundOtherwise(laws: Laws, today: Day): Touched[] {
  const { before, after } = laws;
  const ids = [...new Set([...Object.keys(before.instruments), ...Object.keys(after.instruments)])];
  const states = [...new Set([...Object.keys(before.states), ...Object.keys(after.states)])].sort();
  return ids.flatMap((id) => {
    if (isOwnActOfOneOnly(id, laws)) return [];
    const isListSame = listOf(before, id) === listOf(after, id);
    const found = states.flatMap((state) => otherwiseIn(state, { id, laws, today, isListSame }));
    const kinds = [...new Set(found.map(kindOf))];
    return kinds.flatMap((kind) =>
      touchedOf(
        found.filter((one) => kindOf(one) === kind),
        id,
        laws,
      ),
    );
  });
}

function kindOf({ effect, why }: Otherwise): string {
  return `${effect} ${why}`;
}

/** What an instrument and its list say, as one text: where it is the same in both laws only a State's own file can differ. */
function listOf({ instruments, parties }: Law, id: string): string {
  const found = instruments[id];
  const { kind = null, inForce, appliesFrom, state = null } = found ?? {};
  const list = parties[id] ?? null;
  const days = [inForce, appliesFrom].map((day) => day?.value ?? null);
  return canonicalJson({ isThere: found !== undefined, kind, days, state, list });
}

function ownOf({ states }: Law, state: string, id: string): string {
  const entry = states[state];
  const own = entry?.parties.find(({ instrument }) => instrument === id) ?? null;
  const reservations = (entry?.reservations ?? []).filter(({ instrument }) => instrument === id);
  return canonicalJson({ isThere: entry !== undefined, own, reservations });
}

/** A State's act binds it as soon as it is written: what it says is compared where it says it. */
function isOwnActOfOneOnly(id: string, { before, after }: Laws): boolean {
  const [was, is] = [before.instruments[id], after.instruments[id]];
  return (!was || !is) && (was ?? is)?.kind === 'national';
}

type Asked = { id: string; laws: Laws; today: Day; isListSame: boolean };

function otherwiseIn(state: string, { id, laws, today, isListSame }: Asked): Otherwise[] {
  const { before, after } = laws;
  if (isListSame && ownOf(before, state, id) === ownOf(after, state, id)) return [];
  const at = { state, instrument: id };
  const days = [...boundTurns(before, id, state), ...boundTurns(after, id, state), today];
  const moves = stretchesOf(days, (on) => ({
    was: saidIn(before, { ...at, on }),
    is: saidIn(after, { ...at, on }),
  })).filter(({ what: { was, is } }) => isMove(was, is));
  const [first] = moves;
  if (!first) return [];
  const why = moves
    .map((move) => `was ${BOUND[move.what.was]} and is ${BOUND[move.what.is]} ${stretchText(move)}`)
    .join('; ');
  const isLost = moves.some(({ what }) => binds(what.was) > binds(what.is));
  const isWon = moves.some(({ what }) => binds(what.is) > binds(what.was));
  const effect = isLost && isWon ? 'both' : isLost ? 'narrower' : isWon ? 'wider' : 'may';
  return [{ state, effect, why, on: first.from ?? first.to ?? today }];
}

/** Of an instrument that only one of the laws holds, only whom it binds is told. */
function isMove(was: Said, is: Said): boolean {
  if (was === is) return false;
  return (was !== 'absent' && is !== 'absent') || binds(was) > 0 || binds(is) > 0;
}

/** How much a treaty surely asks of a State: all, what it did not take away itself, or nothing that is known. */
function binds(said: Said): number {
  if (said === 'yes') return 2;
  return said === 'limited' ? 1 : 0;
}

function saidIn(law: Law, { state, instrument, on }: { state: string; instrument: string; on: Day }): Said {
  const found = law.instruments[instrument];
  if (!found) return 'absent';
  if (found.kind === 'guidance') return 'guidance';
  const bound = boundBy(law, instrument, { state, on });
  return isBoundWithLimit(bound) ? 'limited' : bound.verdict;
}

const MOST_STATES = 12;

function touchedOf(alike: readonly Otherwise[], id: string, { before, after }: Laws): Touched[] {
  const [first] = alike;
  if (!first) return [];
  const names = alike.map(({ state }) => after.states[state]?.name ?? before.states[state]?.name ?? state);
  const more = names.length - MOST_STATES;
  const who = `${names.slice(0, MOST_STATES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const resting = [...new Set([...restingOn(before, id), ...restingOn(after, id)])];
  const rests =
    resting.length === 0
      ? ''
      : ` ${resting.length} rest on it: ${resting.slice(0, MOST_STATES).join(', ')}${resting.length > MOST_STATES ? '…' : ''}.`;
  return [
    {
      ...{ id, label: after.instruments[id]?.short ?? before.instruments[id]?.short ?? id },
      ...{ kind: 'instrument', protects: true, effect: first.effect, on: first.on },
      states: alike.map(({ state }) => state),
      why: `Whether it binds ${who} ${first.why}.${rests}`,
    },
  ];
}

function restingOn({ rules, duties, values }: Law, instrument: string): string[] {
  return [rules, duties, values].flatMap((part) =>
    (Object.values(part) as Provision[])
      .filter(({ cites }) => cites.some((cite) => cite.split('#')[0] === instrument))
      .map(({ id }) => id),
  );
}

const BOUND: Readonly<Record<Said, string>> = {
  yes: 'yes',
  limited: 'yes with a limit of its own',
  no: 'no',
  unknown: 'not known',
  guidance: 'a matter of guidance',
  absent: 'not in the law',
};
