export { decisionsOnCase } from './decisions-command.ts';
export { helpfulDecisions } from './helpful-decisions.ts';
export { HelpfulPart } from './helpful-part.tsx';
