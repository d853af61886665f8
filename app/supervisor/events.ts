/** What the supervisor says, by kind: a closed list. Each has its sentence for a person beside it. */
export const NODE_EVENTS = [
  'node.starting',
  'node.ready',
  'node.stopping',
  'node.database',
  'node.web',
  'node.port',
  'node.clock',
  'node.disk',
  'node.anchor',
  'node.backup',
  'node.jobs',
  'node.sweep',
] as const;
export type NodeEvent = (typeof NODE_EVENTS)[number];

/** Tells whoever runs the node a sentence, and of what kind it is. */
export type SayEvent = (line: string, event: NodeEvent) => void;
