export type { ColumnUse, ColumnUses } from './column-use.ts';
export { type SimulateOptions, simulateCommand } from './command.ts';
export { Entry, type Journal } from './journal.ts';
export { lookAtPopulation } from './look.ts';
export { inspectPopulation, type PopulationFile } from './population-file.ts';
export { isMove, type ReformResult, SimulationResult } from './result.ts';
export {
  type Journals,
  type OpenSimulationAsked,
  type Simulated,
  type SimulationAsked,
  simulate,
  simulateOpen,
} from './simulate.ts';
