#!/usr/bin/env node
await import('./register.mjs');
await import('../app/cli.ts');
