import { type Citation, getCitation } from '@clew/rules';
import type { AssessedCase } from './assess-case.ts';
import { footingOf, footingOfDuty, type Rests } from './footing.ts';
import { isGuidance } from './law-path.ts';
import { apart, type MemoBlock, placeText, strong, text, type Writing } from './memo-parts.ts';

/**
 * Every source that no named person has checked: in our own words those on which something rests that binds, or that would
 * where no State is named; of the others the places, by instrument.
 */
export function sourceBlocks(writing: Writing, readings: readonly AssessedCase[]): MemoBlock[] {
  const { law, words } = writing;
  const refs = new Set(readings.flatMap(({ unchecked }) => unchecked.map(({ ref }) => ref)));
  if (refs.size === 0) return [];
  const carrying = carryingRefs(readings);
  const cites = [...refs].sort().map((ref) => getCitation(law.law, ref));
  const told = cites.filter(({ ref }) => carrying.has(ref));
  const rest = byInstrument(cites.filter(({ ref }) => !carrying.has(ref)));
  return [
    { kind: 'heading', level: 1, text: words.t('memo.sources') },
    text(words.t('law.own-words')),
    {
      kind: 'list',
      items: told.map((cite) => {
        const said = law.article(cite.instrument, cite.anchor);
        return `${placeText(cite, writing)}${said === '' ? '' : `: ${said}`}`;
      }),
    },
    ...(rest.length === 0
      ? []
      : [
          strong(words.t('memo.sources-rest')),
          { kind: 'list', items: rest.map((some) => placesText(some, writing)) } as const,
        ]),
  ];
}

const CARRIES: readonly Rests[] = ['binding', 'no-state'];

/** What the answers that count rest on. */
function carryingRefs(readings: readonly AssessedCase[]): Set<string> {
  return new Set(
    readings.flatMap((assessed) => {
      const { rules, duties } = assessed.assessment;
      const footings = [
        ...Object.values(rules).flatMap((one) => (one.burden === 'yes' ? [footingOf(one, assessed)] : [])),
        ...Object.values(duties).flatMap((one) =>
          one.burden === 'yes' ? [footingOfDuty(one, assessed)] : [],
        ),
      ].filter(({ rests }) => CARRIES.includes(rests));
      return footings.flatMap(({ rests, stands }) =>
        stands
          .filter(({ standing }) => rests === 'no-state' || standing === 'binds')
          .flatMap(({ cites }) => cites.map(({ ref }) => ref)),
      );
    }),
  );
}

function byInstrument(cites: readonly Citation[]): Citation[][] {
  const found = new Map<string, Citation[]>();
  for (const cite of cites) found.set(cite.instrument, [...(found.get(cite.instrument) ?? []), cite]);
  return [...found.values()];
}

function placesText(cites: readonly Citation[], { law, words }: Writing): string {
  const [first] = cites;
  if (first === undefined) return '';
  const instrument = law.law.instruments[first.instrument];
  const key = instrument && isGuidance(instrument) ? 'law.place-paragraph' : 'law.place';
  const places = [...new Set(cites.map(({ paragraph }) => paragraph))].join('; ');
  return `${law.instrument(first.instrument)}, ${words.t(key, { place: apart(places) })}`;
}
