import { deepFreeze } from './canonical.ts';
import { checkCycles, checkNeverReads, provisionsOf } from './check-law.ts';
import type { Duty, Exception, Law, Limb, Operation, Overlay, Provision, Reading, Rule } from './law.ts';
import { recordOf } from './law.ts';
import { didYouMean, type Problem } from './problem.ts';
import { limbOf } from './read-blocks.ts';

/** The part of a law that overlays change. */
export type Changeable = Pick<Law, 'rules' | 'duties' | 'values'>;

export type Reformed = { ok: true; law: Law } | { ok: false; problems: Problem[] };

/**
 * The law with overlays applied in the order in which they are named. What an overlay changed carries its id. Refused,
 * with problems whose file is “overlays”: an id that the law has not, one named twice, an order against what an overlay
 * states, and overlays that only together make a circle or break a `never_reads`. The hash stays that of the law as it
 * was read; `reforms` says what was applied.
 */
export function withOverlays(law: Law, ids: readonly string[]): Reformed {
  const problems = checkNamed(law, ids);
  if (problems.length > 0) return { ok: false, problems };
  const overlays = ids.flatMap((id) => law.overlays[id] ?? []);
  const changed = overlays.reduce<Changeable>(applyOverlay, law);
  const together = overlays.length > 1 ? checkChanged(changed, law.facts) : [];
  if (together.length > 0) {
    const names = ids.join(', ');
    return { ok: false, problems: together.map((problem) => toldOf(problem, `${names} together`)) };
  }
  return { ok: true, law: deepFreeze({ ...law, ...changed, reforms: [...law.reforms, ...ids] }) };
}

/** The id of the overlay that is called so, by its id or its code, in capitals or not; nothing where none is. */
export function overlayNamed({ overlays }: Pick<Law, 'overlays'>, name: string): string | undefined {
  if (overlays[name]) return name;
  return Object.values(overlays).find(({ code }) => code === name.toUpperCase())?.id;
}

/** The ways in which a changed law must not come out. */
export function checkChanged({ rules, duties, values }: Changeable, facts: Law['facts']): Problem[] {
  const circles = checkCycles(rules);
  // A circle cannot be walked through.
  if (circles.length > 0) return circles;
  return checkNeverReads(provisionsOf({ rules, duties, values }), { rules, facts });
}

function toldOf(problem: Problem, who: string): Problem {
  return { ...problem, file: 'overlays', line: 1, message: `With ${who}: ${problem.message}` };
}

function checkNamed(law: Law, ids: readonly string[]): Problem[] {
  const at = { file: 'overlays', line: 1 };
  const known = Object.keys(law.overlays);
  return ids.flatMap((id, index): Problem[] => {
    const overlay = law.overlays[id];
    if (!overlay) {
      const message = `No reform is called “${id.slice(0, 80)}”.${didYouMean(id, known)} There are: ${known.slice(0, 30).join(', ')}.`;
      return [{ code: 'unknown-overlay', ...at, message }];
    }
    if (ids.indexOf(id) < index || law.reforms.includes(id)) {
      return [{ code: 'overlay-order', ...at, message: `“${id}” is named twice. Name it once.` }];
    }
    const before = [...beforeOf(law.overlays, id)].filter((other) => ids.indexOf(other) > index);
    return before.map((other) => ({
      code: 'overlay-order',
      ...at,
      message: `“${id}” comes after “${other}”. Name “${other}” first.`,
    }));
  });
}

/** Every overlay that an overlay comes after, directly or through others. */
export function beforeOf(overlays: Law['overlays'], id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [id];
  // A list, not a recursion: thousands that come after one another must not end the process.
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const before of overlays[name]?.after ?? []) {
      if (found.has(before)) continue;
      found.add(before);
      open.push(before);
    }
  }
  return found;
}

/** All overlays, each after those that it says it comes after, otherwise as written: an order for any choice of them. */
export function inOrder(overlays: Law['overlays']): Overlay[] {
  const done = new Set<string>();
  const begun = new Set<string>();
  // A list, not a recursion, as above. What is found again once all before it is done comes next.
  const open = Object.keys(overlays).reverse();
  for (let id = open.at(-1); id !== undefined; id = open.at(-1)) {
    const before = begun.has(id) ? [] : (overlays[id]?.after ?? []).filter((other) => !done.has(other));
    begun.add(id);
    if (before.length > 0) {
      open.push(...[...before].reverse());
      continue;
    }
    open.pop();
    done.add(id);
  }
  return [...done].flatMap((id) => overlays[id] ?? []);
}

/** The law's rules, duties and values after one overlay. */
export function applyOverlay(law: Changeable, overlay: Overlay): Changeable {
  return overlay.ops.reduce((changed, operation) => applyOperation(changed, operation, overlay), law);
}

/** The duties that overlays bring in, each as it stands in the law once its overlay is applied. */
export function addedDuties(overlays: readonly Overlay[]): Duty[] {
  return overlays.flatMap((overlay) =>
    overlay.ops.flatMap((operation) => (operation.op === 'add-duty' ? [addedDuty(operation, overlay)] : [])),
  );
}

