import { connect } from 'node:net';
import { readConfigureGlobal } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { serve } from './e2e/serve.ts';

describe('every test', () => {
  test('draws the same values on every run', () => {
    expect(readConfigureGlobal()?.seed).toBeTypeOf('number');
  });

  // 192.0.2.0/24 and 2001:db8::/32 are for documentation (RFC 5737, RFC 3849): no machine has them.
  test.each(['http://192.0.2.1/', 'http://[2001:db8::1]/', 'https://example.org/'])(
    'cannot reach %s',
    async (url) => {
      const { cause } = await fetch(url).then(
        () => ({ cause: 'answered' }),
        (error: Error) => error,
      );
      expect(String(cause)).toContain('Tests are offline');
    },
  );

  test('cannot reach another machine by a plain socket', async () => {
    const error = await new Promise<Error>((resolve) => connect(9, '192.0.2.1').on('error', resolve));
    expect(error.message).toBe('A test tried to reach 192.0.2.1. Tests are offline: serve it on loopback.');
  });

  test('reaches what it serves itself', async () => {
    const site = await serve(() => new Response('here'));
    expect(await (await fetch(site.origin)).text()).toBe('here');
    await site.close();
    await expect(fetch(site.origin)).rejects.toThrow();
  });
});
