import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const none = { demo: false, development: false };

function read(env: Record<string, string>, flags: { demo?: boolean; host?: string; port?: string } = {}) {
  return readSettings({ env, flags: { ...none, ...flags }, checkout: '/srv/clew', home: '/var/lib/clew' });
}

const tls = join(import.meta.dirname, 'testing', 'tls');
const tlsFiles = { CLEW_TLS_CERT: join(tls, 'certificate.pem'), CLEW_TLS_KEY: join(tls, 'key.pem') };
const beyond = { CLEW_HOST: '0.0.0.0', CLEW_ORIGIN: 'https://clew.example.org' };

describe('with nothing set', () => {
  test('it listens on localhost:1414, with data of its own for this checkout', () => {
    const settings = read({});
    expect(settings.listen).toEqual({ host: 'localhost', loopback: true, port: 1414 });
    expect(settings.dataFolder).toMatch(/^\/var\/lib\/clew\/[0-9a-f]{16}$/);
    expect(settings.database).toBeUndefined();
  });

  test('a demo has another data folder', () => {
    expect(read({}, { demo: true }).dataFolder).toBe(`${read({}).dataFolder}-demo`);
  });

  test('a flag without a value is refused, not read as any port', () => {
    expect(() => read({}, { port: '' })).toThrow(/CLEW_PORT/);
  });

  test('flags outrank the environment', () => {
    expect(read({ CLEW_PORT: '8000' }, { port: '9000' }).listen.port).toBe(9000);
  });
});

describe('beyond this machine', () => {
  test('it needs TLS files or a named proxy', () => {
    expect(() => read(beyond)).toThrow(/CLEW_TLS_CERT and CLEW_TLS_KEY/);
    expect(read({ ...beyond, ...tlsFiles }).tls).toBeDefined();
    expect(read({ ...beyond, CLEW_TRUSTED_PROXY: '10.0.0.2, ::1' }).trustedProxy).toBe('10.0.0.2, ::1');
  });

  test('every address that is not loopback counts', () => {
    for (const host of ['::', '192.168.1.4', 'clew.example.org', '127.0.0.1.example.org', '0'])
      expect(() => read({ CLEW_HOST: host })).toThrow(/CLEW_/);
  });

  test('it needs the address that people type', () => {
    const without = { CLEW_HOST: '0.0.0.0', CLEW_TRUSTED_PROXY: '10.0.0.2' };
    expect(() => read(without)).toThrow(/CLEW_ORIGIN/);
    expect(() => read({ ...without, CLEW_ORIGIN: 'http://clew.example.org' })).toThrow(/https/);
  });

  test('a plain http address is refused behind a proxy on this machine too, unless it is an onion', () => {
    expect(() => read({ CLEW_ORIGIN: 'http://clew.example.org' })).toThrow(/https/);
    expect(read({ CLEW_ORIGIN: 'http://clewclewclew.onion' }).origin).toBe('http://clewclewclew.onion');
  });

  test('TLS files that are missing, or are none, are told by their setting', () => {
    expect(() => read({ ...beyond, ...tlsFiles, CLEW_TLS_CERT: '/nope.pem' })).toThrow(
      /CLEW_TLS_CERT names \/nope.pem/,
    );
    expect(() => read({ ...beyond, ...tlsFiles, CLEW_TLS_KEY: '/nope.pem' })).toThrow(/CLEW_TLS_KEY names/);
    expect(() => read({ ...beyond, ...tlsFiles, CLEW_TLS_KEY: import.meta.filename })).toThrow(
      /no certificate/,
    );
  });

  test('a demo never listens there', () => {
    expect(() => read({ ...beyond, CLEW_TRUSTED_PROXY: '10.0.0.2' }, { demo: true })).toThrow(/demo/);
  });
});

describe('nonsense', () => {
  const wrong: [string, Record<string, string>][] = [
    ['CLEW_PORT', { CLEW_PORT: 'http' }],
    ['CLEW_PORT', { CLEW_PORT: '70000' }],
    ['CLEW_PORT', { CLEW_PORT: '0x50' }],
    ['CLEW_ORIGIN', { CLEW_ORIGIN: 'clew.example.org' }],
    ['CLEW_ORIGIN', { CLEW_ORIGIN: 'https://clew.example.org/path' }],
    ['CLEW_TLS_KEY', { CLEW_TLS_CERT: '/c.pem' }],
    ['CLEW_TRUSTED_PROXY', { CLEW_TRUSTED_PROXY: 'everyone' }],
    ['CLEW_TRUSTED_PROXY', { CLEW_TRUSTED_PROXY: '10.0.0.0/99' }],
    ['CLEW_TRUSTED_PROXY', { CLEW_TRUSTED_PROXY: '10.0.0.2,' }],
    ['CLEW_TRUSTED_PROXY', { CLEW_TRUSTED_PROXY: '0.0.0.0/0' }],
    ['CLEW_LEAVE_TO', { CLEW_LEAVE_TO: 'javascript:alert(1)' }],
    ['DATABASE_ADMIN_URL', { DATABASE_URL: 'postgres://a@b/c' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://a@b/c', DATABASE_ADMIN_URL: 'postgres://b@b/c' }],
  ];
  test.each(wrong)('in %s is told by its name: %o', (name, env) => {
    expect(() => read(env)).toThrow(expect.objectContaining({ message: expect.stringContaining(name) }));
  });

  test('never repeats a value, which may hold a password', () => {
    const env = { DATABASE_URL: 'mysql://a:hunter2@b/c', DATABASE_ADMIN_URL: 'postgres://b@b/c' };
    expect(() => read(env)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
    );
  });
});
