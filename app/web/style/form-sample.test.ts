import { describe, expect, test } from 'vitest';
import { ask, sampleSite, send } from '../testing/sample-site.tsx';

const site = sampleSite({ development: true });

const NONSENSE = {
  'can-leave': 'not_known',
  arrived: 'قبل رمضان "2025" <b>',
  'arrived.dir': 'rtl',
  phone: '+00 555 O142',
  story: '\n   ',
  where: 'elsewhere',
  state: '2',
  clinic: 'yes',
};

/** The page without its foot, which carries what was typed into other languages. */
async function mainOf(response: Response): Promise<string> {
  const html = await response.text();
  return html.slice(0, html.indexOf('<footer'));
}

describe('a form with something wrong in it', () => {
  test('comes back with everything that was typed or chosen', async () => {
    const response = await send(site, '/en/style', NONSENSE);
    const html = await mainOf(response);
    expect(response.status).toBe(422);
    expect(html).toMatch(/<input[^>]*id="can-leave-not_known"[^>]*checked/);
    expect(html).toMatch(/<input[^>]*name="arrived"[^>]*value="قبل رمضان &quot;2025&quot; &lt;b>"/);
    expect(html).toMatch(/<input[^>]*name="phone"[^>]*value="\+00 555 O142"/);
    expect(html).toMatch(/<textarea[^>]*name="story"[^>]*>\n\n {3}<\/textarea>/);
    expect(html).toMatch(/<input[^>]*value="elsewhere"[^>]*checked/);
    expect(html).toMatch(/<option[^>]*selected[^>]*value="2"|<option[^>]*value="2"[^>]*selected/);
    expect(html).toMatch(/<input[^>]*type="checkbox"[^>]*name="clinic"[^>]*checked/);
  });

  test('says above each field what to do, and lists it all at the top', async () => {
    const html = await mainOf(await send(site, '/en/style', NONSENSE));
    expect(html).toContain('2 answers need another look');
    expect(html).toContain('<a href="#phone">This number has letters in it.');
    expect(html).toMatch(/<p class="wrong" id="phone-wrong">.*<input[^>]*aria-describedby="phone-wrong"/);
    expect(html).toMatch(/name="phone" aria-describedby="phone-wrong" aria-invalid="true"/);
  });

  test('carries it all into another language', async () => {
    const html = await (await send(site, '/en/style', NONSENSE)).text();
    const languages = html.slice(html.indexOf('<nav id="languages"'));
    expect(languages).toContain('<input type="hidden" name="phone" value="+00 555 O142"/>');
    expect(languages).toContain('formaction="/fr/style"');
    const there = await mainOf(await send(site, '/fr/style', NONSENSE));
    expect(there).toContain('2 réponses sont à revoir');
    expect(there).toMatch(/name="phone"[^>]*value="\+00 555 O142"/);
  });

  test('is not remembered by the browser', async () => {
    const html = await (await ask(site, '/style')).text();
    for (const [form] of html.matchAll(/<form[^>]*>/g)) expect(form).toContain('autocomplete="off"');
  });
});

test('a complete form is taken, and nothing was chosen beforehand', async () => {
  const response = await send(site, '/en/style', { story: 'Some words', phone: '+00 555' });
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('The form was complete.');
  expect(await (await ask(site, '/en/style')).text()).not.toMatch(/<input[^>]* checked/);
});
