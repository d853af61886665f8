import { z } from 'zod';
import { WebMeasures } from './web-measures.ts';

/** What the supervisor tells a web process before anything else. It comes by this channel so that it is in no environment and no command line. */
export const WebConfiguration = z.object({
  kind: z.literal('configure'),
  databaseUrl: z.string(),
  origin: z.string(),
  demo: z.boolean(),
  development: z.boolean(),
  leaveTo: z.string(),
  /** 32 bytes in base64, the same for every web process of one start: what a page carries opens after a replacement too. */
  sealKey: z.base64(),
  /** To whom agencies' channels for alarms are sealed: the process for jobs. */
  channelRecipient: z.string(),
  /** To whom populations are sealed while they wait to be counted: the process for jobs of this start. */
  populationRecipient: z.string(),
  outgoingNetworks: z.string(),
  tls: z.object({ cert: z.string(), key: z.string() }).optional(),
  /** A Unix socket of the web process's own; see web-link. */
  listenPath: z.string(),
  /** After how many idle milliseconds a process that has served something asks to be replaced. */
  idleMs: z.number().positive(),
});
export type WebConfiguration = z.infer<typeof WebConfiguration>;

/** From the supervisor to a web process. A connection comes with its socket attached. */
export const ToWeb = z.discriminatedUnion('kind', [
  WebConfiguration,
  z.object({ kind: z.literal('connection'), number: z.number().int() }),
  z.object({ kind: z.literal('ping') }),
  z.object({ kind: z.literal('drain') }),
]);
export type ToWeb = z.infer<typeof ToWeb>;

/** From a web process to the supervisor. */
export const FromWeb = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('taken'), number: z.number().int() }),
  z.object({ kind: z.literal('pong'), measures: WebMeasures }),
  z.object({ kind: z.literal('idle') }),
  z.object({ kind: z.literal('certificate'), outcome: z.enum(['renewed', 'kept']) }),
  z.object({ kind: z.literal('refused'), code: z.string(), message: z.string() }),
]);
export type FromWeb = z.infer<typeof FromWeb>;
