import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { refuseDebugger } from './stop-signals.ts';
import { createTlsServer } from './tls-files.ts';
import { measureWeb, type WebMeasures } from './web-measures.ts';
import { type FromWeb, ToWeb, WebConfiguration } from './web-messages.ts';

/** What a web process is made of, once it knows its configuration. */
export type WebApplication = {
  listener: RequestListener;
  /** Headers, by name, of the answer to what is not HTTP, which no listener sees. */
  refusalHeaders: Readonly<Record<string, string>>;
  /** Told of each such thing. */
  noteMalformed(): void;
  /** How often each event was noted since the process began. */
  eventTotals(): ReadonlyMap<string, number>;
  /** Called once, when nothing more will be served. */
  close(): Promise<void>;
};

/**
 * Runs the web process: waits for its configuration, lets `build` make the application, then serves the connections
 * that the supervisor hands over, until told to drain or until the supervisor is gone. `describe` turns what `build`
 * threw into the code and message that the supervisor shows.
 */
export function runWeb(
  build: (configuration: WebConfiguration) => Promise<WebApplication>,
  describe: (error: unknown) => { code: string; message: string },
): void {
  // The terminal sends Ctrl-C to every process of its group; the supervisor decides when this one ends.
  process.on('SIGINT', () => undefined);
  process.on('SIGHUP', () => undefined);
  refuseDebugger();
  process.once('disconnect', () => process.exit(0));
  const onMessage = async (message: unknown) => {
    const configuration = WebConfiguration.parse(message);
    try {
      const application = await build(configuration);
      serve(application, configuration);
    } catch (error) {
      send({ kind: 'refused', ...describe(error) }, () => process.exit(1));
    }
  };
  process.once('message', (message) => void onMessage(message));
}

function serve(application: WebApplication, configuration: WebConfiguration): void {
  const watch = watchIdle(configuration.idleMs);
  const server = createHttpServer(application.listener, configuration);
  const measure = measureWeb(server, application.eventTotals);
  server.on('request', (_request, response) => {
    watch.begin();
    response.once('close', watch.end);
  });
  // Whoever does not read its answer would have it kept for it in memory.
  server.setTimeout(silenceMs, (socket) => socket.destroy());
  server.on('checkExpectation', (_request, response) => {
    for (const [name, value] of Object.entries(application.refusalHeaders)) response.setHeader(name, value);
    response.writeHead(417, { Connection: 'close' }).end();
  });
  server.on('clientError', (error, socket) => {
    application.noteMalformed();
    refuseMalformed(error, socket, application.refusalHeaders);
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  process.on('message', (message, handle) => {
    const parsed = ToWeb.parse(message);
    if (parsed.kind === 'connection' && handle) {
      server.emit('connection', handle);
      // It came paused, so that the supervisor read nothing of it.
      (handle as Socket).resume();
      send({ kind: 'taken', number: parsed.number });
    }
    if (parsed.kind === 'ping') send({ kind: 'pong', measures: measure() });
    if (parsed.kind === 'drain') void drain({ server, sockets, application, measure });
  });
  // Node enforces the limits on slow requests only on a server that listens, hence this socket that nobody else can reach.
  server.listen(configuration.listenPath, () => send({ kind: 'ready' }));
}

const silenceMs = 30_000;

const refusalStatus = new Map([
  ['HPE_HEADER_OVERFLOW', '431 Request Header Fields Too Large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', '408 Request Timeout'],
]);

/** Answers what could not be read as a request; Node's own answer carries no headers. */
function refuseMalformed(error: Error, socket: Duplex, headers: Readonly<Record<string, string>>): void {
  if (!socket.writable) return void socket.destroy();
  const code = 'code' in error ? String(error.code) : '';
  const lines = Object.entries({ ...headers, Connection: 'close', 'Content-Length': '0' });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${refusalStatus.get(code) ?? '400 Bad Request'}\r\n${head}\r\n`);
}

/** Limits on slow clients: headers within ten seconds, a request within thirty, an idle connection five. */
function createHttpServer(listener: RequestListener, { tls }: WebConfiguration): Server {
  const limits = {
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: 2_000,
    maxHeaderSize: 16_384,
    // The listener refuses a request without Host itself, with all headers.
    requireHostHeader: false,
  };
  if (!tls) return createServer(limits, listener);
  const onChange = (outcome: 'renewed' | 'kept') => send({ kind: 'certificate', outcome });
  return createTlsServer(limits, listener, { files: tls, everyMs: tlsLookMs, onChange });
}

const tlsLookMs = 10_000;

const lastRequestsMs = 500;

type Draining = {
  server: Server;
  sockets: Set<Socket>;
  application: WebApplication;
  measure: () => WebMeasures;
};

async function drain({ server, sockets, application, measure }: Draining): Promise<void> {
  server.on('request', (_request, response) => {
    if (!response.headersSent) response.setHeader('Connection', 'close');
  });
  // A connection may have been handed over with its request still unread; it gets the time to be read.
  await new Promise((resolve) => setTimeout(resolve, lastRequestsMs));
  server.close();
  while (sockets.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    server.closeIdleConnections();
  }
  await application.close();
  send({ kind: 'pong', measures: measure() }, () => process.exit(0));
}

/** Asks once to be replaced after an idle time, if anything was served: what was said should not stay in memory. */
function watchIdle(idleMs: number): { begin(): void; end(): void } {
  let underWay = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    begin: () => {
      underWay += 1;
      clearTimeout(timer);
    },
    end: () => {
      underWay -= 1;
      if (underWay > 0) return;
      clearTimeout(timer);
      timer = setTimeout(() => send({ kind: 'idle' }), idleMs);
      timer.unref();
    },
  };
}

function send(message: FromWeb, done: () => void = () => undefined): void {
  if (process.connected) process.send?.(message, done);
}
