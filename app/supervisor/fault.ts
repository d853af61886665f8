/** Every reason for which a node does not start or does not go on. The codes are stable. */
export const nodeFaultCodes = [
  'settings.invalid',
  'settings.exposed',
  'settings.demo-exposed',
  'node.held',
  'node.port-taken',
  'node.web-failed',
] as const;

export type NodeFaultCode = (typeof nodeFaultCodes)[number];

/** A refusal to start, with a stable code and a message that says what happened, where, and what to do. */
export class NodeFault extends Error {
  readonly code: NodeFaultCode;

  constructor(code: NodeFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NodeFault';
    this.code = code;
  }
}
