import { findHome } from '../../store/index.ts';
import { readSettings } from '../settings.ts';
import { supervise } from '../supervise.ts';

/** Runs the supervisor as `clew start` does, with the web process for tests. Flags: --idle MS, --age MS, --silence MS, --start MS, --demo, and --jobs for a process that does jobs. */
function flag(name: string): number | undefined {
  const place = process.argv.indexOf(`--${name}`);
  return place < 0 ? undefined : Number(process.argv[place + 1]);
}

const [idleMs, maxAgeMs, silenceMs, startMs] = ['idle', 'age', 'silence', 'start'].map(flag);
try {
  await supervise({
    settings: readSettings({
      env: process.env,
      flags: { demo: process.argv.includes('--demo'), development: false },
      checkout: import.meta.dirname,
      home: findHome(),
    }),
    webEntry: `${import.meta.dirname}/web.mjs`,
    ...(process.argv.includes('--jobs') ? { jobsEntry: `${import.meta.dirname}/jobs.mjs` } : {}),
    version: 'test',
    say: (line) => process.stdout.write(`${line}\n`),
    times: {
      ...(idleMs ? { idleMs } : {}),
      ...(maxAgeMs ? { maxAgeMs } : {}),
      ...(silenceMs ? { silenceMs } : {}),
      ...(startMs ? { startMs } : {}),
    },
  });
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
