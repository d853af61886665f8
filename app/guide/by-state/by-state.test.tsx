import { describe, expect, test } from 'vitest';
import { LANGUAGES, type PublicLanguage } from '../../web/index.ts';
import { serveGuide } from '../testing/site.ts';
import { loadStateContent, readReports, readWays, type StateContent } from './state-content.ts';

const entry = (checked: string, more = '') => `
    text: Canary of an entry.
    source: A source.
    checked_by: ${checked}
${more}`;
const ways = (checked: string, more = '') =>
  readWays('guide/ways/FR.yaml', `state: FR\nways:\n  - kind: work${entry(checked, more)}`);
const reports = (checked: string) =>
  readReports('guide/reports/FR.yaml', `state: FR\nreports:\n  - who: immigration${entry(checked)}`);

const NOBODY = '';
const SOMEBODY = '{ by: A. Lawyer, on: 2026-01-05 }';
const contentWith = (checked: string): StateContent => ({
  ways: new Map([ways(checked)]),
  reports: new Map([reports(checked)]),
});

type Asked = { path: '/i/10' | '/i/11'; checked?: string; isDemo?: boolean; where?: string };

async function show({ path, checked, isDemo = false, where = 'FR' }: Asked, language: PublicLanguage = 'en') {
  const content = checked === undefined ? loadStateContent() : contentWith(checked);
  const site = serveGuide({ isDemo, content });
  const answer = await site.post(`/${language}${path}`, new URLSearchParams({ where }));
  return { status: answer.status, html: await answer.text() };
}

describe.each(['/i/10', '/i/11'] as const)('what is known of a country at %s', (path) => {
  test('is never shown outside a demo while nobody has checked it: that is said, and whom to ask', async () => {
    const { html } = await show({ path, checked: NOBODY });
    expect(html).not.toContain('Canary');
    expect(html).toContain('Nobody has checked this for this country');
    expect(html).toContain('A lawyer or a legal aid office.');
  });

  test('is shown with its source and who checked it, once somebody has', async () => {
    const { html } = await show({ path, checked: SOMEBODY });
    expect(html).toContain('Canary');
    expect(html).toContain('Source: A source.');
    expect(html).toContain('Checked by A. Lawyer');
    expect(html).not.toContain('Nobody has checked this for this country');
    // In another country it is not.
    expect((await show({ path, checked: SOMEBODY, where: 'GR' })).html).not.toContain('Canary');
  });

  test('is marked in a demo where nobody has checked it', async () => {
    const { html } = await show({ path, checked: NOBODY, isDemo: true });
    expect(html).toContain('Canary');
    expect(html).toContain('Nobody has checked this. It is shown because this is a demo.');
    expect(html).toContain('Nobody has checked this for this country');
  });

  test('says that a check is old after a year', async () => {
    const old = '{ by: A. Lawyer, on: 2025-01-05 }';
    expect((await show({ path, checked: old })).html).toContain('more than a year ago');
    expect((await show({ path, checked: SOMEBODY })).html).not.toContain('more than a year ago');
  });

  test.each(LANGUAGES)('in %s is as long for one country as for any other', async (language) => {
    const lengths = new Set<number>();
    for (const where of ['FR', 'GB', 'VA'])
      lengths.add(Buffer.byteLength((await show({ path, where }, language)).html));
    expect([...lengths]).toEqual([24 * 1024]);
  });

  test('asks again for what is no country', async () => {
    expect((await show({ path, where: '../FR' })).status).toBe(422);
  });
});

test('what stands in guide/ is shown by no node but a demo, since nobody has checked any of it', async () => {
  const { ways: known, reports: told } = loadStateContent();
  const entries = [...known.values(), ...told.values()].flat();
  expect(entries.filter(({ checked_by }) => checked_by !== null)).toEqual([]);
  expect((await show({ path: '/i/10' })).html).not.toContain('put a person forward');
  expect((await show({ path: '/i/10', isDemo: true })).html).toContain('put a person forward');
});

test('a translation of an entry that is a draft has the English beside it', async () => {
  const { html } = await show({ path: '/i/10', isDemo: true }, 'fr');
  expect(html).toMatch(/Le HCR peut[^<]*<span class="beside" lang="en" dir="ltr">UNHCR can put/);
});

describe('a file of a country', () => {
  test.each([
    ['no source', 'state: FR\nways:\n  - kind: work\n    text: x\n    checked_by:\n'],
    ['nothing about who checked it', 'state: FR\nways:\n  - kind: work\n    text: x\n    source: y\n'],
    ['a check without a day', `state: FR\nways:\n  - kind: work${entry('{ by: A. Lawyer }')}`],
    ['a kind that is none', `state: FR\nways:\n  - kind: smuggling${entry('')}`],
    ['the name of another country', `state: GR\nways:\n  - kind: work${entry('')}`],
    [
      'a checked translation that nobody checked',
      `state: FR\nways:\n  - kind: work${entry('', '    words: { fr: { text: x, status: checked } }')}`,
    ],
  ])('is refused with %s', (_, text) => {
    expect(() => readWays('guide/ways/FR.yaml', text)).toThrow(/^guide\/ways\/FR\.yaml/);
  });
});
