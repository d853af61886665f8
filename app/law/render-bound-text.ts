import { type Bound, type DutyResult, type Law, whyBound } from '@clew/rules';
import type { AssessedCase } from './assess-case.ts';
import { customText, isCustomSaidOf } from './custom.ts';
import type { LawWords } from './law-words.ts';
import type { Drawing } from './render-rules-text.ts';
import { limitTexts } from './reservation-words.ts';
import { wrap } from './terminal-text.ts';
import { UNLOOKED_TEXT } from './unlooked.ts';

/**
 * What is to be told of what binds the State beside a duty: why it is not known, that nobody looked at what the State said of
 * what does, and that it is said to be custom where no treaty is known to.
 */
export function boundWords(duty: DutyResult, assessed: AssessedCase, words: LawWords): string[] {
  const { state } = assessed.assessment;
  const isCustomSaid =
    state !== undefined && isCustomSaidOf(duty.cites, { law: assessed.law, bound: duty.bound });
  return [...boundText(duty, assessed, words), ...(isCustomSaid ? [customText(state)] : [])];
}

function boundText(
  { bound, burden }: DutyResult,
  { law, assessment: { state } }: AssessedCase,
  words: LawWords,
): string[] {
  if (!bound) return [];
  if (bound.verdict === 'yes') return bound.unlooked ? [`${state}: ${UNLOOKED_TEXT}.`] : [];
  if (bound.verdict === 'no') return [`${state} is not bound by this.`];
  const limits = limitTexts(bound.by, state ?? '');
  if (limits.length > 0) return limits;
  const reasons = [...new Set(openBounds(bound).map((one) => openText(one, law, words)))].join('; ');
  // Under its heading it is said already that it is not known whether the State is bound.
  return [
    burden === 'yes'
      ? `${reasons[0]?.toUpperCase()}${reasons.slice(1)}.`
      : `Is ${state} bound? Not known: ${reasons}.`,
  ];
}

function openBounds(bound: DutyResult['bound']): Bound[] {
  return (bound?.by ?? []).filter(({ verdict }) => verdict === 'unknown');
}

/** Why it is not known whether a text binds the State. */
function openText(bound: Bound, law: Law, words: LawWords): string {
  switch (whyBound(law, bound)) {
    case 'not-then':
      return `last known not bound by ${words.instrument(bound.instrument)}, ${bound.lastNot}`;
    case 'disputed':
      return `not known after ${bound.asOf}`;
    default:
      return 'no list of parties here';
  }
}

/** Whom to ask for the lists of parties that are not written here. */
export function keeperLines(
  duties: readonly DutyResult[],
  { law }: AssessedCase,
  { words }: Drawing,
): string[] {
  const keepers = new Map<string, string>();
  for (const bound of duties.flatMap((duty) => openBounds(duty.bound))) {
    const keeper = law.instruments[bound.instrument]?.depositary?.value;
    const why = whyBound(law, bound);
    if (keeper !== undefined && why !== 'not-then' && why !== 'disputed')
      keepers.set(words.instrument(bound.instrument), keeper);
  }
  return [...keepers].flatMap(([name, keeper]) => wrap(`${name}: ask ${keeper}.`));
}
