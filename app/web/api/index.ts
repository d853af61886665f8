export { aboutRoutes } from './about-routes.ts';
export { type Cursors, createCursors, limitOf, pageOf, pageParameters } from './cursor.ts';
export { describeApi } from './describe-api.ts';
export {
  cursorParameter,
  dayParameter,
  idParameter,
  lawParameter,
  stateParameter,
  wordParameter,
} from './parameter.ts';
export { type ApiAnswer, type ApiRoute, defineRoute, type Enter, type Once } from './route.ts';
export { etagOf, isMeantFor } from './version.ts';
