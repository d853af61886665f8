export { CaseBody, caseOfBody } from './case-body.ts';
export { type LawRoutes, lawRoutes } from './public-routes.ts';
