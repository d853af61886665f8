export { type CrashFindings, type CrashRounds, everyPage, runCrashRounds } from './crash-rounds.ts';
export { VICTIMS, type Victim } from './node-to-kill.ts';
export { WITHOUT_WRITER, WRITERS } from './writers.ts';
