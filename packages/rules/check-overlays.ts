import type { Law, Operation, Overlay } from './law.ts';
import { applyOverlay, beforeOf, type Changeable, checkChanged, isNamed, nameOf } from './overlay.ts';
import { didYouMean, type Problem } from './problem.ts';
import { limbOf } from './read-blocks.ts';

type Whole = Changeable & { facts: Law['facts']; overlays: Law['overlays'] };

/**
 * Everything that can be wrong with overlays once their own references are known: a target that is not there, an order
 * that is not stated or goes in a circle, and a law that one of them would break. With `only`, what is wrong with those
 * alone and between them and the others; the others were checked before.
 */
export function checkOverlays(law: Whole, only: readonly string[] = Object.keys(law.overlays)): Problem[] {
  const overlays = Object.values(law.overlays).filter(({ id }) => only.includes(id));
  const problems = [
    ...overlays.flatMap((overlay) =>
      overlay.ops.flatMap((operation) => checkTarget(operation, overlay, law)),
    ),
    ...overlays.flatMap((overlay) => checkAfter(overlay, law.overlays)),
  ];
  if (problems.length > 0) return problems;
  return [...checkConflicts(law.overlays), ...overlays.flatMap((overlay) => checkApplied(overlay, law))];
}

/** What an overlay would amend is an instrument of the law, and its code is nobody else's. */
export function checkAmended({ overlays, instruments }: Pick<Law, 'overlays' | 'instruments'>): Problem[] {
  const list = Object.values(overlays);
  const doubled = list.flatMap(({ id, code, place }, index): Problem[] => {
    const first = code !== undefined && list.slice(0, index).find((other) => other.code === code);
    if (!first) return [];
    const message = `“${id}” has the code ${code}, which is that of “${first.id}”. Give it another.`;
    return [{ code: 'duplicate-id', ...place, message }];
  });
  const unknown = list.flatMap(({ id, amends, place }): Problem[] => {
    if (amends === undefined || instruments[amends]) return [];
    const near = didYouMean(amends, Object.keys(instruments));
    const message = `“${id}” amends “${amends}”, but no instrument has that id.${near}`;
    return [{ code: 'unknown-article', ...place, message }];
  });
  return [...doubled, ...unknown];
}

function checkTarget(operation: Operation, { id, place }: Overlay, law: Whole): Problem[] {
  const { op, target } = operation;
  // What is new is nothing else: reading refuses an id that stands twice.
  if (op === 'add-duty') return [];
  const known = [law.rules, law.duties, law.values].flatMap((kind) => Object.keys(kind));
  if (!known.includes(target)) {
    const message = `“${id}” changes “${target}”, but no rule, duty or value has that id.${didYouMean(target, known)}`;
    return [{ code: 'unknown-rule', ...place, message }];
  }
  const isValue = law.values[target] !== undefined;
  if (op === 'set-value' && !isValue) {
    const message = `“${id}” sets the number of “${target}”, which has none. Name a value.`;
    return [{ code: 'wrong-type', ...place, message }];
  }
  if (op !== 'drop-exception' && op !== 'change-burden') return [];
  const exceptions = law.rules[target]?.exceptions ?? [];
  if (exceptions.some((exception) => isNamed(exception, operation))) return [];
  const names = exceptions.map(({ limb }) => nameOf(limb)).join(', ');
  const message = `“${id}” changes an exception “${operation.exception}” of “${target}”, which has ${names === '' ? 'none' : `only ${names}`}.`;
  return [{ code: 'unknown-exception', ...place, message }];
}

function checkAfter({ id, after, place }: Overlay, overlays: Law['overlays']): Problem[] {
  const known = Object.keys(overlays);
  const missing = after
    .filter((other) => !known.includes(other))
    .map((other): Problem => {
      const message = `“${id}” comes after “${other}”, but no overlay has that id.${didYouMean(other, known)}`;
      return { code: 'unknown-overlay', ...place, message };
    });
  if (missing.length > 0 || !beforeOf(overlays, id).has(id)) return missing;
  const message = `“${id}” comes after itself, by what “after” says of the overlays. Take one “after” out.`;
  return [{ code: 'overlay-order', ...place, message }];
}

/** Two overlays that touch one node give two laws, by which comes first. */
function checkConflicts(overlays: Law['overlays']): Problem[] {
  const list = Object.values(overlays);
  return list.flatMap((first, index) =>
    list.slice(index + 1).flatMap((second): Problem[] => {
      if (beforeOf(overlays, first.id).has(second.id) || beforeOf(overlays, second.id).has(first.id))
        return [];
      const shared = first.ops.find((one) => second.ops.some((other) => isSameNode(one, other)));
      if (!shared) return [];
      const message = `“${first.id}” and “${second.id}” both change “${shared.target}”, and nothing says which comes first. Write “after: ${first.id}” into “${second.id}”, or the other way round.`;
      return [{ code: 'overlay-conflict', ...second.place, message }];
    }),
  );
}

function isSameNode(one: Operation, other: Operation): boolean {
  if (one.target !== other.target) return false;
  return one.op === 'repeal' || other.op === 'repeal' || partOf(one) === partOf(other);
}

function partOf(operation: Operation): string {
  if (operation.op === 'set-value') return 'number';
  return 'exception' in operation ? `exception ${nameOf(limbOf({ is: operation.exception }))}` : 'limb';
}

function checkApplied(overlay: Overlay, law: Whole): Problem[] {
  return checkChanged(applyOverlay(law, overlay), law.facts).map((problem) => ({
    ...problem,
    ...overlay.place,
    message: `With “${overlay.id}”: ${problem.message}`,
  }));
}
