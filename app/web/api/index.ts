export { aboutRoutes } from './about-routes.ts';
export { type Cursors, createCursors, limitOf, pageOf, pageParameters } from './cursor.ts';
export { codesOf, describeApi } from './describe-api.ts';
export {
  cursorParameter,
  dayParameter,
  idParameter,
  isParameter,
  lawParameter,
  limitParameter,
  stateParameter,
  wordParameter,
} from './parameter.ts';
export {
  PROBLEM_CODES,
  PROBLEMS,
  PROBLEMS_PATH,
  type ProblemCode,
  type ProblemMore,
  problemBody,
} from './problem.ts';
export { type ApiAnswer, type ApiRoute, type ApiVisit, defineRoute, type Enter, type Once } from './route.ts';
export { etagOf, isMeantFor } from './version.ts';
