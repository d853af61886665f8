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

  /** What stands under each title of a stage that can be opened. */
  const folded = async (stage: string) => {
    const { html } = await ask('/en/law/procedure?state=MY&on=2026-03-12');
    const parts = partOf(html, `stage-${stage}`).split('<details').slice(1).map(words);
    return (title: string) => parts.find((part) => part.includes(title)) ?? '';
  };

  test('what is only to be considered or tried is not under what is owed', async () => {
    const under = await folded('1b');
    expect(under('Owed, as the State is bound')).toContain('Age, gender and special needs');
    for (const label of ['Considering help to recover', 'Keeping the person safe']) {
      expect(under('Owed, as the State is bound')).not.toContain(label);
      expect(under('Asked, and no more')).toContain(label);
    }
  });

  test('what did not bind the State when that was last known has a title of its own', async () => {
    const under = await folded('1a');
    expect(under('Not bound when that was last known')).toContain('No arbitrary detention');
    expect(under('Owed if the State is bound, which is not known')).not.toContain('No arbitrary detention');
  });

  test('says of what is said to be custom that it is', async () => {
    const { html } = await ask('/en/law/procedure?state=MY&on=2026-03-12');
    expect(words(html)).toContain(
      'It is said to be custom too, which would bind Malaysia without any treaty. Nobody has verified that here.',
    );
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
