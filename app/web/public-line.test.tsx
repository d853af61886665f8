import type { JSX } from 'preact';
import { describe, expect, test } from 'vitest';
import type { WebEvent } from './events.ts';
import { definePage, type Visit } from './page.ts';
import { createPublicLine } from './public-line.ts';
import { ask, sampleSite, send } from './testing/sample-site.tsx';

/** A line whose clock moves, and whose pauses end, when the test says so. */
function lineUnderTest({ most = 64, isShared = true } = {}) {
  let time = 0;
  const due: { at: number; call: () => void }[] = [];
  const line = createPublicLine({
    most,
    patienceMs: 15_000,
    isShared: () => isShared,
    now: () => time,
    after: (ms, call) => {
      const one = { at: time + ms, call };
      due.push(one);
      return () => void (due.includes(one) && due.splice(due.indexOf(one), 1));
    },
  });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  const pass = async (ms: number) => {
    time += ms;
    for (const one of due.filter(({ at }) => at <= time)) {
      due.splice(due.indexOf(one), 1);
      one.call();
    }
    await settle();
  };
  return { line, pass, settle, work: (ms: number) => (time += ms) };
}

describe('public work', () => {
  test('is done one at a time, and then rests as long as it took while others are served', async () => {
    const { line, pass, settle, work } = lineUnderTest();
    const done: number[] = [];
    for (const number of [1, 2])
      void line.run('/assess', async () => {
        work(200);
        done.push(number);
      });
    await settle();
    expect(done).toEqual([1]);
    await pass(199);
    expect(done).toEqual([1]);
    await pass(1);
    expect(done).toEqual([1, 2]);
  });

  test('rests for a moment alone where nobody else is served', async () => {
    const { line, pass, settle, work } = lineUnderTest({ isShared: false });
    const done: number[] = [];
    for (const number of [1, 2]) void line.run('/assess', async () => done.push(work(200) && number));
    await settle();
    expect(done).toEqual([1]);
    await pass(1);
    expect(done).toEqual([1, 2]);
  });

  test('takes turns by kind: a flood of one keeps nobody from another', async () => {
    const { line, pass, settle } = lineUnderTest();
    const done: string[] = [];
    const come = (kind: string) => void line.run(kind, async () => done.push(kind));
    for (let flood = 0; flood < 30; flood++) come('/assess/paste');
    come('/assess');
    await settle();
    await pass(1);
    expect(done).toEqual(['/assess/paste', '/assess/paste']);
    await pass(1);
    expect(done).toEqual(['/assess/paste', '/assess/paste', '/assess']);
  });

  test('is sent away from a full line at the end of its longest row, not whoever comes next', async () => {
    const { line, settle } = lineUnderTest({ most: 3 });
    const results: string[] = [];
    const come = (kind: string) =>
      void line.run(kind, () => new Promise(() => undefined)).then(({ ok }) => results.push(`${kind} ${ok}`));
    for (let flood = 0; flood < 5; flood++) come('flood');
    come('other');
    await settle();
    // The first is under way and three may wait: of five and one, two of the flood are gone.
    expect(results).toEqual(['flood false', 'flood false']);
  });

  test('waits no longer than its patience', async () => {
    const { line, pass } = lineUnderTest();
    void line.run('slow', () => new Promise(() => undefined));
    const waiting = line.run('late', async () => 'done');
    await pass(15_000);
    expect(await waiting).toEqual({ ok: false });
  });

  test('that throws lets the next have its turn', async () => {
    const { line, pass } = lineUnderTest();
    await expect(line.run('broken', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    const next = line.run('next', async () => 'done');
    await pass(1);
    expect(await next).toEqual({ ok: true, value: 'done' });
  });
});

describe('a page whose work goes on apart', () => {
  const page = (path: `/${string}`, render: (visit: Visit) => Promise<JSX.Element>) =>
    definePage({ path, method: 'post', action: 'public.assess', title: 'shell.title', render });

  test('gives up its place: others are served while it waits, and it is answered in the end', async () => {
    let finish: (words: string) => void = () => undefined;
    const proof = new Promise<string>((resolve) => {
      finish = resolve;
    });
    const { line, pass } = lineUnderTest();
    const pages = [
      page('/law/proof', async ({ apart }) => <h1>{await apart(() => proof)}</h1>),
      page('/assess', async () => <h1>Served</h1>),
    ];
    const site = sampleSite({ pages, line });
    const slow = send(site, '/law/proof', {});
    const other = send(site, '/assess', {});
    for (let turn = 0; turn < 4; turn++) await pass(1);
    expect(await (await other).text()).toContain('Served');
    finish('Proved');
    expect(await (await slow).text()).toContain('Proved');
  });

  test('tells what went wrong there like any other', async () => {
    const { line, pass } = lineUnderTest();
    const fails = async () => Promise.reject(new Error('the thread is gone'));
    const pages = [page('/law/proof', async ({ apart }) => <h1>{await apart(fails)}</h1>)];
    const answer = send(sampleSite({ pages, line }), '/law/proof', {});
    await pass(1);
    expect((await answer).status).toBe(500);
  });
});

describe('while somebody floods a public form', () => {
  const drawn: string[] = [];
  const noted: WebEvent[] = [];
  const page = (path: `/${string}`, cookies: boolean) =>
    definePage({
      path,
      method: 'post',
      action: 'public.assess',
      title: 'shell.title',
      cookies,
      render: () => {
        drawn.push(path);
        return <h1>Done</h1>;
      },
    });
  const { line, pass } = lineUnderTest({ most: 30 });
  const site = sampleSite({
    pages: [page('/assess', false), page('/desk', true)],
    line,
    note: (event) => void noted.push(event),
  });

  test('who is signed in is served before all but the first of what waits, and who is turned away keeps their words', async () => {
    const flood = Array.from({ length: 40 }, () => send(site, '/assess', { story: 'what was typed' }));
    const desk = await send(site, '/desk', {});
    expect(desk.status).toBe(200);
    expect(drawn.filter((path) => path === '/assess').length).toBeLessThanOrEqual(1);
    expect(drawn).toContain('/desk');
    for (let turn = 0; turn < 60; turn++) await pass(1);
    const answers = await Promise.all(flood);
    const turnedAway = answers.filter(({ status }) => status === 503);
    expect(turnedAway).toHaveLength(9);
    expect(noted).toEqual(Array(9).fill('line.turned-away'));
    expect(turnedAway[0]?.headers.get('Retry-After')).toBe('10');
    const html = (await turnedAway[0]?.text()) ?? '';
    expect(html).toContain('Too many people are using this site');
    expect(html).toContain('value="what was typed"');
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(31);
  });

  test('a page that is only read is served at once', async () => {
    expect((await ask(site, '/')).status).toBe(200);
  });
});
