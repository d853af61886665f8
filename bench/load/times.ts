import type { Answered } from './traffic.ts';

/** Count and quantiles of how long answers took, in ms. */
export function timesOf(answered: readonly Pick<Answered, 'ms'>[]) {
  const sorted = answered.map(({ ms }) => ms).sort((one, other) => one - other);
  const at = (share: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]);
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

function round(ms: number | undefined): number {
  if (ms === undefined) throw new Error('Nothing was answered.');
  return Number(ms.toFixed(1));
}
