import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { launchBrowser } from '../../e2e/browser.ts';
import { startClew } from '../../e2e/running-clew.ts';
import { type LineOptions, openLine } from './line.ts';
import { certificateFile, startNginx } from './nginx.ts';
import { findFreePort } from './raw-http.ts';

/** What somebody meets who opens a page for the first time. */
export type FirstLook = {
  /** When its words could be read, with all that it loads, from the moment it was asked for. */
  wholeMs: number;
  /** How many connections it took, each with a TLS handshake of its own. */
  connections: number;
  /** What it weighed on the line, with headers and handshake. */
  bytes: number;
};

/** A node as it is set up by the guide, behind nginx, at the other end of a line. Close it when done. */
export type DistantNode = {
  /** Opens a page in a browser that was never here, with scripts or without. Throws if it is not there. */
  look(path: string, javaScript: boolean): Promise<FirstLook>;
  close(): Promise<void>;
};

/** Starts both, and the line to them. */
export async function startDistantNode(options: Omit<LineOptions, 'to'> = {}): Promise<DistantNode> {
  const ports = { proxy: await findFreePort(), plain: await findFreePort(), node: await findFreePort() };
  const line = await openLine({ ...options, to: ports.proxy });
  const origin = `https://localhost:${line.port}`;
  const clew = await startClew({ flags: ['--port', `${ports.node}`], env: { CLEW_ORIGIN: origin } });
  const nginx = await startNginx({ ports });
  // Trusted from the first handshake on: a certificate that is waved through later takes a second one.
  const { publicKey } = new X509Certificate(await readFile(certificateFile));
  const key = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' }));
  const browser = await launchBrowser({
    args: [`--ignore-certificate-errors-spki-list=${key.digest('base64')}`],
  });
  return {
    look: async (path, javaScript) => {
      const before = line.carried();
      const tab = await browser.newPage({ javaScript });
      const begun = performance.now();
      const response = await tab.goto(origin + path, { waitUntil: 'load' });
      const wholeMs = performance.now() - begun;
      if (response?.status() !== 200) throw new Error(`${path} answered ${response?.status()}.`);
      await tab.context().close();
      const after = line.carried();
      return {
        wholeMs,
        connections: after.connections - before.connections,
        bytes: after.bytes - before.bytes,
      };
    },
    close: async () => {
      await browser.close();
      await nginx.stop();
      await clew.stop();
      await line.close();
    },
  };
}
