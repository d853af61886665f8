export {
  type CrashFindings,
  type CrashRounds,
  type CrashWorld,
  everyPage,
  openCrashWorld,
  runCrashRounds,
} from './crash-rounds.ts';
export { VICTIMS, type Victim } from './node-to-kill.ts';
export { WITHOUT_WRITER, WRITERS } from './writers.ts';
