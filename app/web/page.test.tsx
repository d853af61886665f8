import { describe, expect, test } from 'vitest';
import { definePage, type Page, sendFile } from './page.ts';
import { sampleSite } from './testing/sample-site.tsx';

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
