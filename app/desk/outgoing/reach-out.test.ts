import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, BlockList } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { mayReach } from './guarded-address.ts';
import { type Outgoing, type OutgoingRequest, reachOut } from './reach-out.ts';

const closes: (() => void)[] = [];
afterEach(() => {
  for (const close of closes.splice(0)) close();
});

async function serve(listener: RequestListener, server: Server = createServer(listener)): Promise<number> {
  server.on('request', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closes.push(
    () => server.closeAllConnections(),
    () => void server.close(),
  );
  return (server.address() as AddressInfo).port;
}

const never = async () => {
  throw new Error('asked');
};
/** That the patience is waited out is tested by itself. */
const outwait = async () => undefined;
const public4: Outgoing = {
  ...{ resolve: async () => ['93.184.216.34'], allowed: undefined, mayBeLocal: false },
  outwait,
};
const local: Outgoing = {
  ...{ resolve: async () => ['127.0.0.1'], allowed: undefined, mayBeLocal: true },
  outwait,
};
const asked = (address: string, more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  ...{ address: new URL(address), method: 'GET', headers: {}, limit: 1_000, patienceMs: 5_000 },
  ...more,
});

describe('an address of the network that the node stands in', () => {
  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://0.0.0.0/',
    'https://10.0.0.5/',
    'https://172.31.255.255/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:10.0.0.5]/',
    'https://[::ffff:93.184.216.34]/',
    'https://[64:ff9b::a00:5]/',
    'https://[2002:a00:5::]/',
    'https://[2001:0:a00:5::1]/',
    'https://[fd00:ec2::254]/',
    'https://[fe80::1]/',
    'https://[ff02::1]/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
  ])('%s is refused', async (address) => {
    expect(await reachOut({ ...public4, resolve: never }, asked(address))).toEqual({
      ok: false,
      why: 'guarded',
    });
  });

  test.each([
    ['127.0.0.1'],
    ['::1'],
    ['fd12::1'],
    ['169.254.169.254'],
    ['93.184.216.34', '10.0.0.5'],
    ['2606:2800:220:1::1', '::ffff:127.0.0.1'],
    ['fe80::1%eth0'],
  ])('and so is a name that leads to %s', async (...addresses) => {
    const outgoing = { ...public4, resolve: async () => addresses };
    expect(await reachOut(outgoing, asked('https://hooks.example/'))).toEqual({ ok: false, why: 'guarded' });
  });

  test('is reached where the operator allowed the network', () => {
    const allowed = new BlockList();
    allowed.addSubnet('10.20.0.0', 16, 'ipv4');
    allowed.addSubnet('fd12::', 16, 'ipv6');
    expect(['10.20.3.4', '::ffff:10.20.3.4', 'fd12::9'].map((one) => mayReach(one, allowed))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['10.21.0.1', '127.0.0.1', 'fd13::9'].some((one) => mayReach(one, allowed))).toBe(false);
  });

  test('is never taken for a public one, however IPv4 is written into IPv6', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte), (rest) => {
        const inner = `10.${rest.join('.')}`;
        const hex = [10, ...rest].map((one) => one.toString(16).padStart(2, '0'));
        const groups = `${hex[0]}${hex[1]}:${hex[2]}${hex[3]}`;
        const ways = [
          inner,
          `::ffff:${inner}`,
          `::ffff:${groups}`,
          `64:ff9b::${groups}`,
          `2002:${groups}::1`,
          `::${groups}`,
        ];
        expect(ways.filter((way) => mayReach(way, undefined))).toEqual([]);
      }),
    );
  });

  test('and public ones are reached', () => {
    for (const one of ['93.184.216.34', '1.1.1.1', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450::1'])
      expect(mayReach(one, undefined)).toBe(true);
  });
});

describe('a name', () => {
  test('is resolved once, and connected to as it was resolved: what it leads to a moment later is not asked', async () => {
    let port = 0;
    const seen: string[] = [];
    port = await serve((request, response) => {
      seen.push(request.headers.host ?? '');
      response.end('well');
    });
    // The first answer may be reached. Whoever asks again is led into the network.
    const answers = [['127.0.0.1'], ['10.0.0.5']];
    let times = 0;
    const outgoing: Outgoing = { ...local, resolve: async () => answers[times++] ?? [] };
    const answer = await reachOut(outgoing, asked(`http://localhost:${port}/`));
    expect(answer).toMatchObject({ ok: true, status: 200 });
    expect(times).toBe(1);
    expect(seen).toEqual([`localhost:${port}`]);
  });

  test('is connected to where it leads, whatever the machine itself says of it', async () => {
    const port = await serve((_request, response) => void response.end('well'));
    // Nothing answers there; that this is where it went shows in that nothing answered here.
    const answer = await reachOut(
      { ...local, resolve: async () => ['127.0.0.2'] },
      asked(`http://localhost:${port}/`),
    );
    expect(answer).toEqual({ ok: false, why: 'unreached' });
  });

  test('that leads nowhere is not reached', async () => {
    expect(await reachOut({ ...public4, resolve: never }, asked('https://nowhere.example/'))).toEqual({
      ok: false,
      why: 'unreached',
    });
  });
});

