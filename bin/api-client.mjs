// `npm run api:client` makes packages/client/operations.ts anew of the routes of this tree.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

await import('./register.mjs');
const { describeNode } = await import('../e2e/client/describe-node.ts');
const { makeClient } = await import('../e2e/client/make-client.ts');
const file = fileURLToPath(new URL('../packages/client/operations.ts', import.meta.url));
writeFileSync(file, makeClient(describeNode()));
