import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineRoute } from './api/route.ts';
import type { WebEvent } from './events.ts';
import { BODY_LIMIT } from './read-body.ts';
import { ask, sampleSite, send } from './testing/sample-site.tsx';

test('what is refused before any page is asked is noted by a code, and nothing of the request', async () => {
  const noted: unknown[][] = [];
  const route = defineRoute({
    ...{ method: 'get', path: '/api/x', name: 'x', action: 'law.read', summary: 'x' },
    answer: z.object({}),
    run: () => ({ ok: true, body: {} }),
  });
  const site = sampleSite({ routes: [route], note: (...event: [WebEvent]) => noted.push(event) });
  await send(site, '/away', { name: 'secret' }, { 'Sec-Fetch-Site': 'cross-site' });
  await send(site, '/away', { name: 'x'.repeat(BODY_LIMIT) });
  await send(site, '/away', { name: 'told' });
  await ask(site, '/law', { method: 'DELETE' });
  await ask(site, '/api/x', { method: 'DELETE' });
  await site.fetch(new Request('http://rebound.example/law'));
  expect(noted).toEqual([
    ['form.from-elsewhere'],
    ['form.out-of-bounds'],
    ['page.fault'],
    ['request.wrong-method'],
    ['request.wrong-method'],
    ['host.unknown'],
  ]);
});
