import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { signWebhook, writeSecret } from './standard-webhook.ts';

type Received = { headers: Record<string, string>; body: string; secret: string; now?: number };

/** The program that the guide shows, as it stands there. */
async function readExample(): Promise<(received: Received) => boolean> {
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/guide/developer.md'), 'utf8');
  const [, code = ''] = /## How a program is told\n[\s\S]*?```js\n([\s\S]*?)```/.exec(guide) ?? [];
  const module = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)) as {
    isFromNode: (received: Received) => boolean;
  };
  return module.isFromNode;
}

test('the program of the guide takes what the node signed, and nothing that was changed, is old or was signed by somebody else', async () => {
  const isFromNode = await readExample();
  const [secret, other] = [writeSecret(Buffer.alloc(32, 1)), writeSecret(Buffer.alloc(32, 2))];
  const now = Date.UTC(2026, 2, 16, 9);
  const body = '{"type":"file.changed"}';
  const sign = (secrets: string[]) => {
    const signed = signWebhook({ id: 'an-id', body, now: new Date(now), secrets });
    return Object.fromEntries(Object.entries(signed).map(([name, value]) => [name.toLowerCase(), value]));
  };
  const headers = sign([secret]);
  expect(isFromNode({ headers, body, secret, now })).toBe(true);
  expect(isFromNode({ headers: sign([other, secret]), body, secret, now })).toBe(true);
  const wrongs: Received[] = [
    { headers, body: `${body} `, secret, now },
    { headers: { ...headers, 'webhook-id': 'another' }, body, secret, now },
    { headers, body, secret, now: now + 301_000 },
    { headers, body, secret, now: now - 301_000 },
    { headers: sign([other]), body, secret, now },
    { headers: {}, body, secret, now },
  ];
  expect(wrongs.filter(isFromNode)).toEqual([]);
});
