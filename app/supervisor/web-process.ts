import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { forkBare } from './bare-process.ts';
import type { WebMeasures } from './web-measures.ts';
import { FromWeb, type ToWeb, type WebConfiguration } from './web-messages.ts';

/** Why a web process ended before it was ready: what it said itself, or only that it fell. */
export type WebRefusal = { code: string; message: string };

/** One web process. */
export type WebProcess = {
  pid: number;
  /** True once it serves; a refusal if it ended before. */
  ready: Promise<true | WebRefusal>;
  exited: Promise<void>;
  isAlive(): boolean;
  take(socket: Socket): void;
  /** The connections that were handed over and not taken. Asked for when the process has fallen. */
  giveBack(): Socket[];
  /** Lets it finish what it serves, then end; ends it after `patienceMs`. */
  drain(patienceMs: number): Promise<void>;
  kill(): void;
};

type WebStart = {
  entry: string;
  configuration: WebConfiguration;
  /** How long it may be silent before it counts as fallen. */
  silencePatienceMs: number;
  /** How long it may take until it serves. */
  startPatienceMs: number;
  onIdle: () => void;
  /** What it tells of itself whenever it is asked whether it lives, and once more when it ends. */
  onMeasures: (measures: WebMeasures) => void;
  /** The TLS files changed: the new certificate is served, or it is none and the one before is kept. */
  onCertificate: (outcome: 'renewed' | 'kept') => void;
};

/** Starts a web process. It has almost no environment and learns the rest over its channel. */
export function startWeb(web: WebStart): WebProcess {
  const { entry, configuration } = web;
  const child = forkBare(entry);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const ready = untilReady(child, exited);
  const handedOver = new Map<number, Socket>();
  watchAnswers(child, { ...web, ready, exited });
  child.on('message', (message) => {
    const parsed = FromWeb.safeParse(message);
    if (!parsed.success) return;
    if (parsed.data.kind === 'idle') web.onIdle();
    if (parsed.data.kind === 'pong') web.onMeasures(parsed.data.measures);
    if (parsed.data.kind === 'certificate') web.onCertificate(parsed.data.outcome);
    if (parsed.data.kind === 'taken') letGo(handedOver, parsed.data.number);
  });
  tell(child, configuration);
  return {
    pid: child.pid ?? 0,
    ready,
    exited,
    isAlive: () => child.connected && child.exitCode === null && child.signalCode === null,
    giveBack: () => {
      const left = [...handedOver.values()].filter((socket) => !socket.destroyed);
      handedOver.clear();
      return left;
    },
    take: (socket) => hand({ child, handedOver, socket }),
    drain: (patienceMs) => drain(child, exited, patienceMs),
    kill: () => void child.kill('SIGKILL'),
  };
}

type Watched = Pick<WebStart, 'silencePatienceMs' | 'startPatienceMs'> & Pick<WebProcess, 'ready' | 'exited'>;

/**
 * Ends a process that hangs, whether it never came up or does not answer any more: nobody else would notice, and no other
 * could take its place. Before it serves it reads and proves the law without a pause, on a busy machine for longer than a
 * process that serves may be silent; so until then only the time counts that a start may take.
 */
function watchAnswers(
  child: ChildProcess,
  { ready, exited, silencePatienceMs, startPatienceMs }: Watched,
): void {
  let heard = performance.now();
  let patienceMs = startPatienceMs;
  child.on('message', () => {
    heard = performance.now();
  });
  void ready.then(() => {
    patienceMs = silencePatienceMs;
  });
  const timer = setInterval(() => {
    tell(child, { kind: 'ping' });
    if (performance.now() - heard > patienceMs) child.kill('SIGKILL');
  }, silencePatienceMs / 6);
  timer.unref();
  void exited.then(() => clearInterval(timer));
}

function untilReady(child: ChildProcess, exited: Promise<void>): Promise<true | WebRefusal> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      const parsed = FromWeb.safeParse(message);
      if (!parsed.success) return;
      if (parsed.data.kind === 'ready') resolve(true);
      if (parsed.data.kind === 'refused') resolve({ code: parsed.data.code, message: parsed.data.message });
    });
    void exited.then(() =>
      resolve({ code: 'node.web-failed', message: 'The web process ended before it was ready.' }),
    );
  });
}

function tell(child: ChildProcess, message: ToWeb): void {
  // A process that just fell cannot be told; its exit is heard elsewhere.
  if (child.connected) child.send(message, () => undefined);
}

/** Ours is closed once the other process has its own: the connection itself lives on there. */
function letGo(handedOver: Map<number, Socket>, number: number): void {
  handedOver.get(number)?.destroy();
  handedOver.delete(number);
}

const mostHandedOver = 1_024;
let connections = 0;

function hand(to: { child: ChildProcess; handedOver: Map<number, Socket>; socket: Socket }): void {
  connections += 1;
  const number = connections;
  if (to.handedOver.size >= mostHandedOver) return void to.socket.destroy();
  to.handedOver.set(number, to.socket);
  // One that breaks on the way arrives as nothing, and nobody will say that it was taken.
  to.socket.once('close', () => to.handedOver.delete(number));
  // Kept open here until it is taken there: a process may fall with connections still on their way to it.
  if (!to.child.connected) return;
  to.child.send(
    { kind: 'connection', number } satisfies ToWeb,
    to.socket,
    { keepOpen: true },
    () => undefined,
  );
}

async function drain(child: ChildProcess, exited: Promise<void>, patienceMs: number): Promise<void> {
  tell(child, { kind: 'drain' });
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await exited;
  clearTimeout(timer);
}