function addedDuty(operation: Operation & { op: 'add-duty' }, { id, source, place }: Overlay): Duty {
  const { target, duty, limb } = operation;
  const open = { neverWith: [], neverReads: [], checkedBy: [] };
  return { id: target, ...duty, limb: { ...limb, overlay: id }, ...open, overlays: [id], source, place };
}

function applyOperation(law: Changeable, operation: Operation, overlay: Overlay): Changeable {
  const { target } = operation;
  const by = overlay.id;
  if (operation.op === 'add-duty') {
    const duty = addedDuty(operation, overlay);
    return { ...law, duties: recordOf([...Object.entries(law.duties), [target, duty]]) };
  }
  const rule = law.rules[target];
  if (rule) {
    const changed = changedRule(rule, operation, by);
    return { ...law, rules: replaced(law.rules, withReadings(changed, operation, by)) };
  }
  const duty = law.duties[target];
  const value = law.values[target];
  if (operation.op === 'repeal') {
    return { ...law, duties: without(law.duties, target), values: without(law.values, target) };
  }
  if (duty) return { ...law, duties: replaced(law.duties, changedLimb(duty, operation, by)) };
  if (!value) return law;
  if (operation.op !== 'set-value') {
    return { ...law, values: replaced(law.values, changedLimb(value, operation, by)) };
  }
  // A treaty that gives more allows no less: the floor rises with the number.
  const { floor, ...rest } = { ...value, value: operation.value };
  const set = floor === undefined ? rest : { ...rest, floor: operation.value };
  return { ...law, values: replaced(law.values, markedBy(set, by)) };
}

function replaced<T extends { id: string }>(
  record: Readonly<Record<string, T>>,
  changed: T,
): Readonly<Record<string, T>> {
  return recordOf(Object.entries(record).map(([id, old]) => [id, id === changed.id ? changed : old]));
}

function without<T>(record: Readonly<Record<string, T>>, id: string): Readonly<Record<string, T>> {
  return recordOf(Object.entries(record).filter(([key]) => key !== id));
}

function markedBy<T extends Provision>(provision: T, by: string): T {
  return { ...provision, overlays: [...new Set([...(provision.overlays ?? []), by])] };
}

/** A reform of a rule is one of how each State reads it, too: then it is the same whichever is looked up first. */
function withReadings(rule: Rule, operation: Operation, by: string): Rule {
  if (!rule.variants) return rule;
  const changed = ({ limb, exceptions, ...span }: Reading): Reading => {
    const { variants: _, ...bare } = rule;
    const after = changedRule({ ...bare, limb, exceptions }, operation, by);
    return { ...span, limb: after.limb, exceptions: after.exceptions };
  };
  const variants = Object.entries(rule.variants).map(([state, list]): [string, readonly Reading[]] => [
    state,
    list.map(changed),
  ]);
  return { ...rule, variants: recordOf(variants) };
}

function changedRule(rule: Rule, operation: Operation, by: string): Rule {
  const { exceptions } = rule;
  switch (operation.op) {
    case 'drop-exception':
      return markedBy({ ...rule, exceptions: exceptions.filter((part) => !isNamed(part, operation)) }, by);
    case 'change-burden': {
      const { burden } = operation;
      const shifted = exceptions.map((part) =>
        isNamed(part, operation) ? { burden, limb: { ...part.limb, overlay: by } } : part,
      );
      return markedBy({ ...rule, exceptions: shifted }, by);
    }
    case 'repeal': {
      const { presume: _, ...rest } = rule;
      // One of nothing is never met: what is repealed gives nobody anything, whatever is answered.
      const never: Limb = { kind: 'any', limbs: [], cites: [], overlay: by };
      const { variants: __, ...bare } = rest;
      return markedBy({ ...bare, limb: never, exceptions: [] }, by);
    }
    default:
      return changedLimb(rule, operation, by);
  }
}

function changedLimb<T extends Provision>(provision: T, operation: Operation, by: string): T {
  const { limb } = provision;
  if (operation.op === 'replace')
    return markedBy({ ...provision, limb: { ...operation.limb, overlay: by } }, by);
  if (operation.op !== 'add-any' && operation.op !== 'add-all') return provision;
  const kind = operation.op === 'add-any' ? 'any' : 'all';
  const added: Limb = { ...operation.limb, overlay: by };
  const isOpenList = limb.kind === kind && limb.cites.length === 0 && limb.label === undefined;
  const joined: Limb = isOpenList
    ? { ...limb, limbs: [...limb.limbs, added] }
    : { kind, limbs: [limb, added], cites: [], overlay: by };
  return markedBy({ ...provision, limb: joined }, by);
}

/** Whether an exception is the one that is named, as it is written in the rule. */
export function isNamed({ limb }: Exception, { exception }: { exception: string }): boolean {
  return nameOf(limb) === nameOf(limbOf({ is: exception }));
}

/** A leaf as it is written: a fact, a rule or a comparison. */
export function nameOf(limb: Limb): string {
  if (limb.kind === 'fact') return limb.fact;
  if (limb.kind === 'rule') return limb.rule;
  if (limb.kind !== 'compare' && limb.kind !== 'years') return '';
  const since = limb.kind === 'years' ? 'years since ' : '';
  return `${since}${limb.fact} ${limb.comparison} ${limb.bound}`;
}
