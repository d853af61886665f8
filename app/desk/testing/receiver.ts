import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver was sent. */
export type Received = { body: string; headers: IncomingHttpHeaders };

/** A program of an agency's that is told something, on this machine. */
export type TestReceiver = {
  told: Received[];
  address: string;
  /** What it answers from now on. */
  status: number;
  headers: Record<string, string>;
  answer: (body: string) => string;
  close(): Promise<void>;
};

/** Starts a receiver that takes everything. */
export async function startReceiver(): Promise<TestReceiver> {
  const receiver: TestReceiver = {
    ...{ told: [], address: '', status: 200, headers: {}, answer: () => '' },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      receiver.told.push({ body, headers: request.headers });
      response.writeHead(receiver.status, receiver.headers).end(receiver.answer(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver.address = `http://localhost:${(server.address() as AddressInfo).port}/clew`;
  return receiver;
}
