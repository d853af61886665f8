// Teaches this process to run TypeScript. tsx would otherwise read compiled code from a folder below the system's
// temporary folder, which another user may have planted there.
import { fileURLToPath } from 'node:url';

process.env.TSX_DISABLE_CACHE = '1';
const { register } = await import('tsx/esm/api');
register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
