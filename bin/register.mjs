// Teaches this process to run TypeScript. tsx would otherwise read compiled code from a folder below the system's
// temporary folder, which another user may have planted there.
process.env.TSX_DISABLE_CACHE = '1';
const { register } = await import('tsx/esm/api');
register({ tsconfig: new URL('../tsconfig.json', import.meta.url).pathname });
