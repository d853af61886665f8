import { isVerifyKey } from './signature.ts';

/** One of the two with whom an agency began, by the key that they signed with then. */
export type FoundingWorker = { workerId: string; verifyKey: string };

/**
 * With whom an agency began: its founder, and the one whom the founder let in alone. Everybody pins both in their own sealed
 * secrets when they join; all others came with two signatures that lead back to these.
 */
export type Founding = { founder: FoundingWorker; second?: FoundingWorker | undefined };

/** A founding as text: one line each, the founder's first. */
export function writeFounding({ founder, second }: Founding): string {
  return [founder, ...(second ? [second] : [])].map((one) => `${one.workerId} ${one.verifyKey}\n`).join('');
}

/** The founding that `writeFounding` wrote; undefined for any other text. */
export function readFounding(text: string): Founding | undefined {
  const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : [];
  const [founder, second, ...more] = lines.map(readLine);
  if (founder === undefined || more.length > 0 || lines.length > 2) return undefined;
  if (lines.length === 2 && second === undefined) return undefined;
  return second === undefined ? { founder } : { founder, second };
}

function readLine(line: string): FoundingWorker | undefined {
  const [, workerId = '', verifyKey = ''] = /^([^\s/]+) (\S+)$/.exec(line) ?? [];
  return isVerifyKey(verifyKey) ? { workerId, verifyKey } : undefined;
}
