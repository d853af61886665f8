import { describe, expect, test } from 'vitest';
import { definePage, type Page, redirectTo, sendFile, showFault, showPage } from './page.ts';
import { ask, sampleSite, send } from './testing/sample-site.tsx';

const page = definePage({
  path: '/law',
  method: 'get',
  action: 'law.read',
  title: 'shell.law',
  render: () => <h1>Law</h1>,
});

function startWith(...changes: Partial<Page>[]): () => unknown {
  return () => sampleSite({ pages: changes.map((change) => ({ ...page, ...change })) });
}

describe('a site does not start', () => {
  test('with a page that declares no action', () => {
    expect(startWith({ action: '' })).toThrow('The page GET /law declares no action. Give it one');
    expect(startWith({ action: undefined as unknown as string })).toThrow('declares no action');
    expect(startWith({ action: 'everything' })).toThrow('declares no action');
  });

  test('with a page whose action is not in the list', () => {
    expect(startWith({ action: 'law.burn' })).toThrow('"law.burn", which is not in the list of actions');
  });

  test('with two pages for one address', () => {
    expect(startWith({}, {})).toThrow('Two pages answer GET /law. Keep one.');
    expect(startWith({ path: '/' })).toThrow('Two pages answer GET /');
  });

  test.each(['/en/law', '/api/law', '/assets/law', '/x', '/health', '/law/../x', '//law', '/law/'] as const)(
    'with a page at %s',
    (path) => {
      expect(startWith({ path })).toThrow('cannot have this path');
    },
  );

  test('with an origin that is not one, or nowhere to leave to', () => {
    expect(() => sampleSite({ origin: 'http://localhost:1414/' })).toThrow('is not an origin');
    expect(() => sampleSite({ leaveTo: 'weather' })).toThrow('is not an address to leave to');
  });
});

test('a page and a form may share an address', () => {
  expect(startWith({}, { method: 'post', action: 'law.assess' })).not.toThrow();
});

describe('a cookie', () => {
  const cookies = [
    { name: 'clew', value: 'a.b-c' },
    { name: 'old', value: '', maxAge: 0 },
  ];
  const giving = (more: Partial<Page>) =>
    sampleSite({
      ...more,
      pages: [
        definePage({
          ...page,
          ...more,
          render: (visit) => showPage(<p>{visit.cookie('clew') ?? 'none came'}</p>, { cookies }),
        }),
      ],
    });

  test('is hidden from scripts and from other sites, and a neighbouring host cannot set it', async () => {
    const set = async (origin: string) => {
      const site = sampleSite({
        origin,
        pages: [definePage({ ...page, cookies: true, render: () => redirectTo('/law', cookies) })],
      });
      return (await site.fetch(new Request(`${origin}/law`))).headers.getSetCookie();
    };
    expect(await set('https://clew.example')).toEqual([
      '__Host-clew=a.b-c; Path=/; HttpOnly; SameSite=Strict; Secure',
      '__Host-old=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0',
    ]);
    expect((await set('http://localhost:1414'))[0]).toBe('clew=a.b-c; Path=/; HttpOnly; SameSite=Strict');
  });

  test('is neither given by a public page nor shown to it', async () => {
    const headers = { Cookie: 'clew=secret' };
    const given = await giving({}).fetch(new Request('http://localhost:1414/law', { headers }));
    expect([given.status, given.headers.getSetCookie()]).toEqual([500, []]);
    const asked = await giving({ cookies: true }).fetch(
      new Request('http://localhost:1414/law', { headers }),
    );
    expect(await asked.text()).toContain('<p>secret</p>');
    const reading = sampleSite({
      pages: [definePage({ ...page, render: (visit) => <p>{visit.cookie('clew') ?? 'none came'}</p> })],
    });
    expect(await (await ask(reading, '/law', { headers })).text()).toContain('none came');
  });

  test('on its page nothing is compressed: lengths would tell the secret of its forms', async () => {
    const headers = { 'Accept-Encoding': 'gzip, br' };
    const encodingOf = async (site: ReturnType<typeof giving>) => {
      const { headers: given } = await site.fetch(new Request('http://localhost:1414/law', { headers }));
      return [given.get('Content-Encoding'), given.get('Cache-Control')];
    };
    expect(await encodingOf(giving({ cookies: true }))).toEqual([null, 'no-store, no-transform']);
    const open = sampleSite({ pages: [definePage({ ...page, render: () => <p>Read.</p> })] });
    expect(await encodingOf(open)).toEqual(['br', 'no-store']);
  });

  test('that ends a visit takes all else that the browser kept along', async () => {
    const site = (more: Partial<(typeof cookies)[number] & { endsVisit: boolean }>) =>
      sampleSite({
        pages: [
          definePage({
            ...page,
            cookies: true,
            render: () => redirectTo('/law', [{ name: 'clew', value: '', maxAge: 0, ...more }]),
          }),
        ],
      });
    const cleared = async (more: { endsVisit?: boolean }) =>
      (await ask(site(more), '/law')).headers.get('Clear-Site-Data');
    expect(await cleared({ endsVisit: true })).toBe('"cache", "storage"');
    expect(await cleared({})).toBeNull();
  });

  test('that comes twice is none', async () => {
    const headers = { Cookie: 'clew=one; clew=two' };
    const shown = await giving({ cookies: true }).fetch(
      new Request('http://localhost:1414/law', { headers }),
    );
    expect(await shown.text()).toContain('none came');
  });
});

