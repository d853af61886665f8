import type { Law, Problem } from '@clew/rules';
import { type ColumnUses, usesOf } from './column-use.ts';
import { startEngine } from './engine.ts';
import type { PopulationFile } from './population-file.ts';
import { limitsOf, type OpenSimulationAsked, problemsOf } from './simulate.ts';
import { readColumns } from './source.ts';

type Looked =
  | { kind: 'looked'; columns: ColumnUses }
  | { kind: 'refused'; problems: readonly Problem[] }
  | { kind: 'stopped' };

type Looking = Pick<OpenSimulationAsked, 'limits' | 'scratch' | 'signal'> & { law: Law };

/** Looks what the columns of a population could be for; no record is read. Closes the file. Throws only on a fault of ours. */
export async function lookAtPopulation(file: PopulationFile, asked: Looking): Promise<Looked> {
  try {
    const engine = await startEngine(file.handle.fd, await limitsOf(asked), asked.scratch);
    const stop = () => void engine.close();
    asked.signal.addEventListener('abort', stop, { once: true });
    try {
      asked.signal.throwIfAborted();
      return { kind: 'looked', columns: usesOf(asked.law, (await readColumns({ engine, file })).found) };
    } finally {
      asked.signal.removeEventListener('abort', stop);
      await engine.close();
    }
  } catch (error) {
    if (asked.signal.aborted) return { kind: 'stopped' };
    const problems = problemsOf(error, file);
    if (!problems) throw error;
    return { kind: 'refused', problems };
  } finally {
    await file.handle.close();
  }
}
