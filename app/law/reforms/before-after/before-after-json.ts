import { type Citation, getCitation } from '@clew/rules';
import { z } from 'zod';
import { lawWordsIn } from '../../law-words.ts';
import { reachText } from '../../reform-reach.ts';
import { type AnyResult, type BeforeAfter, citesOfResult, type ProvisionChange } from './before-after.ts';
import type { Limb, LimbChange } from './compare-trees.ts';
import { limbText, limbTitle } from './render-before-after-text.ts';

const Verdict = z.enum(['yes', 'no', 'unknown']);
const Side = z.strictObject({
  strict: Verdict,
  burden: Verdict,
  /** The last day of a duty, where it is known. */
  due: z.string().nullable(),
  /** The number of a value. */
  number: z.number().nullable(),
});
/** A source, and how far it was checked: `checked` by a named person, else `compared` or `unverified`. */
const Source = z.strictObject({ ref: z.string(), status: z.enum(['checked', 'compared', 'unverified']) });
const LimbSide = z.strictObject({ strict: Verdict, burden: Verdict, said: z.string() });

/** A case before and after reforms, for programs. `version` goes up when a field changes its meaning or goes. */
export type BeforeAfterJson = z.infer<typeof BeforeAfterJson>;
export const BeforeAfterJson = z.strictObject({
  kind: z.literal('clew-before-after'),
  version: z.literal(1),
  notice: z.string(),
  law: z.string(),
  reforms: z.array(
    z.strictObject({
      ...{ id: z.string(), label: z.string(), status: z.enum(['proposal', 'adopted']) },
      sources: z.array(Source),
    }),
  ),
  /** One for each State; one without a State where none is named. */
  states: z.array(
    z.strictObject({
      state: z.string().nullable(),
      on: z.string().nullable(),
      /** Of each reform, whether it could bind the State at all. */
      reach: z.record(z.string(), z.string()),
      changed: z.array(
        z.strictObject({
          kind: z.enum(['rule', 'duty', 'value']),
          id: z.string(),
          label: z.string(),
          what: z.enum(['answer', 'number', 'reason', 'new', 'gone']),
          before: Side.nullable(),
          after: Side.nullable(),
          by: z.array(z.string()),
          sources: z.array(Source),
          /** True where only something that it rests on changed. */
          through: z.boolean(),
          limbs: z.array(
            z.strictObject({
              kind: z.enum(['limb', 'presumption', 'exception']),
              label: z.string(),
              before: LimbSide.nullable(),
              after: LimbSide.nullable(),
              source: z.array(z.string()),
              /** The same, each with how far it was checked. */
              sources: z.array(Source),
              by: z.array(z.string()),
            }),
          ),
          limbsStaying: z.number(),
        }),
      ),
      staying: z.number(),
      unmoved: z.array(
        z.strictObject({ reform: z.string(), why: z.enum(['no-rule', 'same']), ids: z.array(z.string()) }),
      ),
    }),
  ),
});

const NOTICE = 'Hypothetical: what the law would say with reforms that are not law. No decision.';

/** The comparison for programs. Throws where there is none: a case is asked in one State at least, or in none. */
export function beforeAfterJson(found: readonly BeforeAfter[], language = 'en'): BeforeAfterJson {
  const [first] = found;
  if (!first) throw new Error('Nothing was compared.');
  const words = lawWordsIn(first.after.law, language);
  return {
    ...{ kind: 'clew-before-after', version: 1, notice: NOTICE, law: first.before.law.hash },
    reforms: first.reforms.map((id) => ({
      id,
      label: words.reform(id),
      status: first.after.law.overlays[id]?.status ?? 'proposal',
      sources: (first.after.law.overlays[id]?.cites ?? [])
        .map((ref) => getCitation(first.after.law, ref))
        .map(sourceJson),
    })),
    states: found.map((one) => stateJson(one, language)),
  };
}

function stateJson(found: BeforeAfter, language: string): BeforeAfterJson['states'][number] {
  const { state, before, after, reforms, changed, staying, unmoved } = found;
  const words = lawWordsIn(after.law, language);
  const { on } = before.assessment;
  const reach = reforms.flatMap((id) => {
    const overlay = words.law.overlays[id];
    return overlay
      ? [[id, reachText(overlay, { law: words.law, state, on, nameOf: words.instrument })] as const]
      : [];
  });
  const limb = ({ before: was, after: is, cites, by }: LimbChange) => {
    const shown = is ?? was;
    return {
      kind: shown?.kind ?? 'limb',
      label: shown ? limbTitle(shown, words) : '',
      before: limbSide(was),
      after: limbSide(is),
      source: cites.map(({ ref }) => ref),
      sources: cites.map(sourceJson),
      by: [...by],
    };
  };
  const provision = (one: ProvisionChange) => ({
    ...{ kind: one.kind, id: one.id, label: words.rule(one.id), what: one.what },
    ...{ before: sideOf(one.before), after: sideOf(one.after), by: [...one.by], through: one.isThrough },
    sources: citesOfResult(one.after ?? one.before).map(sourceJson),
    ...{ limbs: one.limbs.map(limb), limbsStaying: one.staying },
  });
  return {
    ...{ state: state ?? null, on: on ?? null, reach: Object.fromEntries(reach), staying },
    changed: changed.map(provision),
    unmoved: unmoved.map((one) => ({
      ...{ reform: one.reform, why: one.why },
      ids: one.why === 'same' ? [...one.ids] : [],
    })),
  };
}

function sourceJson({ ref, status }: Citation): z.infer<typeof Source> {
  return { ref, status };
}

function sideOf(result: AnyResult | undefined): z.infer<typeof Side> | null {
  if (!result) return null;
  const { strict, burden } = result;
  const due = 'due' in result && result.due.kind === 'date' ? result.due.date : null;
  return { strict, burden, due, number: 'value' in result ? result.value : null };
}

function limbSide(limb: Limb | undefined): z.infer<typeof LimbSide> | null {
  if (!limb) return null;
  const { strict, burden } = limb.node;
  return { strict, burden, said: limbText(limb) };
}
