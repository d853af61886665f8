import net from 'node:net';
import { configureGlobal } from 'fast-check';

/** Every property test draws the same values on every run; CLEW_TEST_SEED tries others. */
configureGlobal({ seed: Number(process.env.CLEW_TEST_SEED ?? 1414) });

// A test that reaches another machine passes or fails with that machine, and may tell it something.
// A process runs many files, and this file before each.
const { connect } = net.Socket.prototype;
if (connect.name !== 'connectOffline')
  net.Socket.prototype.connect = function connectOffline(this: net.Socket, ...args: unknown[]) {
    const host = hostOf(args);
    if (host === undefined || isLoopback(host)) return Reflect.apply(connect, this, args);
    const refusal = new Error(`A test tried to reach ${host}. Tests are offline: serve it on loopback.`);
    // Not at once: TLS still sets its socket up after this call.
    process.nextTick(() => this.destroy(refusal));
    return this;
  } as typeof connect;

/** The host that these arguments of `Socket.connect` name; undefined for a Unix socket. */
function hostOf(args: readonly unknown[]): string | undefined {
  // Node itself passes its normalised form, an array whose first item holds the options.
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof first === 'object' && first !== null) {
    const options = first as { path?: unknown; host?: unknown };
    return typeof options.path === 'string' ? undefined : String(options.host ?? 'localhost');
  }
  if (typeof first === 'string' && Number.isNaN(Number(first))) return undefined;
  return typeof args[1] === 'string' ? args[1] : 'localhost';
}

function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '');
  return (
    name === 'localhost' || name === '::1' || name === '::ffff:127.0.0.1' || /^127(\.\d+){3}$/.test(name)
  );
}
