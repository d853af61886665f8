import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { readNewestBackup } from './backup-watch.ts';
import { readFreeBytes } from './disk-watch.ts';
import { NodeFault } from './fault.ts';
import { gauge, type Metric, type NodeMetrics, renderMetrics } from './node-metrics.ts';
import type { Settings } from './settings.ts';

type MetricsServing = { metrics: NodeMetrics; settings: Settings; port: number; version: string };

/**
 * Serves what the node counts about itself at `/metrics` on this machine alone, as Prometheus reads it, and nothing else. Returns how
 * to end it. Throws `node.port-taken`.
 */
export async function serveMetrics(serving: MetricsServing): Promise<() => void> {
  const server = createServer({ maxHeaderSize: 8_192, requestTimeout: 10_000 }, (request, response) => {
    // By any other name a page of a browser may be asking, at an address that it pointed here.
    const isHere = /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/.test(request.headers.host ?? '');
    const found = isHere && request.method === 'GET' && request.url === '/metrics';
    response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (!found) return void response.writeHead(404).end();
    void readAll(serving).then(
      (text) => response.end(text),
      () => response.writeHead(500).end(),
    );
  });
  await listen(server, serving.port);
  server.unref();
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen({ port, host: '127.0.0.1' });
  try {
    await once(server, 'listening');
  } catch {
    throw new NodeFault(
      'node.port-taken',
      `Port ${port} is in use by another program. Set CLEW_METRICS_PORT to another.`,
    );
  }
}

async function readAll({ metrics, settings, version }: MetricsServing): Promise<string> {
  const info: Metric = {
    ...gauge('clew_info', 'The version that runs.', 1),
    samples: [{ labels: { version }, value: 1 }],
  };
  return renderMetrics([info, ...metrics.read(), ...(await standingMetrics(settings))]);
}

/** What stands outside of the processes. What cannot be read has no line, which is how it is seen. */
async function standingMetrics({ dataFolder, backups, tls }: Settings): Promise<Metric[]> {
  const quietly = <T>(work: Promise<T>) => work.catch(() => undefined);
  const [free, newest, anchored, certificate] = await Promise.all([
    quietly(readFreeBytes(dataFolder)),
    backups ? quietly(readNewestBackup(backups)) : undefined,
    quietly(stat(join(dataFolder, 'anchors'))),
    tls ? quietly(readFile(tls.cert).then((text) => new X509Certificate(text))) : undefined,
  ]);
  const ends = certificate && Date.parse(certificate.validTo) / 1_000;
  return [
    gauge('clew_disk_free_bytes', 'Free on the disk of the data.', free),
    gauge(
      'clew_backup_time_seconds',
      'When the newest backup of its own was made.',
      newest && newest.getTime() / 1_000,
    ),
    gauge(
      'clew_anchor_time_seconds',
      'When journals were last anchored.',
      anchored && Math.floor(anchored.mtimeMs / 1_000),
    ),
    gauge('clew_certificate_end_seconds', 'When the certificate ends that the node serves.', ends),
  ];
}
