import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect as connectPlain, createServer, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { certificateFile } from './nginx.ts';

/** A port that nobody listens on. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export type Way = { port: number; tls: boolean };

/** An open connection, byte for byte. */
export async function openRaw({ port, tls }: Way): Promise<Socket> {
  const socket = tls
    ? connectTls({
        host: 'localhost',
        port,
        servername: 'localhost',
        ca: readFileSync(certificateFile),
        ALPNProtocols: ['http/1.1'],
      })
    : connectPlain({ host: 'localhost', port });
  await once(socket, tls ? 'secureConnect' : 'connect');
  return socket;
}

/** Sends bytes as they stand and returns all that comes back until the other side closes. */
export async function exchange(way: Way, bytes: string): Promise<string> {
  const socket = await openRaw(way);
  let heard = '';
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    heard += text;
  });
  socket.on('error', () => undefined);
  socket.write(bytes, 'latin1');
  await new Promise((resolve) => socket.once('close', resolve));
  return heard;
}

/** The status of each answer in what came back. */
export function statusesIn(heard: string): number[] {
  return [...heard.matchAll(/(?:^|\r\n|[^\n])HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}
