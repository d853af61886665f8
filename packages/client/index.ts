export { type Answered, type Client, type ClientSettings, createClient, type Refused } from './client.ts';
export { OPERATIONS, type Operations, type Problem, type ProblemCode } from './operations.ts';
