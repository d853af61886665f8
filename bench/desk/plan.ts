import { nameOfPerson } from '../../app/desk/testing/index.ts';
import { drawFrom } from '../frame/draw.ts';
import type { Filled } from '../load/fill.ts';
import type { Asked } from '../load/traffic.ts';

export type PlanOf = Pick<Filled, 'sessions' | 'comers'> & {
  seed: number;
  seconds: number;
  everyMs: number;
  signInsASecond: number;
};

/** How finely times are drawn. */
const GRAINS = 2 ** 30;
/** How long somebody types a name, a passphrase and a code. */
const TYPING_MS = 3_000;

/** How often each page is opened by somebody who works with files. */
const PAGES = [
  ['start', 0.2],
  ['files', 0.25],
  ['file', 0.3],
  ['part', 0.15],
  ['search', 0.1],
] as const;

/**
 * Everybody opens a page every `everyMs` on average, independently of each other and of what was answered: the pauses are
 * exponential, as those of many people together are. Auditors open the journal. The same seed gives the same plan.
 */
export function makePlan({ sessions, comers, seed, seconds, everyMs, signInsASecond }: PlanOf): Asked[] {
  const draw = drawFrom(seed);
  const random = () => draw.below(GRAINS) / GRAINS;
  const pause = (mean: number) => -Math.log(1 - random()) * mean;
  const plan: Asked[] = [];
  for (const session of sessions) {
    for (let at = pause(everyMs); at < seconds * 1000; at += pause(everyMs))
      plan.push({ at, ...pageOf(session, random) });
  }
  let next = 0;
  for (let at = pause(1000 / signInsASecond); at < seconds * 1000; at += pause(1000 / signInsASecond)) {
    const comer = comers[next];
    next += 1;
    if (!comer) throw new Error('Fewer are there to sign in than should come. Make more.');
    const { signInName, codeSecret } = comer;
    plan.push({
      at: Math.max(0, at - TYPING_MS),
      kind: 'sign-in-page',
      what: 'page',
      path: '/en/desk/sign-in',
    });
    plan.push({ at, kind: 'sign-in', what: 'sign-in', signInName, codeSecret });
  }
  return plan.sort((one, other) => one.at - other.at);
}

function pageOf({ worker, cookie, token, files }: Filled['sessions'][number], random: () => number) {
  const page = { what: 'page' as const, cookie };
  const shown = drawKind(random());
  if (worker.role === 'auditor')
    return { ...page, ...(shown === 'start' ? PLAIN.start : { kind: 'journal', path: '/en/desk/journal' }) };
  if (shown === 'start' || shown === 'files') return { ...page, ...PLAIN[shown] };
  const fileId = files[Math.floor(random() * files.length)] ?? '';
  const path = `/en/desk/files/${fileId}`;
  if (shown === 'file' || fileId === '') return { ...page, kind: 'file', path };
  const form = { 'form-token': token };
  if (shown === 'part')
    return { ...page, kind: 'part', path: `${path}/reveal`, form: { ...form, open: 'narrative' } };
  const name = nameOfPerson(Math.floor(random() * 100));
  return { ...page, kind: 'search', path: '/en/desk/files/find', form: { ...form, name } };
}

const PLAIN = {
  start: { kind: 'start', path: '/en/desk' },
  files: { kind: 'files', path: '/en/desk/files' },
} as const;

function drawKind(drawn: number): (typeof PAGES)[number][0] {
  let sum = 0;
  for (const [kind, share] of PAGES) {
    sum += share;
    if (drawn < sum) return kind;
  }
  return 'start';
}
