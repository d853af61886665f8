import { type AddressInfo, type BlockList, createServer, type Server, type Socket } from 'node:net';
import { NodeFault } from './fault.ts';

/** Where connections wait and who takes them. */
export type Front = {
  port: number;
  /** Hands waiting and coming connections to `take`; while there is none they wait. */
  setTaker(take: ((socket: Socket) => void) | undefined): void;
  /** Takes back a connection that nobody has read yet. */
  giveBack(socket: Socket): void;
  close(): void;
};

type FrontOptions = {
  host: string;
  loopback: boolean;
  port: number;
  /** Whether another port will do if this one is taken. */
  mayMove: boolean;
  /** If given, only these addresses may connect: the named proxy. */
  allowed: BlockList | undefined;
  say: (line: string) => void;
};

const mostWaiting = 1_024;
const waitPatienceMs = 30_000;

/**
 * Listens where the node is told to. Connections are accepted unread and wait for a web process, so that replacing it
 * refuses nobody. A taken port is replaced by a free one, said in one line, if it may move; else it throws
 * `node.port-taken`: where a proxy or a name points, people would be sent to a stranger's program.
 */
export async function openFront(options: FrontOptions): Promise<Front> {
  const waiting = new Set<Socket>();
  let taker: ((socket: Socket) => void) | undefined;
  const receive = (socket: Socket) => {
    if (options.allowed && !isAllowed(socket, options.allowed)) return void socket.destroy();
    pass(socket);
  };
  const pass = (socket: Socket) => {
    if (taker) return taker(socket);
    if (waiting.size >= mostWaiting) return void socket.destroy();
    keepWaiting(waiting, socket);
  };
  const servers = await listenSomewhere(options, receive);
  return {
    port: portOf(servers[0]),
    setTaker: (take) => {
      taker = take;
      if (!take) return;
      for (const socket of waiting) {
        waiting.delete(socket);
        take(socket);
      }
    },
    giveBack: pass,
    close: () => {
      for (const server of servers) server.close();
      for (const socket of waiting) socket.destroy();
    },
  };
}

function keepWaiting(waiting: Set<Socket>, socket: Socket): void {
  waiting.add(socket);
  const forget = () => waiting.delete(socket);
  socket.once('close', forget).once('error', forget);
  setTimeout(() => {
    if (waiting.has(socket)) socket.destroy();
  }, waitPatienceMs).unref();
}

async function listenSomewhere(
  options: FrontOptions,
  receive: (s: Socket) => void,
): Promise<[Server, ...Server[]]> {
  try {
    return await listenOn(options, options.port, receive);
  } catch (error) {
    if (!isTaken(error)) throw error;
    if (!options.mayMove)
      throw new NodeFault(
        'node.port-taken',
        `Port ${options.port} on ${options.host} is in use by another program. Stop it, or set CLEW_PORT.`,
      );
    const servers = await listenOn(options, 0, receive);
    options.say(`Port ${options.port} is taken by another program; using ${portOf(servers[0])} instead.`);
    return servers;
  }
}

/** `localhost` is both loopback addresses: browsers try either first. A machine without IPv6 has the one. */
async function listenOn(
  options: FrontOptions,
  port: number,
  receive: (s: Socket) => void,
): Promise<[Server, ...Server[]]> {
  if (!options.loopback) return [await listen({ host: options.host, port, receive })];
  const first = await listen({ host: '127.0.0.1', port, receive });
  try {
    return [first, await listen({ host: '::1', port: portOf(first), receive })];
  } catch (error) {
    if (error instanceof Error && 'code' in error && /EADDRNOTAVAIL|EAFNOSUPPORT/.test(String(error.code)))
      return [first];
    first.close();
    // A free port of one family may be taken in the other; another free one is tried.
    if (port === 0 && isTaken(error)) return listenOn(options, 0, receive);
    throw error;
  }
}

type Listening = { host: string; port: number; receive: (socket: Socket) => void };

function listen({ host, port, receive }: Listening): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
      socket.on('error', () => socket.destroy());
      receive(socket);
    });
    server.once('error', reject);
    server.listen({ host, port, backlog: 1_024 }, () => resolve(server));
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function isAllowed(socket: Socket, allowed: BlockList): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return address !== '' && allowed.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}
