import { describe, expect, test } from 'vitest';
import { heading, lawSite, partOf, words } from '../testing/site.ts';

const { ask } = lawSite();

describe('the procedure of a State', () => {
  test('shows the walls, every stage with its duties, and the twelve questions', async () => {
    const { html, status } = await ask('/en/law/procedure?state=NO&on=2026-01-01');
    expect(status).toBe(200);
    expect(heading(html)).toBe('Referral, step by step');
    expect(words(partOf(html, 'walls'))).toContain('Who refuses consent gets no less help.');
    for (const id of ['1a', '1b', '1c', '1d', '2', '2b', '3', '3b', '4']) {
      expect(words(partOf(html, `stage-${id}`)), id).toContain('Consent and limits');
    }
    const stage = words(partOf(html, 'stage-1d'));
    expect(stage).toContain('180 days after');
    expect(stage).toContain('As this State gives.');
    expect(words(partOf(html, 'review'))).toContain('Does anybody lose a right by it that they had before?');
    expect(partOf(html, 'review').match(/nobody knows/g)).toHaveLength(12);
    expect(words(html)).toContain('No named person has checked the stages');
  });

  test('says of a State’s number that nobody has said it, where nobody has', async () => {
    const stage = words(partOf((await ask('/en/law/procedure?state=MY&on=2026-01-01')).html, 'stage-1d'));
    expect(stage).toContain('nobody has said. This is the treaty’s least.');
    expect(stage).not.toContain('As this State gives.');
  });

  test('without a State says what is owed where a source binds, and of no State whether it is', async () => {
    const { html, status } = await ask('/en/law/procedure');
    expect(status).toBe(200);
    expect(words(html)).toContain('No State is chosen');
    expect(words(partOf(html, 'stage-1b'))).toContain('Owed where the source binds the State');
    expect(words(partOf(html, 'stage-1b'))).not.toContain('Not bound');
  });

  test.each(['state=UK', 'state=%00', 'state=constructor', 'on=', 'state=NO&state=MY'])(
    '%s is answered calmly',
    async (query) => {
      expect((await ask(`/en/law/procedure?${query}`)).status).toBe(200);
    },
  );

  test('a day that does not exist stays as typed, with what to write', async () => {
    const { html } = await ask('/en/law/procedure?state=NO&on=2026-02-30%3Cb%3E');
    expect(html).toContain('value="2026-02-30&lt;b>"');
    expect(words(html)).toContain('This is not a day that can be asked about.');
  });

  test('in Arabic and French says that the words are a machine’s draft', async () => {
    const arabic = await ask('/ar/law/procedure?state=NO&on=2026-01-01');
    expect(heading(arabic.html)).toBe('الإحالة خطوة بخطوة');
    expect(words(arabic.html)).toContain('كلمات المراحل بهذه اللغة مسودة آلة.');
    expect(words(partOf(arabic.html, 'stage-1a'))).toContain('لا أحد يستجوب.');
    const french = await ask('/fr/law/procedure?state=NO');
    expect(words(french.html)).toContain('l’ébauche d’une machine');
    expect(words((await ask('/en/law/procedure')).html)).not.toContain('machine');
  });
});
