import { restoreNode } from '../restore-node.ts';
import { readSettings } from '../settings.ts';

/** Restores a node as `clew restore` does and says each step, until it is through or killed: arguments are the file and the key. */
const [file = '', identity = ''] = process.argv.slice(2);
const settings = readSettings({
  env: process.env,
  flags: { demo: false, development: false },
  checkout: '',
  home: '',
});
const onProgress = (words: string) => void process.stdout.write(`${words}\n`);
await restoreNode(settings, {
  ...{ file, identities: [identity], unsigned: true, say: () => undefined, onProgress },
});
