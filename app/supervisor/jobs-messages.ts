import { z } from 'zod';

/** What the supervisor tells the process for jobs before anything else; never by environment or command line. */
export const JobsConfiguration = z.object({
  kind: z.literal('configure'),
  databaseUrl: z.string(),
  demo: z.boolean(),
  /** Opens where alarms go; in this process and the supervisor alone. */
  channelIdentity: z.string(),
  /** Opens populations that wait to be counted: in memory alone, and another at the next start. */
  populationIdentity: z.string(),
  /** A folder of this start alone, for what a count needs in plain while it runs. */
  scratch: z.string(),
  /** Networks inside which alarms may go, as the operator allowed them; empty for none. */
  outgoingNetworks: z.string(),
});
export type JobsConfiguration = z.infer<typeof JobsConfiguration>;

/** From the supervisor to the process for jobs. */
export const ToJobs = z.discriminatedUnion('kind', [
  JobsConfiguration,
  z.object({ kind: z.literal('stop') }),
]);
export type ToJobs = z.infer<typeof ToJobs>;

/** From the process for jobs to the supervisor: why an agency's receiver was not reached, and not whose. */
export const FromJobs = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unreached'), why: z.enum(['guarded', 'unreached', 'too-slow']) }),
]);
export type FromJobs = z.infer<typeof FromJobs>;
