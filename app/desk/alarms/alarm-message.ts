import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** What is sent: that something happened, and nothing of what, to whom or where. Whoever may look does so at the desk. */
type AlarmMessage = { event: 'alarm' | 'test'; id: string; version: 1; challenge?: string };

/** What of a message tells the receiver that the node sent it, and when. */
type SignedMessage = { body: string; headers: Readonly<Record<string, string>> };

/**
 * A message with its signature: HMAC-SHA-256 by the channel's secret over the moment in seconds since 1970, a full stop, and the
 * body, as hexadecimal. A receiver refuses what is older than five minutes, so that nobody sends it again.
 */
export function signMessage(
  message: AlarmMessage,
  { secret, now }: { secret: string; now: Date },
): SignedMessage {
  const body = JSON.stringify(message);
  const seconds = Math.floor(now.getTime() / 1000);
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(body)),
      'User-Agent': 'Clew',
      'Clew-Timestamp': String(seconds),
      'Clew-Signature': `v1=${mac}`,
    },
  };
}

const Answer = z.object({ challenge: z.string().max(200) });

/** Whether an answer brings the challenge back, as JSON `{"challenge": "…"}`: somebody's program read the test. */
export function answersChallenge(body: Uint8Array, challenge: string): boolean {
  try {
    const read = Answer.safeParse(JSON.parse(Buffer.from(body).toString('utf8')));
    if (!read.success) return false;
    const [given, wanted] = [Buffer.from(read.data.challenge), Buffer.from(challenge)];
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  } catch {
    return false;
  }
}
