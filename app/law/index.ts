export { type AssessedCase, assessCase } from './assess-case.ts';
export { type AssessmentJson, assessmentJson } from './assessment-json.ts';
export { type AssessOptions, assess, type CommandOutput } from './command.ts';
export { getLaw, loadLaw } from './load-law.ts';
