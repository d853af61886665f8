import { z } from 'zod';

// What is carried are ids alone: a queue is read by whoever looks after the node, and stays in its dead rows for a while.

const AlarmTell = z.strictObject({ kind: z.literal('alarm.tell'), agencyId: z.uuid(), deliveryId: z.uuid() });

const EventTell = z.strictObject({ kind: z.literal('event.tell'), agencyId: z.uuid(), deliveryId: z.uuid() });

const PopulationCount = z.strictObject({
  kind: z.literal('population.count'),
  agencyId: z.uuid(),
  runId: z.uuid(),
});

/** Everything that is done later, by ids: whose it is, and what it is done to. What is needed beside is read when it is done. */
export const Job = z.discriminatedUnion('kind', [AlarmTell, EventTell, PopulationCount]);
export type Job = z.infer<typeof Job>;
export type JobKind = Job['kind'];

/**
 * Where jobs wait. What takes minutes is given a line of its own: what takes seconds must not wait for it. Nor does an alarm wait behind
 * what programs are told.
 */
export const JOB_LINES = ['soon', 'events', 'long'] as const;
export type JobLine = (typeof JOB_LINES)[number];

/** The line in which each kind waits. */
export const LINE_OF: Readonly<Record<JobKind, JobLine>> = {
  'alarm.tell': 'soon',
  'event.tell': 'events',
  'population.count': 'long',
};

/**
 * So many jobs of a line at once. Nearly all that is done soon waits for somebody's answer; what takes long takes a core and a
 * good part of the memory.
 */
export const MOST_AT_ONCE: Readonly<Record<JobLine, number>> = { soon: 64, events: 64, long: 1 };

/** Why a job did not end well: a word of a closed list, so that nothing of what it was about is kept with it. */
const JOB_FAILURES = ['lost', 'fault', 'unreadable', 'store', 'unreached', 'no-key'] as const;
export type JobFailure = (typeof JOB_FAILURES)[number];
