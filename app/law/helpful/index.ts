export { type DecisionsOptions, decisionsOnCase } from './decisions-command.ts';
export { helpfulDecisions } from './helpful-decisions.ts';
export { HelpfulPart } from './helpful-part.tsx';
export { type Weight, weightOf } from './weight.ts';
export { WEIGHT_KEYS, WeightWords } from './weight-words.tsx';
