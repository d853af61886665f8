import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assess } from '../../command.ts';
import { CHECKOUT } from '../../content-files.ts';
import { carriedBy, heading, lawSite, mainOf, rowsWith, words } from '../../testing/site.ts';

const { send, result, errors } = lawSite();
const CASE = readFileSync(join(CHECKOUT, 'examples/domestic-worker.yaml'), 'utf8');
const F01 = 'reform.trafficking-is-persecution';
const compare = (fields: [string, string][], language = 'en') => send(fields, language, '/law/reforms/case');

describe('the page of one case before and after', () => {
  test.each(['en', 'fr', 'ar'])('shows both sides, the limbs, and what stays (%s)', async (language) => {
    const { status, html } = await compare(
      [
        ['case', CASE],
        ['reform', F01],
      ],
      language,
    );
    expect(status).toBe(200);
    const part = html.slice(html.indexOf('changed-refugee.persecution'));
    expect(part.slice(0, part.indexOf('</table>'))).toContain('<dl>');
    expect(html).toContain('href="/');
    expect(errors).toEqual([]);
  });

  test('names the new limb with its source and its reform', async () => {
    const { html } = await compare([
      ['example', 'domestic-worker'],
      ['reform', F01],
    ]);
    const [row = ''] = rowsWith(html, 'The person may be a victim of trafficking');
    expect(words(row)).toMatch(
      /Not asked for .* Yes .*Proposals on trafficked refugees.*Changed by: Trafficking is itself/,
    );
    expect(words(html)).toContain('13 limbs stay as before.');
    expect(words(html)).toContain('Hypothetical');
  });

  test('says that nothing changes where the reform changes no rule, and why', async () => {
    const { html } = await compare([
      ['example', 'domestic-worker'],
      ['reform', 'reform.safe-pathways'],
    ]);
    expect(words(html)).toContain('Nothing changes in this case');
    expect(words(html)).toContain('changes no rule: Fewer people');
  });

  test('says whether the amendment could bind the country', async () => {
    const { html } = await compare([
      ['example', 'domestic-worker'],
      ['reform', F01],
      ['state', 'MY'],
    ]);
    expect(words(html)).toMatch(
      /It would amend: Refugee Convention\. (It does not bind|Whether it binds) Malaysia/,
    );
    expect(words(html)).toMatch(
      /Whether it binds Malaysia is not known\. .*Last known not bound: 1 March 2015 \. by the list of parties unverified/,
    );
  });

  test('says of a country that is bound through another treaty alone that nobody has said whether it is reached', async () => {
    const { html } = await compare([
      ['example', 'domestic-worker'],
      ['reform', F01],
      ['state', 'US'],
    ]);
    expect(words(html)).toContain(
      'United States: bound by its articles only through: Refugee Protocol. Whether the amendment would reach so far, nobody has said.',
    );
    expect(words(html)).not.toContain('Last known not bound');
  });

  test.each([
    ['nothing', '', F01, 'Paste a case'],
    ['no reform', CASE, '', 'Choose at least one reform'],
    ['a reform that there is not', CASE, 'reform.x', 'Choose at least one reform'],
    ['too much', 'x'.repeat(20_001), F01, '20,001 characters'],
    ['no case', '<b>no</b>', F01, 'cannot be read as it stands'],
  ])('refuses %s in words, and keeps what was typed', async (_, text, reform, told) => {
    const { status, html } = await compare([
      ['case', text],
      ['reform', reform],
    ]);
    expect(status).toBe(422);
    expect(words(html)).toContain(told);
    expect(html).not.toContain('<b>no</b>');
    if (reform === F01) expect(html).toMatch(new RegExp(`value="${F01}" checked`));
    expect(errors).toEqual([]);
  });

  test('stands as it was filled in after a change of language', async () => {
    const { status, html } = await compare([
      ['case', 'typed so far'],
      ['go', 'stay'],
    ]);
    expect(status).toBe(200);
    expect(html).toContain('typed so far');
    expect(html).not.toContain('id="problems"');
  });
});

describe('an interview before and after', () => {
  const ANSWERS = { 'act.recruited': 'yes', 'means.deception': 'yes', 'purpose.labour': 'yes', age: '24' };

  test('is compared by its sealed answers, and leads back to the result with what was ticked', async () => {
    const page = await result(ANSWERS);
    const compared = await send([...carriedBy(page.html), ['reform', F01]], 'en', '/assess/before-after');
    expect(compared.status).toBe(200);
    expect(compared.html).toContain('changed-refugee.persecution');
    expect(compared.html).not.toContain('act.recruited');
    const back = await send(carriedBy(compared.html));
    expect(mainOf(back.html)).toMatch(new RegExp(`value="${F01}" checked`));
  });

  test('asks for a reform where none is ticked, and begins anew where the answers cannot be opened', async () => {
    const page = await result(ANSWERS);
    const none = await send(carriedBy(page.html), 'en', '/assess/before-after');
    expect(words(none.html)).toContain('Choose at least one reform.');
    const lost = await send([['box', 'x']], 'en', '/assess/before-after');
    expect(lost.status).toBe(422);
    expect(heading(lost.html)).not.toBe('');
  });
});

describe('clew assess --before-after', () => {
  const run = (more: object) =>
    assess({
      file: join(CHECKOUT, 'examples/domestic-worker.yaml'),
      ...{ json: false, colour: false, lang: 'en', beforeAfter: true, today: new Date('2026-03-16T12:00') },
      ...more,
    });

  test('prints both sides, the limbs and what stays', async () => {
    const { text, exitCode } = await run({ reforms: ['F01'] });
    expect(exitCode).toBe(0);
    expect(text).toMatch(/Before: not known\n +After: yes/);
    expect(text).toContain('before: not asked for; after: yes');
    expect(text).toContain('13 limbs stay as before.');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('prints JSON of its own', async () => {
    const { text } = await run({ reforms: ['F01'], json: true, states: ['NO', 'MY'] });
    const { kind, states } = JSON.parse(text);
    expect([kind, states.map(({ state }: { state: string }) => state)]).toEqual([
      'clew-before-after',
      ['NO', 'MY'],
    ]);
  });

  test.each([
    ['without a reform', {}, '--reform F01'],
    ['with a memo', { reforms: ['F01'], memo: 'x.pdf' }, 'Leave out'],
    ['with a file that is not there', { reforms: ['F01'], with: '/nowhere.md' }, 'no such file'],
  ])('is refused %s', async (_, more, told) => {
    const { text, exitCode } = await run(more);
    expect([exitCode, text]).toEqual([2, expect.stringContaining(told)]);
  });
});
