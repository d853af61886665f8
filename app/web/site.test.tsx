import { describe, expect, test } from 'vitest';
import { LANGUAGE_FACTS, Language, PUBLIC_LANGUAGES } from './language.ts';
import { ask, sampleSite, send } from './testing/sample-site.tsx';

const site = sampleSite();

async function textOf(response: Promise<Response>): Promise<string> {
  return (await response).text();
}

describe('a page', () => {
  test('stands under its own path and under one path a language', async () => {
    for (const [path, opening] of [
      ['/law', '<html lang="en" dir="ltr">'],
      ['/en/law', '<html lang="en" dir="ltr">'],
      ['/fr/law', '<html lang="fr" dir="ltr">'],
      ['/ar/law/', '<html lang="ar" dir="rtl">'],
    ] as const)
      expect(await textOf(ask(site, path))).toContain(opening);
  });

  test('without a language in its path takes the browser’s wish, and says that it did', async () => {
    const first = await ask(site, '/', { headers: { 'Accept-Language': 'so, ar-SY;q=0.8, fr;q=0.9' } });
    expect(first.headers.get('Content-Language')).toBe('so');
    const wished = await ask(site, '/law', { headers: { 'Accept-Language': 'so, ar-SY;q=0.8, fr;q=0.9' } });
    expect(wished.headers.get('Content-Language')).toBe('fr');
    expect(wished.headers.get('Vary')).toContain('Accept-Language');
    const named = await ask(site, '/ar/law', { headers: { 'Accept-Language': 'fr' } });
    expect(named.headers.get('Content-Language')).toBe('ar');
    expect(named.headers.get('Vary')).not.toContain('Accept-Language');
  });

  test('is given what stands in its path and in its query', async () => {
    expect(await textOf(ask(site, '/law/one'))).toContain('Article one');
    expect(await textOf(ask(site, '/en/law/one'))).toContain('Article one');
    expect(await textOf(ask(site, '/law?q=%3Cb%3E'))).toContain('Law &lt;b>');
  });

  test('has a skip link first and the way out right after it', async () => {
    const html = await textOf(ask(site, '/fr/law'));
    const links = [...html.slice(html.indexOf('<body>')).matchAll(/<a [^>]*href="([^"]*)"/g)].map(
      (m) => m[1],
    );
    expect(links.slice(0, 2)).toEqual(['#main', '/x']);
  });

  test('holds no style, script or handler of its own', async () => {
    for (const path of ['/', '/ar/law', '/nothing'])
      expect(await textOf(ask(site, path))).not.toMatch(
        / style=|<style|<script(?! type="module" src=)|\son\w+=/,
      );
  });

  test('says nothing in its title', async () => {
    expect(await textOf(ask(site, '/en'))).toContain('<title>Information</title>');
  });

  test('answers HEAD with no body', async () => {
    const response = await ask(site, '/law', { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

describe('the first page', () => {
  test('has a door only for what is there', async () => {
    const html = await textOf(ask(site, '/en'));
    expect(html).toContain('href="/en/law"');
    expect(html).not.toContain('/assess');
    expect(await textOf(ask(sampleSite({ pages: [] }), '/en'))).not.toContain('class="doors"');
  });

  test('greets in every language', async () => {
    const html = await textOf(ask(site, '/en'));
    for (const language of PUBLIC_LANGUAGES)
      expect(html).toContain(`<b>${LANGUAGE_FACTS[language].greeting}</b>`);
    const law = await textOf(ask(site, '/en/law'));
    for (const { greeting } of ['en', 'fr', 'ar'].map((language) => LANGUAGE_FACTS[Language.parse(language)]))
      expect(law).toContain(`<b>${greeting}</b>`);
    expect(law).not.toContain(LANGUAGE_FACTS.ti.greeting);
  });

  test('leads on to pages that its language has not, in English', async () => {
    const answer = await ask(site, '/fa-AF/law?q=a%20b');
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/en/law?q=a%20b']);
    const law = await ask(site, '/ti/law/one');
    expect([law.status, law.headers.get('Location')]).toEqual([303, '/en/law/one']);
    expect((await ask(site, '/ti/nothing')).headers.get('Content-Language')).toBe('ti');
    expect((await send(site, '/ti/law', {})).status).toBe(405);
  });

  test('says in a draft language that it is a draft, and leads to the English', async () => {
    expect(await textOf(ask(site, '/ar'))).toMatch(/class="note open".*href="\/en" hreflang="en"/);
    expect(await textOf(ask(site, '/fr/law'))).toMatch(/class="note open".*href="\/en\/law" hreflang="en"/);
    expect(await textOf(ask(site, '/en'))).not.toContain('draft');
  });

  test('shows no sentence that safety hangs on only as a draft', async () => {
    const english = 'Remove only this one: an empty history can raise questions.';
    for (const path of ['/fr', '/ar']) {
      const html = await textOf(ask(site, path));
      expect(html).toMatch(new RegExp(`<span class="beside" lang="en" dir="ltr">[^<]*${english}`));
      for (const label of ['If someone may be watching', 'Police', 'Immigration office', 'A court'])
        expect(html).toContain(`<span class="beside" lang="en" dir="ltr">${label}</span>`);
    }
  });
});

describe('a demo', () => {
  const demo = sampleSite({ demo: true });

  test.each(['/', '/en/law', '/law/nothing', '/nothing', '/broken', 'http://evil.example/'])(
    'says so on %s',
    async (path) => {
      expect(await textOf(ask(demo, path))).toContain('Demo.');
    },
  );

  test('alone says so', async () => {
    expect(await textOf(ask(site, '/en'))).not.toContain('Demo.');
  });
});

describe('when something goes wrong', () => {
  test('what is not there is said so, in the person’s language', async () => {
    const response = await ask(site, '/ar/nothing');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('هذه الصفحة غير موجودة');
    expect((await ask(site, '/law/nothing')).status).toBe(404);
  });

  test('an unknown error says nothing of the inside, and is told to whoever runs the node', async () => {
    const noted: [unknown, string][] = [];
    const response = await ask(
      sampleSite({ noteError: (error, action) => noted.push([error, action]) }),
      '/broken',
    );
    const html = await response.text();
    expect(response.status).toBe(500);
    expect(html).toContain('Something went wrong on our side');
    expect(html).toContain('Wait a minute, then try again.');
    expect(html).not.toMatch(/secret|Error|\.tsx?:/);
    expect(noted).toEqual([[new Error('the secret inside'), 'law.read']]);
  });

  test('a known fault has its status, says when to try again, and gives back what was typed', async () => {
    const response = await send(site, '/en/away', { story: 'They "kept" my papers', 'story.dir': 'ltr' });
    const html = await response.text();
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '30']);
    // The foot carries it too, to change the language: what counts is the form in the page itself.
    const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '';
    expect(main).toContain('<form method="post" action="/en/away" autocomplete="off">');
    expect(main).toContain('name="story" value="They &quot;kept&quot; my papers"');
    expect(main).toContain('name="story.dir" value="ltr"');
    for (const [form] of html.matchAll(/<form[^>]*>/g)) expect(form).toContain('autocomplete="off"');
    expect(html).not.toContain('db.internal');
  });

  test('a wrong method is refused with the ones there are', async () => {
    const response = await ask(site, '/law', { method: 'DELETE' });
    expect([response.status, response.headers.get('Allow')]).toEqual([405, 'GET, HEAD']);
    expect((await ask(site, '/en/away')).headers.get('Allow')).toBe('POST');
  });

  test('machines below /api get problem details (RFC 9457), people a page', async () => {
    const response = await ask(site, '/api/nothing');
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await response.json()).toEqual({
      type: '/api/problems#not-found',
      status: 404,
      title: 'There is nothing here.',
      code: 'not-found',
    });
    expect((await ask(site, '/apinothing')).headers.get('Content-Type')).toContain('text/html');
  });
});

describe('beside the pages', () => {
  test('health is yes or no, and nothing else', async () => {
    const well = await ask(site, '/health');
    expect([well.status, await well.json()]).toEqual([200, { ok: true }]);
    for (const health of [() => false, () => Promise.reject(new Error('secret'))]) {
      const ill = await ask(sampleSite({ health }), '/health');
      expect([ill.status, await ill.json()]).toEqual([503, { ok: false }]);
    }
  });

  test('leaving forgets and leads away, whatever the language, and signs nobody out elsewhere', async () => {
    const response = await ask(site, '/x');
    expect([response.status, response.headers.get('Location')]).toEqual([303, 'https://weather.example/']);
    expect(response.headers.get('Clear-Site-Data')).toBe('"cache", "storage"');
  });

  test('the page of components is there in development only', async () => {
    expect((await ask(site, '/style')).status).toBe(404);
    expect((await send(site, '/style', {})).status).toBe(404);
    const development = sampleSite({ development: true });
    for (const path of ['/style', '/en/style', '/fr/style', '/ar/style'])
      expect((await ask(development, path)).status).toBe(200);
  });

  test('the first page weighs less than 14 KB with all that it loads', async () => {
    for (const path of ['/en', '/fr', '/ar']) {
      const html = await textOf(ask(site, path));
      const files = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
      expect(files).toHaveLength(2);
      let bytes = 0;
      for (const part of [path, ...files]) {
        const response = await ask(site, part, { headers: { 'Accept-Encoding': 'gzip, br' } });
        expect([part, response.status, response.headers.get('Content-Encoding')]).toEqual([part, 200, 'br']);
        bytes += (await response.arrayBuffer()).byteLength;
      }
      expect(bytes).toBeLessThan(14 * 1024);
    }
  });
});
