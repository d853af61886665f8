import { boundBy, getCitation } from '@clew/rules';
import { type LawWords, lawWordsIn } from '../../law-words.ts';
import { MARKS_TEXT } from '../../marks-text.ts';
import { reachText } from '../../reform-reach.ts';
import { bothVerdicts } from '../../render-rules-text.ts';
import { resultText, titleOf } from '../../render-tree-text.ts';
import { bold, type Style, spread, wrap } from '../../terminal-text.ts';
import { type AnyResult, type BeforeAfter, citesOfResult, type ProvisionChange } from './before-after.ts';
import type { Limb, LimbChange } from './compare-trees.ts';

type View = { language: string; colour: boolean };
type Drawing = { words: LawWords; style: Style };

/** A case before and after reforms as a person reads it on a terminal: what changes, limb by limb, and what does not. */
export function renderBeforeAfterText(found: readonly BeforeAfter[], title: string, view: View): string {
  const parts = [
    [
      bold(title, view),
      ...wrap('Hypothetical. “After” is what the law would say with reforms that are not law. No decision.'),
      ...wrap(MARKS_TEXT),
    ],
    ...found.flatMap((one) => partsOf(one, { words: lawWordsIn(one.after.law, view.language), style: view })),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

const TITLES: Readonly<Record<ProvisionChange['what'], string>> = {
  answer: 'Answers that change',
  number: 'The same answer, with another number or day',
  new: 'What is new',
  gone: 'What is taken away',
  reason: 'The same answer, for other reasons',
};

function partsOf(found: BeforeAfter, drawing: Drawing): string[][] {
  const { changed, staying } = found;
  const kinds = Object.keys(TITLES) as ProvisionChange['what'][];
  return [
    headLines(found, drawing),
    ...kinds.map((what) => {
      const of = changed.filter((one) => one.what === what);
      return of.length === 0 ? [] : [bold(TITLES[what], drawing.style), ...changesLines(of, drawing)];
    }),
    unmovedLines(found, drawing),
    wrap(
      changed.length === 0
        ? `Nothing changes in this case: all ${staying} rules, duties and numbers stay as they are.`
        : `${staying} other rules, duties and numbers stay as they are.`,
    ),
  ];
}

function headLines({ state, reforms, before }: BeforeAfter, { words, style }: Drawing): string[] {
  const { law } = words;
  const { on } = before.assessment;
  return [
    ...(state === undefined ? [] : [bold(`In ${state}`, style)]),
    ...reforms.flatMap((id) => {
      const overlay = law.overlays[id];
      if (!overlay) return [];
      const reach = reachText(overlay, { law, state, on, nameOf: words.instrument });
      const sources = overlay.cites.map((ref) => words.source(getCitation(law, ref))).join('; ');
      return wrap(`With “${words.reform(id)}” (${id}). ${sources === '' ? '' : `${sources}. `}${reach}`);
    }),
  ];
}

/** What only rests on something that changed, and comes out for other reasons, is named in a line. */
function changesLines(changes: readonly ProvisionChange[], drawing: Drawing): string[] {
  const through = changes.filter(({ isThrough, what }) => isThrough && what === 'reason');
  const ids = through.map(({ id }) => id).join(', ');
  return [
    ...changes.filter((one) => !through.includes(one)).flatMap((one) => changeLines(one, drawing)),
    ...(through.length === 0 ? [] : wrap(`Only through what they rest on: ${ids}.`, 2)),
  ];
}

function changeLines({ id, before, after, limbs, staying, by }: ProvisionChange, drawing: Drawing): string[] {
  const { words, style } = drawing;
  const sources = citesOfResult(after ?? before)
    .map((cite) => words.source(cite))
    .join('; ');
  return [
    ...spread(bold(words.rule(id), style), id, 2),
    ...wrap(`Before: ${sideText(before)}`, 4),
    ...wrap(`After: ${sideText(after)}`, 4),
    ...limbs.flatMap((limb) => limbLines(limb, words)),
    ...wrap(`${stayingText(staying)}Changed by ${names(by, words)}.`, 4),
    ...(sources === '' ? [] : wrap(`${sources}.`, 4)),
  ];
}

function stayingText(staying: number): string {
  if (staying === 0) return '';
  return staying === 1 ? 'One limb stays as before. ' : `${staying} limbs stay as before. `;
}

function names(by: readonly string[], words: LawWords): string {
  return by.map((id) => `“${words.reform(id)}” (${id})`).join(', ');
}

/** A side in words: the verdict on the facts alone and after presumptions, and the number or day. */
function sideText(result: AnyResult | undefined): string {
  if (!result) return 'there is none';
  const verdict = bothVerdicts(result);
  if ('due' in result) {
    const { due } = result;
    if (due.kind === 'date') return `${verdict}, due by ${due.date}`;
    return due.kind === 'open' ? `${verdict}, due ${due.days} days after a day that is not known` : verdict;
  }
  return 'value' in result ? `${verdict}, ${result.value} ${result.unit}` : verdict;
}

function limbLines({ before, after, cites, by }: LimbChange, words: LawWords): string[] {
  const shown = after ?? before;
  if (!shown) return [];
  const sources = cites.map((cite) => words.source(cite)).join('; ');
  const was = before ? limbText(before) : 'not asked for';
  const is = after ? limbText(after) : 'no longer asked for';
  return [
    ...wrap(`- ${limbTitle(shown, words)}`, 4),
    ...wrap(`before: ${was}; after: ${is}`, 8),
    ...wrap([sources, by.length === 0 ? '' : `Changed by ${by.join(', ')}`].filter(Boolean).join('. '), 8),
  ];
}

/** What a limb is about: its label, and whether it stands under “not”, in a presumption or in an exception. */
export function limbTitle({ kind, node, isTurned }: Limb, words: LawWords): string {
  const title = titleOf(node, words) || (words.node(node) ?? '');
  if (kind === 'presumption') return `Presumed where not known, and: ${title}`;
  const turned = isTurned ? `not: ${title}` : title;
  return kind === 'exception' ? `Unless: ${turned}` : turned;
}

const EXCEPTIONS = {
  reached: 'reached',
  'not-reached': 'not reached',
  closed: 'not shown by the State',
  open: 'open',
} as const;

/** What a limb came to. */
export function limbText({ node, used, state }: Limb): string {
  if (used !== undefined) return used ? 'used' : 'not used';
  return state === undefined ? resultText(node) : EXCEPTIONS[state];
}

function unmovedLines({ unmoved, before, after, state }: BeforeAfter, { words, style }: Drawing): string[] {
  if (unmoved.length === 0) return [];
  const { on } = before.assessment;
  const lines = unmoved.flatMap((one) => {
    const overlay = words.law.overlays[one.reform];
    if (one.why === 'no-rule')
      return wrap(`“${words.reform(one.reform)}” changes no rule: ${overlay?.noEffect ?? ''}`, 2);
    const told = one.ids.map((id) => {
      const { rules, duties, values } = after.assessment;
      const result = rules[id] ?? duties[id] ?? values[id];
      return `“${words.rule(id)}” (${id}) is ${result ? bothVerdicts(result) : 'gone'}`;
    });
    const amends = overlay?.amends;
    const bound =
      amends === undefined || state === undefined
        ? undefined
        : boundBy(words.law, amends, { state, on }).verdict;
    const outside = bound === 'no' ? ` ${words.instrument(amends ?? '')} does not bind ${state} either.` : '';
    return wrap(
      `“${words.reform(one.reform)}”: ${told.join('; ')}, before and after, for the same reasons.${outside}`,
      2,
    );
  });
  return [bold('What changes nothing in this case', style), ...lines];
}
