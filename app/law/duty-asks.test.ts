import { describe, expect, test } from 'vitest';
import { caseFolder, flat, runAssess } from './testing/index.ts';

const { caseOf } = caseFolder();

describe('a number that was read after the day of the case', () => {
  const path = caseOf(
    'grounds.reasonable: yes, identification.complete: no, reflection.day: 2025-07-01',
    'state: GR\non: 2025-07-20\n',
  );

  test('stands beside the earlier end, and does not count', async () => {
    const text = flat((await runAssess(path)).text);
    const later =
      'As known on 2026-11-22: 90 days (Migration Code, Law 5038/2023 (Greece), art. 135 [unverified]). Since when is not known; check it before you rely on the earlier end.';
    expect(text).toContain(
      `At least until: 2025-07-31, 30 calendar days after “The day on which the time to recover began”. ${later}`,
    );
    expect(text).toContain(`The least the treaty allows is 30 days. ${later}`);
  });

  test('stands in the JSON apart from the number that counts', async () => {
    const { values } = JSON.parse((await runAssess(path, { json: true })).text);
    const [{ states }] = values.filter(({ id }: { id: string }) => id === 'protection.reflection-days');
    expect(states[0]).toMatchObject({
      ...{ value: 30, said: 'nobody', why: 'nothing-for-day', knownOn: null },
      readLater: { value: 90, knownOn: '2026-11-22', source: ['greece-migration-code#135'] },
    });
  });
});

const LEBANON =
  'age: 29, age.now: 29, act.recruited: yes, means.deception: yes, purpose.labour: yes, return.considered: yes, place.outside-nationality: yes, contact.authority: yes';

describe('what a duty comes to', () => {
  test('is asked where a State need only consider or try', async () => {
    const path = caseOf(
      `${LEBANON}, trafficking.cross-border: yes, trafficking.organised: yes`,
      'state: GR\non: 2025-07-20\n',
    );
    const text = flat((await runAssess(path)).text);
    expect(text).toMatch(/ASKED Considering help to recover duty\.assistance-palermo/);
    expect(text).toMatch(/ASKED Keeping the person safe duty\.safety-palermo/);
    expect(text).not.toMatch(/OWED [^.]*\((consider|endeavour|may|unverified)\)/);
  });

  test('is not read where nobody read how strongly the text asks', async () => {
    const text = flat((await runAssess(caseOf(`${LEBANON}, asylum.applied: yes`))).text);
    expect(text).toMatch(/NOT READ [^.]*duty\.asylum-open-eu Who: [^(]*\(STRENGTH NOT READ\)/);
  });

  test('binds though no protection follows, and both are said in one breath', async () => {
    const path = caseOf(LEBANON, 'state: LB\non: 2025-03-12\n');
    const text = flat((await runAssess(path)).text);
    expect(text).toMatch(
      /No protection that is known to bind Lebanon on 2025-03-12 follows from these answers; (one duty binds|\d+ duties bind) Lebanon all the same, see “Who owes what”\./,
    );
    expect(text).toContain('(return.refugee). No text known to bind Lebanon says this.');
  });
});
