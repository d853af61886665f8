// Asks the node that runs beside this process whether it is well: exit code 0 if so, else 1 and a line that
// says why. It reads the node's own settings and asks by the name the node answers to.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { parseEnv } from 'node:util';

const { CLEW_CONFIG } = process.env;
const written = CLEW_CONFIG ? parseEnv(readFileSync(CLEW_CONFIG, 'utf8')) : {};
const {
  CLEW_HOST = 'localhost',
  CLEW_PORT = '1414',
  CLEW_ORIGIN,
  CLEW_TLS_CERT,
} = { ...written, ...process.env };
const host = ['0.0.0.0', '::'].includes(CLEW_HOST) ? 'localhost' : CLEW_HOST;
const name = CLEW_ORIGIN ? new URL(CLEW_ORIGIN).host : `localhost:${CLEW_PORT}`;

const asked = (CLEW_TLS_CERT ? https : http).get({
  host,
  port: CLEW_PORT,
  path: '/health',
  headers: { host: name },
  timeout: 5_000,
  // The certificate is for the public name; this asks the same machine by its own.
  rejectUnauthorized: false,
});
asked.on('response', ({ statusCode }) => end(statusCode === 200 ? 0 : 1, `/health answered ${statusCode}`));
asked.on('timeout', () => asked.destroy(new Error('no answer within 5 seconds')));
asked.on('error', ({ message }) => end(1, `${host}:${CLEW_PORT}: ${message}`));

function end(code, line) {
  process.stdout.write(`${line}\n`);
  process.exit(code);
}
