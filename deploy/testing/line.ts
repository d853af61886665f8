import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type LineOptions = {
  /** The port on this machine at its other end. */
  to: number;
  /** How much it carries each way, for all who use it together. Undefined: as much as the machine can. */
  bitsPerSecond?: number;
  /** How long a byte takes there and back. */
  roundTripMs?: number;
};

/** A line to a server on this machine, as slow as a telephone's in a bad place. */
export type Line = {
  port: number;
  /** How many connections were made over it, and how much came back. Over TLS each connection is a handshake. */
  carried(): { connections: number; bytes: number };
  close(): Promise<void>;
};

/** Opens one on a free port. Setting a connection up takes a round trip, as TCP's first two packets do. */
export async function openLine({ to, bitsPerSecond, roundTripMs = 0 }: LineOptions): Promise<Line> {
  const sockets = new Set<Socket>();
  const oneWayMs = roundTripMs / 2;
  const ways = { there: openWay(bitsPerSecond, oneWayMs), back: openWay(bitsPerSecond, oneWayMs) };
  const carried = { connections: 0, bytes: 0 };
  const server = createServer({ noDelay: true }, (near) => {
    carried.connections += 1;
    const opensAt = performance.now() + roundTripMs;
    const far = connect({ port: to, host: '127.0.0.1', noDelay: true });
    far.on('data', ({ length }: Buffer) => {
      carried.bytes += length;
    });
    for (const [from, into, way] of [
      [near, far, ways.there],
      [far, near, ways.back],
    ] as const) {
      sockets.add(from);
      from.on('error', () => into.destroy());
      from.on('close', () => sockets.delete(from));
      from.on('data', (bytes: Buffer) =>
        way(bytes.length, opensAt, () => into.writable && into.write(bytes)),
      );
      from.on('end', () => way(0, opensAt, () => into.end()));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    carried: () => ({ ...carried }),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** One direction: what is sent waits until its connection is open and for what was sent before it, and then travels. */
function openWay(bitsPerSecond: number | undefined, travelMs: number) {
  let freeAt = 0;
  return (bytes: number, opensAt: number, arrive: () => void): void => {
    const now = performance.now();
    const tookMs = bitsPerSecond ? (bytes * 8_000) / bitsPerSecond : 0;
    freeAt = Math.max(now, opensAt, freeAt) + tookMs;
    const waitMs = freeAt + travelMs - now;
    if (waitMs <= 0) arrive();
    else setTimeout(arrive, waitMs);
  };
}
