import { describe, expect, test } from 'vitest';
import { definePage, type Page } from './page.ts';
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