describe('what is asked', () => {
  test.each([
    'http://hooks.example/',
    'ftp://hooks.example/',
    'file:///etc/passwd',
    `https://a:${'b'}@hooks.example/`,
  ])('is never asked at %s', async (address) => {
    expect(await reachOut({ ...public4, resolve: never }, asked(address))).toEqual({
      ok: false,
      why: 'guarded',
    });
  });

  test('leads on to nowhere else', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(302, { Location: 'http://169.254.169.254/' }).end();
    });
    expect(await reachOut(local, asked(`http://localhost:${port}/`))).toMatchObject({
      ok: true,
      status: 302,
    });
  });

  test('is read no further than the limit', async () => {
    const port = await serve((_request, response) => void response.end('x'.repeat(2_000)));
    expect(await reachOut(local, asked(`http://localhost:${port}/`))).toEqual({
      ok: false,
      why: 'too-large',
    });
  });

  test('is waited for no longer than the patience, also where the name is slow', async () => {
    const port = await serve(() => undefined);
    const hasty = { patienceMs: 50 };
    expect(await reachOut(local, asked(`http://localhost:${port}/`, hasty))).toEqual({
      ok: false,
      why: 'too-slow',
    });
    const slow = { ...public4, resolve: () => new Promise<never>(() => undefined) };
    expect(await reachOut(slow, asked('https://slow.example/', hasty))).toEqual({
      ok: false,
      why: 'too-slow',
    });
  });

  test('is not believed without a certificate of that name', async () => {
    const tls = join(import.meta.dirname, '..', '..', 'supervisor', 'testing', 'tls');
    const read = (name: string) => readFileSync(join(tls, name));
    const server = createTlsServer(
      { cert: read('certificate.pem'), key: read('key.pem') },
      (_request, response) => void response.end('well'),
    );
    const port = await serve(() => undefined, server as unknown as Server);
    const allowed = new BlockList();
    allowed.addAddress('127.0.0.1');
    const outgoing: Outgoing = { ...local, allowed, mayBeLocal: false };
    expect(await reachOut(outgoing, asked(`https://hooks.example:${port}/`))).toEqual({
      ok: false,
      why: 'unreached',
    });
  });
});

describe('whoever was not reached', () => {
  test('is told of when the patience is over and not before, whether guarded, nowhere, refused or silent', async () => {
    const silent = await serve(() => undefined);
    const ways: [why: string, outgoing: Outgoing, address: string][] = [
      ['guarded', public4, 'https://169.254.169.254/'],
      ['guarded', public4, 'http://hooks.example/'],
      ['guarded', { ...public4, resolve: async () => ['10.0.0.5'] }, 'https://inner.example/'],
      ['unreached', { ...public4, resolve: never }, 'https://nowhere.example/'],
      ['unreached', local, 'http://localhost:1/'],
      ['too-slow', local, `http://localhost:${silent}/`],
    ];
    for (const [why, outgoing, address] of ways) {
      const order: string[] = [];
      const over = new AbortController();
      const outwait = async () => {
        order.push('waits');
        await once(over.signal, 'abort');
      };
      const holding = { ...outgoing, outwait };
      const patienceMs = why === 'too-slow' ? 50 : 600_000;
      const told = reachOut(holding, asked(address, { patienceMs })).then((answer) => {
        order.push('told');
        return answer;
      });
      await vi.waitFor(() => expect(order).toContain('waits'));
      await new Promise((resolve) => setImmediate(resolve));
      expect([address, order]).toEqual([address, ['waits']]);
      over.abort();
      expect(await told).toEqual({ ok: false, why });
    }
  });

  test('is waited for as long as was said, where nobody says otherwise', async () => {
    const { outwait: _, ...plain } = public4;
    const timers = vi.spyOn(AbortSignal, 'timeout');
    const over = new AbortController();
    timers.mockReturnValueOnce(over.signal);
    let isTold = false;
    const told = reachOut(plain, asked('https://10.0.0.5/')).finally(() => {
      isTold = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect([isTold, timers.mock.calls]).toEqual([false, [[5_000]]]);
    over.abort();
    expect(await told).toEqual({ ok: false, why: 'guarded' });
    timers.mockRestore();
  });
});
