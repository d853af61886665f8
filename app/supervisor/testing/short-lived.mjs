// A process for jobs that writes its number into the file that it is told, and ends well or badly as it is told.
import { appendFileSync } from 'node:fs';

process.once('message', ({ databaseUrl, outgoingNetworks }) => {
  appendFileSync(databaseUrl, `${process.pid}\n`);
  process.exit(Number(outgoingNetworks));
});
