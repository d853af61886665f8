import { type ApiRoute, createCursors } from '../../web/index.ts';
import type { Desk } from '../desk.ts';
import { agencyRoutes } from './agency-routes.ts';
import { fileRoutes } from './file-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** Every route of the desk, for programs that bring a token. */
export function deskRoutes(desk: Desk): ApiRoute[] {
  const cursors = createCursors({ key: desk.sealKey, random: desk.random });
  return [...agencyRoutes(desk, cursors), ...fileRoutes(desk, cursors), ...webhookRoutes(desk)];
}
