import { readFileSync } from 'node:fs';
import type { RequestListener, ServerOptions } from 'node:http';
import { createServer, type Server } from 'node:https';
import { createSecureContext, type SecureContextOptions } from 'node:tls';

/** The two files of a TLS certificate: chain and key, PEM. */
type TlsFiles = { cert: string; key: string };

type Pair = { cert: Buffer; key: Buffer };

type TlsServing = {
  files: TlsFiles;
  /** How often the files are looked at, in milliseconds. */
  everyMs: number;
  /** Told once for each change: `renewed` if it is served from now on, `kept` if it is no certificate with its key. */
  onChange: (outcome: 'renewed' | 'kept') => void;
};

/**
 * TLS 1.3, else 1.2, and of 1.2 only suites that encrypt and authenticate in one and whose keys are forgotten afterwards. Node's
 * own list takes older ones too.
 */
const TLS_TERMS: SecureContextOptions = {
  minVersion: 'TLSv1.2',
  honorCipherOrder: true,
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
};

/**
 * A server that speaks TLS with the files' certificate, and with the next one once both files hold it: connections that stand are
 * not cut. A pair half-way written is not taken. Throws if the files are no certificate with its key now.
 */
export function createTlsServer(
  limits: ServerOptions,
  listener: RequestListener,
  { files, everyMs, onChange }: TlsServing,
): Server {
  let served = readPair(files);
  let refused: Pair | undefined;
  let told = true;
  const server = createServer({ ...limits, ...TLS_TERMS, ...served }, listener);
  const look = () => {
    const now = tryReadPair(files);
    if (!now || isSame(now, served)) return;
    if (isPair(now)) {
      served = now;
      refused = undefined;
      server.setSecureContext({ ...TLS_TERMS, ...now });
      return onChange('renewed');
    }
    // One file is often replaced a moment before the other: only what stands at a second look is told, and once.
    if (!refused || !isSame(now, refused)) told = false;
    else if (!told) {
      told = true;
      onChange('kept');
    }
    refused = now;
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  server.once('close', () => clearInterval(timer));
  return server;
}

function readPair({ cert, key }: TlsFiles): Pair {
  return { cert: readFileSync(cert), key: readFileSync(key) };
}

function tryReadPair(files: TlsFiles): Pair | undefined {
  try {
    return readPair(files);
  } catch {
    // A file is being replaced; what is served stays.
    return undefined;
  }
}

function isSame(one: Pair, other: Pair): boolean {
  return one.cert.equals(other.cert) && one.key.equals(other.key);
}

function isPair(pair: Pair): boolean {
  try {
    createSecureContext(pair);
    return true;
  } catch {
    return false;
  }
}
