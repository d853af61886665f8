export { type SimulateOptions, type SimulateOutput, simulateCommand } from './command.ts';
export { isMove, type ReformResult, SimulationResult } from './result.ts';
export { type Simulated, type SimulationAsked, simulate } from './simulate.ts';
