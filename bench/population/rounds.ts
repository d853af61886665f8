import { type CompiledLaw, type PopulationCounts, readCounts, type SqlQuery } from '@clew/rules';
import { spread } from '../frame/bench.ts';
import { RULES } from './law-text.ts';

/** How long work takes, in seconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

export type Rounds<T> = { seconds: ReturnType<typeof spread>; cpuSeconds: number; last: T };

/** Repeats work: the time it took by the clock, and the least that the processor worked, which others cannot lengthen. */
export async function rounds<T>(count: number, work: () => Promise<T>): Promise<Rounds<T>> {
  let last = await work();
  const seconds: number[] = [];
  const worked: number[] = [];
  for (let round = 0; round < count; round++) {
    const before = process.cpuUsage();
    seconds.push(
      await timed(async () => {
        last = await work();
      }),
    );
    const { user, system } = process.cpuUsage(before);
    worked.push((user + system) / 1e6);
  }
  return { seconds: spread(seconds), cpuSeconds: Math.min(...worked), last };
}

/** What a counting statement of a compiled law says. */
export async function counted<W extends 'strict' | 'burden'>(
  query: SqlQuery,
  compiled: CompiledLaw<W>,
  sql: string,
): Promise<PopulationCounts<W>> {
  const [row = {}] = await query(sql);
  return readCounts(compiled, row);
}

/** Evaluations a second: one is one rule under one law for one record, with its yes and no counted. */
export function rate(seconds: number, { count, laws }: { count: number; laws: number }): number {
  return Math.round((count * RULES * laws) / seconds);
}
