// Writes docs/dependencies.md from the lock and what the registry says of each package. Needs the network.
import './register.mjs';

const { writeDependencies } = await import('./dependencies.ts');
await writeDependencies();
