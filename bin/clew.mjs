#!/usr/bin/env node
// Plain JavaScript that any Node.js can read, so that one too old is told so instead of failing on a word it does not know.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `Clew needs Node.js 20.19 or newer, and this is ${process.version}. Install Node.js 24.\n`,
  );
  process.exit(2);
}
await import('./register.mjs');
await import('../app/cli.ts');
