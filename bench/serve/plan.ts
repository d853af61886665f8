import { drawFrom } from '../frame/draw.ts';
import type { Filled } from '../load/fill.ts';
import type { Asked } from '../load/traffic.ts';

export type Serving = {
  sessions: readonly (Filled['sessions'][number] & { owned: readonly string[] })[];
  seed: number;
  seconds: number;
  everyMs: number;
};

/** How finely times are drawn. */
const GRAINS = 2 ** 30;
/** What case workers do: they look at their list, open a person's file or what was told, and write something down. */
const SHARES = { list: 0.4, file: 0.2, part: 0.2 } as const;

/**
 * Everybody acts every `everyMs` on average, independently of each other and of what was answered: the pauses are exponential, as those
 * of many people together are. The same seed gives the same plan.
 */
export function makePlan({ sessions, seed, seconds, everyMs }: Serving): Asked[] {
  const draw = drawFrom(seed);
  const random = () => draw.below(GRAINS) / GRAINS;
  const pause = () => -Math.log(1 - random()) * everyMs;
  const plan: Asked[] = [];
  for (const session of sessions)
    for (let at = pause(); at < seconds * 1_000; at += pause()) plan.push({ at, ...actOf(session, random) });
  return plan.sort((one, other) => one.at - other.at);
}

function actOf({ cookie, token, owned }: Serving['sessions'][number], random: () => number) {
  const page = { what: 'page' as const, cookie };
  const drawn = random();
  const fileId = owned[Math.floor(random() * owned.length)] ?? '';
  const path = `/en/desk/files/${fileId}`;
  if (drawn < SHARES.list) return { ...page, kind: 'list', path: '/en/desk/files' };
  if (drawn < SHARES.list + SHARES.file) return { ...page, kind: 'open', path };
  const form = { 'form-token': token };
  if (drawn < SHARES.list + SHARES.file + SHARES.part)
    return { ...page, kind: 'open', path: `${path}/reveal`, form: { ...form, open: 'narrative' } };
  return { ...page, kind: 'save', ...saving(fileId, token, 'What was told at the next talk. '.repeat(8)) };
}

/** The form by which something that was told is written down. */
export function saving(fileId: string, token: string, words: string) {
  const weighed = { source: 'person', certainty: 'certain' };
  const form = { 'form-token': token, what: 'narrative told', words, ...weighed };
  return { path: `/en/desk/files/${fileId}/write`, form };
}
