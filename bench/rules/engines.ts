import { clew } from './clew.ts';
import { withConditions, withPriorities } from './json-rules-engine.ts';
import type { MakePeer } from './peer.ts';
import { publicodes } from './publicodes.ts';
import { zenEngine, zenEngineExplained } from './zen-engine.ts';

export const VERSIONS = {
  publicodes: '1.10.3',
  'json-rules-engine': '7.3.1',
  '@gorules/zen-engine': '0.52.1',
};

type MakeEngine = { package?: keyof typeof VERSIONS; make: MakePeer };

/** The engines that are measured, each by a short name of its own. */
export const ENGINES = {
  publicodes: { package: 'publicodes', make: publicodes },
  conditions: { package: 'json-rules-engine', make: withConditions },
  priorities: { package: 'json-rules-engine', make: withPriorities },
  zen: { package: '@gorules/zen-engine', make: zenEngineExplained },
  'zen-unexplained': { package: '@gorules/zen-engine', make: zenEngine },
  clew: { make: clew },
} as const satisfies Record<string, MakeEngine>;

export type EngineId = keyof typeof ENGINES;

/** How many rules are compared, and the share of facts that nobody knows. */
export const RULES = 30;
export const UNKNOWN = 0.2;

/** What an engine's process says: that it answers like Clew on all cases, and what it did in one turn. */
export type Said =
  | { kind: 'ready'; name: string; knowsUnknown: boolean; explains: boolean }
  | { kind: 'turn'; cases: number; ms: number; cpuMs: number };
