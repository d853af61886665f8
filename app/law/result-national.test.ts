import { describe, expect, test } from 'vitest';
import { type Fields, lawSite, partOf, words } from './testing/site.ts';

const { law, result } = lawSite();

const PRESUMED_CHILD = {
  age: 'not_known',
  'believed-child': 'yes',
  'act.recruited': 'yes',
  'purpose.labour': 'yes',
};
const IDENTIFIED = { 'grounds.reasonable': 'yes', 'identification.complete': 'no' };

describe('the country’s own law', () => {
  const norway: Fields = [['state', 'NO']];
  const national = async (chosen: Fields, answers: Record<string, string> = IDENTIFIED) =>
    words(partOf((await result(answers, chosen)).html, 'national'));

  test('stands beside the treaty’s where a country was named, and only there', async () => {
    expect(await national([])).toBe('');
    expect(await national(norway)).toMatch(
      /Days to recover and to decide Treaty 30 days .* Norway 6 months .* as known on 31 December 2009 ?; since when is not known .*Norway gives more\. The longer time counts\./,
    );
    expect(await national(norway)).toMatch(/The person may be a victim of trafficking Treaty .* Norway /);
  });

  test('moves the day by which something is due', async () => {
    const answers = { ...IDENTIFIED, 'reflection.day': '2026-03-02' };
    const daysOf = async (chosen: Fields) =>
      [...partOf((await result(answers, chosen)).html, 'duties').matchAll(/datetime="([^"]+)"/g)].map(
        (m) => m[1],
      );
    expect(await daysOf([])).toContain('2026-04-01');
    expect(await daysOf(norway)).toContain('2026-09-02');
  });

  test('says what binds the country, since when, and up to which day that is known', async () => {
    const said = await national(norway);
    expect(said).toMatch(
      /What binds Norway .*Anti-Trafficking Convention Bound since \d+ \w+ \d{4} known up to/,
    );
    expect(said).not.toContain('UNHCR Guidelines');
  });

  test('says of a country of which nobody wrote it down that nobody did, never no', async () => {
    const unsaid = Object.keys(law.states).find(
      (code) => !law.rules['trafficking.victim.national']?.variants?.[code],
    );
    expect(await national([['state', unsaid ?? '']])).toContain('Nobody has written down yet what');
  });

  test('says as far as seen what of Malaysia’s own law was seen, and that it is not the whole', async () => {
    const said = await national([['state', 'MY']]);
    expect(said).toContain('Nobody has written down the whole of what Malaysia says. As far as seen:');
    expect(said).toMatch(
      /An offence of its own is of children \(section 14\)\. unverified Since when, the source does not say/,
    );
  });

  test('decides whether a presumption counts there', async () => {
    const bound = await result(PRESUMED_CHILD, norway);
    expect(words(bound.html)).toContain('Norway is bound by the Anti-Trafficking Convention.');
    expect(words(bound.html)).not.toContain('No State is named here.');
  });

  test.each(['fr', 'es', 'ar'])('bears its name in %s', async (language) => {
    const { html } = await result(IDENTIFIED, norway, language);
    const name = new Intl.DisplayNames(language, { type: 'region' }).of('NO') ?? '';
    expect(words(partOf(html, 'national'))).toContain(name);
  });

  test.each(['withheld', 'other'])('is left out where a person chose “%s”', async (state) => {
    expect(await national([['state', state]])).toBe('');
    const { html } = await result(IDENTIFIED, [['state', state]]);
    expect(html).toMatch(
      new RegExp(`<option[^>]*value="${state}"[^>]*selected|selected[^>]*value="${state}"`),
    );
  });
});

describe('the decisions on what the answer turns on', () => {
  test('stand on the result, those that help and those that go against, weighed for the country that was named', async () => {
    const told = { 'act.recruited': 'yes', 'means.deception': 'yes', 'purpose.labour': 'yes' };
    const { html } = await result(told, [['state', 'NO']]);
    const part = words(partOf(html, 'decisions'));
    expect(part).toContain('Decisions that help');
    expect(part).toContain('Decisions that go against');
    expect(part).toMatch(
      /Chowdury and Others v Greece .*unverified From its own courts, or under a treaty that bound it .*European Convention on Human Rights/,
    );
    expect(part).toMatch(
      /The same here: Recruited \(Yes\); Deceived \(Yes\); Forced work or services \(Yes\)/,
    );
    expect(words(partOf((await result(told, [])).html, 'decisions'))).toContain('No country is named');
  });
});
