import { expect, test } from 'vitest';
import { createCursors } from '../../web/index.ts';
import { loadLaw } from '../load-law.ts';
import { lawRoutes } from './public-routes.ts';

test('what holds the process waits in the line of the public pages, and only that', () => {
  const cursors = createCursors({ key: new Uint8Array(32), random: (length) => new Uint8Array(length) });
  const routes = lawRoutes({ law: loadLaw(), cursors, today: () => '2026-03-16' as never });
  expect(routes.filter(({ costly }) => costly).map(({ path }) => path)).toEqual([
    '/api/assess',
    '/api/law/states/{code}',
  ]);
});
