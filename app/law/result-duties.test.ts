import { describe, expect, test } from 'vitest';
import { lawSite, mainOf, words } from './testing/site.ts';

const COMPELLED = { 'identification.positive': 'yes', 'offence.alleged': 'yes', 'offence.compelled': 'yes' };

describe('a power that a State must create', () => {
  test('stands with what must be done, and says that using it is left open', async () => {
    const { result } = lawSite();
    const said = words(mainOf((await result(COMPELLED)).html));
    const power = said.indexOf('A power not to punish');
    expect(power).toBeGreaterThan(0);
    expect(power).toBeLessThan(said.indexOf('only in weak words'));
    expect(said.slice(power)).toContain(
      'The law says: they must make it possible. It does not say that they must do it.',
    );
  });
});
