import { describe, expect, test } from 'vitest';
import type { Listing, ShownHelp } from '../../desk/index.ts';
import { serveGuide } from '../testing/site.ts';
import { HELP_BYTES } from './help-pages.tsx';

/** What an entry says that says as little as one can. */
const SILENT: Listing = {
  ...{ name: 'Silent', needs: [], served: [], cost: 'unknown', languages: [], countries: ['FR'] },
  ...{ phones: [{ number: '+33 1 99 00 00 01' }], hours: [], isHoursWhole: false },
};

function help(name: string, more: Partial<Listing> = {}): ShownHelp {
  return { listing: { ...SILENT, name, ...more }, confirmedOn: '2026-03-01' };
}

const NINE_TO_FIVE = { days: [1, 2, 3, 4, 5], opens: 540, closes: 1_020, clock: 'Europe/Paris' };
const ALL = [
  help('Shelter', { needs: ['shelter'], served: ['women'], cost: 'free', languages: ['ar'] }),
  help('Lawyer', {
    ...{ needs: ['law'], cost: 'paid', languages: ['fr'], city: 'Lyon', point: [4.8, 45.8] },
    ...{ address: ['1 Rue Claire', '69001 Lyon'], hours: [NINE_TO_FIVE], isHoursWhole: true },
  }),
  help('Clinic', { needs: ['health'], countries: ['DE'], city: 'Bonn', interpreting: 'Any, by phone' }),
  help('Silent', { needs: ['law', 'health', 'shelter'] }),
];

/** The names on the page that answers, in order. */
async function found(
  fields: Record<string, string>,
  { now = '2026-03-16T10:00:00Z', language = 'en' } = {},
): Promise<string[]> {
  const guide = serveGuide({ isDemo: false, help: ALL, now: new Date(now) });
  const response = await guide.post(`/${language}/i/7`, new URLSearchParams(fields));
  const html = await response.text();
  return [...html.matchAll(/<h2><bdi>([^<]+)<\/bdi><\/h2>/g)].map(([, name = '']) => name);
}

describe('help is found', () => {
  test('with everything left open, the surest first', async () => {
    expect(await found({})).toEqual(['Lawyer', 'Shelter', 'Clinic', 'Silent']);
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['by need', { need: 'shelter' }, ['Shelter', 'Silent']],
    ['by country', { where: 'DE' }, ['Clinic']],
    ['by city, with what may be in any city', { where: 'FR:Lyon', need: 'law' }, ['Lawyer', 'Silent']],
    [
      'by language, with what does not say and what interprets',
      { language: 'ar' },
      ['Shelter', 'Clinic', 'Silent'],
    ],
    ['for whom, with what does not say', { who: 'men' }, ['Lawyer', 'Clinic', 'Silent']],
    ['by cost, with what does not say', { free: 'yes' }, ['Shelter', 'Clinic', 'Silent']],
    [
      'by words that the form does not offer, as if left open',
      { need: 'x', where: '../', who: '<' },
      ['Lawyer', 'Shelter', 'Clinic', 'Silent'],
    ],
  ])('%s', async (_, fields, names) => expect((await found(fields)).toSorted()).toEqual(names.toSorted()));

  test('by whether it is open at that moment, by its own clock; what does not say is never taken for closed', async () => {
    const open = (now: string) => found({ open: 'yes' }, { now });
    expect(await open('2026-03-16T08:00:00Z')).toContain('Lawyer');
    expect(await open('2026-03-16T07:59:00Z')).not.toContain('Lawyer');
    // Summer time: an hour earlier.
    expect(await open('2026-03-30T07:00:00Z')).toContain('Lawyer');
    expect(await open('2026-03-15T10:00:00Z')).toEqual(['Shelter', 'Clinic', 'Silent']);
  });
});

test('of a place that is not public the page says that its address is not shown, and of another the address', async () => {
  const guide = serveGuide({ isDemo: false, help: ALL });
  const html = await (await guide.post('/en/i/7', new URLSearchParams({ need: 'shelter' }))).text();
  expect(html).toContain('The address is not shown, to keep people safe.');
  const lawyer = await (await guide.post('/en/i/7', new URLSearchParams({ where: 'FR:Lyon' }))).text();
  expect(lawyer).toContain('1 Rue Claire');
});

test('an empty directory says so, and whom else to ask', async () => {
  const guide = serveGuide({ isDemo: false });
  for (const response of [await guide.get('/en/i/7'), await guide.post('/en/i/7', new URLSearchParams())]) {
    const html = await response.text();
    expect(html).toContain('Nobody has entered help on this site yet.');
    expect(html).toContain('Who can be asked');
  }
});

test('a demo says that all of it is made up', async () => {
  const guide = serveGuide({ isDemo: true, help: ALL });
  expect(await (await guide.get('/en/i/7')).text()).toContain('Nobody answers there.');
  expect(await (await guide.post('/en/i/7', new URLSearchParams())).text()).toContain(
    'Nobody answers there.',
  );
});

test.each(['en', 'ar', 'my'])(
  'every answer has one length in %s, however much fits, and leads on to the rest',
  async (language) => {
    const long = 'မေးနိုင်သည် '.repeat(30).slice(0, 300);
    const wordy = { about: long, how: long, who: long, costs: long, alert: long, languages: ['ar'] };
    const many = Array.from({ length: 40 }, (_, at) => help(`Place ${at}`, at % 3 === 0 ? wordy : {}));
    const guide = serveGuide({ isDemo: false, help: many });
    const seen = new Set<string>();
    const lengths = new Set<number>();
    for (let [from, next] = [-1, 0]; next > from; ) {
      from = next;
      const response = await guide.post(`/${language}/i/7`, new URLSearchParams({ from: String(from) }));
      const html = await response.text();
      lengths.add(Buffer.byteLength(html));
      for (const [, name = ''] of html.matchAll(/<h2><bdi>(Place \d+)<\/bdi><\/h2>/g)) seen.add(name);
      next = Math.max(from, ...[...html.matchAll(/name="from" value="(\d+)"/g)].map(([, at]) => Number(at)));
    }
    const none = await guide.post(`/${language}/i/7`, new URLSearchParams({ where: 'DE' }));
    lengths.add(Buffer.byteLength(await none.text()));
    expect([seen.size, [...lengths]]).toEqual([40, [HELP_BYTES]]);
  },
);
