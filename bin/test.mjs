import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

/**
 * Runs every test, or those below the paths named, and closes with one line: `N passed, N failed`.
 * Exit code 0 only if at least one test ran and nothing failed: no test, no file, no hook, no error that
 * nobody caught, no teardown.
 */

const LEFT_TO_CI =
  'Left to .ci/run: PostgreSQL 15 of Debian, the start-up, store and wire tests on Node 24, `npm ci` in an empty folder, lint and types.' +
  (process.getuid?.() === 0 ? '' : ' And, as this is not root: a disk that fills, a start as another user.');
const STOP_WITHIN_MS = 3_000;
const CLOSE_WITHIN_MS = 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { root: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) } },
});
const { root } = values;

/** What went wrong beside the tests themselves; each counts as one failure. */
const faults = [];
const counts = { passed: 0, failed: 0, skipped: 0 };
let run;
let stopped;
let closed = false;
let nothingFound = false;
let giveUp;
const givenUp = new Promise((resolve) => {
  giveUp = resolve;
});

forgetTheNode(process.env);
hearSignals();
// The last word even if something below calls process.exit or throws.
process.on('exit', () => {
  if (!closed) close('The run ended before its time.');
});

await runTests();
close();
process.exit();

async function runTests() {
  try {
    await Promise.race([startVitest('test', positionals, options(), { root }), givenUp]);
    await Promise.race([run?.close(), deadline(CLOSE_WITHIN_MS)]);
  } catch (error) {
    faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function options() {
  return {
    root,
    run: true,
    watch: false,
    reporters: ['default', { onInit: remember, onTestRunEnd: tally }],
  };
}

function hearSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.removeAllListeners(signal);
    process.on(signal, () => stop(signal));
  }
}

function remember(vitest) {
  run = vitest;
  // Vitest's own handlers exit within a millisecond and would leave the test database running.
  hearSignals();
  const { logger } = vitest;
  const printNoTestFound = logger.printNoTestFound.bind(logger);
  logger.printNoTestFound = (...words) => {
    nothingFound = true;
    printNoTestFound(...words);
  };
  const logError = logger.error.bind(logger);
  // Vitest logs a teardown that throws, and still ends with 0.
  logger.error = (...words) => {
    if (words[0] === 'error during close') faults.push('Teardown of the run threw; see above.');
    logError(...words);
  };
  if (stopped) cancel();
}

function tally(modules, unhandled) {
  for (const module of modules) {
    counts.failed += module.errors().length;
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      counts[state in counts ? state : 'skipped'] += 1;
    }
  }
  counts.failed += unhandled.length;
}

function stop(signal) {
  // npm passes a Ctrl-C on that the terminal has sent us already: only a later one means "now".
  if (stopped && Date.now() - stopped.at > 500) process.exit();
  if (stopped) return;
  stopped = { at: Date.now() };
  faults.push(`Stopped by ${signal} before all tests had run.`);
  cancel();
}

/** Stops the workers; a test that does not end is left behind after a moment. */
function cancel() {
  run?.cancelCurrentRun('keyboard-input').catch(() => {});
  setTimeout(giveUp, STOP_WITHIN_MS);
}

function close(fault) {
  closed = true;
  if (fault) faults.push(fault);
  // Vitest reports a failed set-up or teardown by this code alone.
  if (process.exitCode && !nothingFound && counts.failed + faults.length === 0) {
    faults.push('The run could not be set up; see above.');
  }
  counts.failed += faults.length;
  const lines = faults.map((text) => `FAILED ${text}`);
  if (nothingFound)
    lines.push(`No test found${positionals.length ? ` below ${positionals.join(', ')}` : ''}.`);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  lines.push(LEFT_TO_CI, `${counts.passed} passed, ${counts.failed} failed${skipped}`);
  process.stdout.write(`\n${lines.join('\n')}\n`);
  process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}

function deadline(milliseconds) {
  return new Promise((_, reject) => {
    const text = `The run did not close within ${milliseconds / 1000} seconds.`;
    setTimeout(() => reject(new Error(text)), milliseconds).unref();
  });
}

/** Takes the settings of a real node out of the environment: no test may touch somebody's cases. */
function forgetTheNode(env) {
  for (const name of Object.keys(env)) {
    const ours = name.startsWith('CLEW_') && !name.startsWith('CLEW_TEST_') && name !== 'CLEW_BROWSER';
    if (ours || name === 'DATABASE_URL' || name === 'DATABASE_ADMIN_URL' || /^PG[A-Z]+$/.test(name)) {
      delete env[name];
    }
  }
}
