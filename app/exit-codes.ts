/** Exit codes of the command: all well, a finding, bad input, a fault of ours or of the machine. */
export const exitCodes = { well: 0, finding: 1, badInput: 2, fault: 3 } as const;
