import { expect, test } from 'vitest';
import { signWebhook, writeSecret } from './standard-webhook.ts';

// The vector that the reference libraries of Standard Webhooks test themselves with (github.com/standard-webhooks/standard-webhooks).
const vector = {
  key: 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  now: new Date(1_614_265_330_000),
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const secret = writeSecret(Buffer.from(vector.key, 'base64'));

test('a message is signed as the published vector is', () => {
  expect(signWebhook({ ...vector, secrets: [secret] })).toMatchObject({
    'Webhook-Id': vector.id,
    'Webhook-Timestamp': '1614265330',
    'Webhook-Signature': vector.signature,
  });
});

test('with two secrets it bears both signatures, a space between them', () => {
  const other = writeSecret(Buffer.alloc(32, 7));
  const both = signWebhook({ ...vector, secrets: [other, secret] })['Webhook-Signature'] ?? '';
  const [first, second, ...more] = both.split(' ');
  expect([second, more]).toEqual([vector.signature, []]);
  expect(first).toBe(signWebhook({ ...vector, secrets: [other] })['Webhook-Signature']);
});

test('another id, moment or body is another signature', () => {
  const signed = (one: object) => signWebhook({ ...vector, ...one, secrets: [secret] })['Webhook-Signature'];
  const all = [
    {},
    { id: 'msg_other' },
    { now: new Date(1_614_265_331_000) },
    { body: '{"test": 2432232315}' },
  ].map(signed);
  expect(new Set(all).size).toBe(all.length);
});