describe('a form', () => {
  test('is decoded once, and holds no null character; nor does an address', async () => {
    const seen: string[] = [];
    const page = definePage({
      path: '/:place',
      method: 'get',
      action: 'public.read',
      title: 'shell.title',
      render: ({ params, query, form }) => {
        seen.push(params.place ?? '', query.get('q') ?? '', form.get('q') ?? '');
        return <p>Read.</p>;
      },
    });
    const own = sampleSite({ pages: [page, definePage({ ...page, method: 'post' })] });
    await send(own, '/a%2541%00b?q=c%252541%2500%00d', { q: 'e%41\0&#65;+f' });
    expect(seen).toEqual(['a%41\ufffdb', 'c%2541%00\ufffdd', 'e%41\ufffd&#65;+f']);
  });

  test('shows what was typed as text, wherever it stands: nothing of it becomes HTML', async () => {
    const typed = `"><script>alert(1)</script><img src=x onerror='alert(1)'>&lt;b&gt;\u2028</p>`;
    const drawn = definePage({
      ...page,
      method: 'post',
      render: ({ form }) => {
        const text = form.get('text') ?? '';
        return (
          <p title={text} class={text}>
            {text}
            <input name="text" value={text} />
            <textarea name="more">{text}</textarea>
            <a href={`/law?q=${encodeURIComponent(text)}`}>{text}</a>
          </p>
        );
      },
    });
    const html = await (await send(sampleSite({ pages: [drawn] }), '/law', { text: typed })).text();
    expect(html.match(/<script(?! type="module" src="\/assets)/g)).toBeNull();
    expect(html).not.toContain('<img');
    expect(html.match(/<textarea/g)).toHaveLength(1);
    expect(html).toContain('&lt;script>alert(1)&lt;/script>');
    expect(html).toContain('&amp;lt;b&amp;gt;');
  });

  test('never gets its secrets back, whatever is answered', async () => {
    for (const render of [
      () => <p>Read.</p>,
      () => showFault({ status: 503, message: 'fault.unexpected' }),
    ]) {
      const site = sampleSite({
        pages: [definePage({ ...page, method: 'post', secrets: ['passphrase'], render })],
      });
      const html = await (await send(site, '/law', { name: 'kept word', passphrase: 'canary' })).text();
      expect(html).toContain('kept word');
      expect(html).not.toContain('canary');
    }
  });

  test('of people who work here does not travel in their language links, and has no way to leave', async () => {
    const frame = { bar: <header>Bar</header>, foot: <p>Foot</p> };
    const site = sampleSite({
      pages: [definePage({ ...page, method: 'post', render: () => showPage(<p>Read.</p>, { frame }) })],
    });
    const html = await (await send(site, '/law', { name: 'canary' })).text();
    expect(html).toContain('Bar');
    expect(html).not.toMatch(/canary|class="leave"|<script/);
  });
});

describe('a file to keep', () => {
  const file = { type: 'application/pdf', content: Uint8Array.of(37, 80, 68, 70) };

  test('is sent under a name that says nothing, and no copy of it stays in the browser', async () => {
    const site = sampleSite({
      pages: [definePage({ ...page, render: () => sendFile({ ...file, name: 'notes.pdf' }) })],
    });
    const response = await site.fetch(new Request('http://localhost:1414/en/law'));
    const { headers } = response;
    expect(headers.get('Content-Disposition')).toBe('attachment; filename="notes.pdf"');
    expect([headers.get('Content-Type'), headers.get('Cache-Control')]).toEqual([
      'application/pdf',
      'no-store',
    ]);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(file.content);
  });

  test.each(['clew case.pdf', 'a"b.pdf', 'notes', '../notes.pdf', 'notes.pdf\r\nX: y'])(
    'is not sent as %s',
    (name) => {
      expect(() => sendFile({ ...file, name })).toThrow('cannot be the name of a file');
    },
  );
});
