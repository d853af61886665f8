import { citationsOf, type Day } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { loadLaw } from '../load-law.ts';
import { lawSite, partOf, words } from '../testing/site.ts';
import { gaps } from './gaps-command.ts';
import { GapsJson } from './gaps-schema.ts';
import { countNotCounted, notCountedIn, notKnownIn } from './not-counted.ts';

const law = loadLaw();
const MY = { state: 'MY', on: '2026-11-22' as Day };
const refsOf = (at: { state: string; on: Day }) =>
  notCountedIn(law, at).flatMap(({ cites }) => cites.map(({ ref }) => ref));

describe('what binds a State and no duty rests on', () => {
  test('is told paragraph by paragraph', () => {
    const found = refsOf(MY);
    expect(found).toContain('disability-convention#16.1');
    expect(found).toContain('palermo#9.4');
  });

  test('holds no paragraph from which the State took something away: Malaysia and two conventions', () => {
    const found = refsOf(MY);
    expect(found.filter((ref) => ref.startsWith('women-convention#'))).toEqual([]);
    expect(found).not.toContain('disability-convention#18.1.b');
  });

  test('tells apart, and does not count, what nobody looked at: the State is party, and more is not known', () => {
    const at = { state: 'DE', on: MY.on };
    const all = notCountedIn(law, at);
    const unlooked = all.filter((one) => one.unlooked);
    expect(unlooked.map(({ instrument }) => instrument)).toContain('child-convention');
    expect(countNotCounted(all).unlooked).toBe(unlooked.flatMap(({ cites }) => cites).length);
    const asked = { ...at, colour: false, lang: 'en', today: MY.on };
    expect(gaps({ ...asked, json: false }).text.replaceAll(/\s+/g, ' ')).toMatch(
      /more are of treaties to which it is party .* not counted as binding\. .*\[reservations not looked at\]/,
    );
    const found = GapsJson.parse(JSON.parse(gaps({ ...asked, json: true }).text));
    expect(found.notCounted.filter((one) => !one.reservationsLookedAt)).toHaveLength(unlooked.length);
  });

  test('holds nothing that a rule, a number or a duty cites', () => {
    const found = new Set(refsOf(MY));
    const cited = [law.rules, law.values, law.duties]
      .flatMap((kind) => Object.values(kind))
      .flatMap((one) => citationsOf({ ...one, neverReads: [] }));
    expect(cited.filter((ref) => found.has(ref))).toEqual([]);
  });

  test('holds no definition, nothing that only allows or recommends, no guidance and no law of another State', () => {
    const found = notCountedIn(law, { state: 'FR', on: '2026-11-22' });
    const articles = found.flatMap(({ instrument, cites }) =>
      cites.map(({ anchor }) => law.instruments[instrument]?.articles.find((one) => one.anchor === anchor)),
    );
    const strengths = new Set(articles.map((article) => article?.strength));
    expect([...strengths].filter((one) => one === 'may' || one === 'definition' || !one)).toEqual([]);
    const kinds = new Set(found.map(({ instrument }) => law.instruments[instrument]?.kind));
    expect([...kinds].sort()).toEqual(['eu-act', 'treaty']);
  });

  test('of a treaty that does not bind, or of which that is not known, nothing is here', () => {
    expect(refsOf(MY).filter((ref) => ref.startsWith('refugee-convention#'))).toEqual([]);
    expect(refsOf(MY).filter((ref) => ref.startsWith('domestic-workers-convention#'))).toEqual([]);
  });

  test('tells apart the treaties of which it is not known whether they bind: Malaysia and the ASEAN convention', async () => {
    const unknown = notKnownIn(law, MY).flatMap(({ cites }) => cites.map(({ ref }) => ref));
    // What it tells the State of origin has no duty here; women-convention it is party to, and limited.
    expect(unknown).toContain('asean-convention#14.3');
    expect(unknown.filter((ref) => ref.startsWith('women-convention#'))).toEqual([]);
    expect(unknown.filter((ref) => refsOf(MY).includes(ref))).toEqual([]);
    const asked = { ...MY, colour: false, lang: 'en', today: MY.on };
    expect(gaps({ ...asked, json: false }).text.replaceAll(/\s+/g, ' ')).toMatch(
      /Whether these bind MY is not known.*ASEAN Convention against Trafficking, art\. 14\(3\)/,
    );
    const found = GapsJson.parse(JSON.parse(gaps({ ...asked, json: true }).text));
    expect(found.notKnown.map(({ instrument }) => instrument)).toContain('asean-convention');
    const { html } = await lawSite().ask('/en/law/states/MY?on=2026-11-22');
    expect(words(partOf(html, 'not-counted-unknown'))).toContain('ASEAN Convention against Trafficking');
  });

  test('stands at the end of what the command prints, and in its JSON', () => {
    const { paragraphs, instruments } = countNotCounted(notCountedIn(law, MY));
    const asked = { ...MY, colour: false, lang: 'en', today: MY.on };
    const text = gaps({ ...asked, json: false }).text.replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      `Not counted above ${paragraphs} paragraphs of ${instruments} instruments bind MY, and no rule or duty here rests on them.`,
    );
    expect(text.indexOf('Not counted above')).toBeGreaterThan(text.indexOf('What it said of treaties'));
    const found = GapsJson.parse(JSON.parse(gaps({ ...asked, json: true }).text));
    expect(found.notCounted).toHaveLength(notCountedIn(law, MY).length);
  });

  test("stands at the end of the State's page, each paragraph with its link", async () => {
    const { html } = await lawSite().ask('/en/law/states/MY?on=2026-11-22');
    const part = partOf(html, 'not-counted');
    const { paragraphs, instruments, unlooked } = countNotCounted(notCountedIn(law, MY));
    expect(words(part)).toContain(
      `${paragraphs} paragraphs of ${instruments} instruments that bind Malaysia`,
    );
    expect(part.match(/<a [^>]*href="\/en\/law\//g)?.length).toBe(paragraphs + unlooked);
  });
});
