// The thread of `prover.ts`: it proves reforms, so that a proof which takes its time holds up nobody else's page.
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

// As where a process starts: no compiled code is read from a folder that another user may have planted.
process.env.TSX_DISABLE_CACHE = '1';
register({ tsconfig: fileURLToPath(new URL('../../../../tsconfig.json', import.meta.url)) });
const { proveReform } = await import('./prove-reform.ts');

// A record of the law holds its own keys alone, here as where it was read.
const bare = (_key, value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.setPrototypeOf(value, null)
    : value;
const law = JSON.parse(workerData.law, bare);
const decisions = JSON.parse(workerData.decisions, bare);

parentPort.on('message', ({ asked }) => {
  try {
    parentPort.postMessage({ proved: JSON.stringify(proveReform(law, decisions, asked)) });
  } catch {
    // What a hostile text may break ends here; nothing of it is told.
    parentPort.postMessage({});
  }
});
