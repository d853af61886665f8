import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DistantNode, startDistantNode } from './testing/distant-node.ts';
import { hasNginx } from './testing/nginx.ts';

const title = hasNginx ? 'the first page, behind nginx' : 'NOT TESTED: nginx is not on this machine';
describe.runIf(hasNginx)(title, () => {
  let node: DistantNode;
  beforeAll(async () => {
    node = await startDistantNode();
  });
  afterAll(() => node.close());

  test.each(['/en', '/ar', '/ar/i/1'])(
    '%s comes over one connection, with one TLS handshake',
    async (path) => {
      expect((await node.look(path, false)).connections).toBe(1);
      expect((await node.look(path, true)).connections).toBe(1);
    },
  );
});
