// Teaches this process to run TypeScript. tsx keeps compiled code in a folder below the system's temporary folder, which
// another user may have planted there: here it keeps it beside the installed code, where only who may change that code writes.
import { fileURLToPath } from 'node:url';
import { mayKeepCode } from './kept-code.mjs';

const folder = fileURLToPath(new URL('../node_modules/.cache/clew/code', import.meta.url));
const { TMPDIR } = process.env;
if (mayKeepCode(folder)) {
  delete process.env.TSX_DISABLE_CACHE;
  process.env.TMPDIR = folder;
} else process.env.TSX_DISABLE_CACHE = '1';
const { register } = await import('tsx/esm/api');
// The thread that compiles begins here, and has the environment of this moment.
register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
process.env.TSX_DISABLE_CACHE = '1';
if (TMPDIR === undefined) delete process.env.TMPDIR;
else process.env.TMPDIR = TMPDIR;
