export { lawRoutes } from './public-routes.ts';
