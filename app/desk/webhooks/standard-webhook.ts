import { createHmac } from 'node:crypto';

/** How a secret is written in Standard Webhooks: this, and its bytes as base64. */
const PREFIX = 'whsec_';
export const SECRET_BYTES = 32;

/** A secret as a program is given it. */
export function writeSecret(bytes: Uint8Array): string {
  return PREFIX + Buffer.from(bytes).toString('base64');
}

type Message = { id: string; body: string; now: Date; secrets: readonly string[] };

/**
 * The headers by which a receiver knows who sent a message, and when, as Standard Webhooks 1.0.0 has them: HMAC-SHA-256 over
 * id, moment and body, as base64, once for each secret that is good at this moment (https://www.standardwebhooks.com/).
 */
export function signWebhook({ id, body, now, secrets }: Message): Readonly<Record<string, string>> {
  const seconds = Math.floor(now.getTime() / 1000);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
  });
  return {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    'User-Agent': 'Clew',
    'Webhook-Id': id,
    'Webhook-Timestamp': String(seconds),
    'Webhook-Signature': signatures.join(' '),
  };
}
