import { describe, expect, test } from 'vitest';
import { packLaw } from './law-pack.ts';
import { caseFolder, EXAMPLE, flat, runAssess } from './testing/index.ts';
import { TOWN_LAW } from './testing/town-law.ts';

const { caseOf, write } = caseFolder();
const packed = packLaw('0.0.0', TOWN_LAW);
if (!packed.ok) throw new Error(JSON.stringify(packed.problems, null, 1));
const law = write('town.json', packed.text);
const whyNot = async (facts: string, id: string) =>
  flat((await runAssess(caseOf(facts), { law, whyNot: id })).text);

describe('clew assess --why-not', () => {
  test('names the smallest sets of answers for yes and for no, with their questions and sources', async () => {
    const text = await whyNot('from-afar: yes', 'guest');
    expect(text).toContain('Now: not known. This is not a decision.');
    expect(text).toContain(
      'It would become yes with Has a room: no has-room, now not asked Do you have a room? Charter, art. 1(a) [unverified].',
    );
    expect(text).toMatch(
      /It would become no with .*From afar: no .* or Has a room: yes|It would become no with Has a room: yes/,
    );
  });

  test('takes several answers together where no single one is enough', async () => {
    const text = await whyNot('from-afar: no, has-room: yes', 'guest');
    expect(text).toMatch(
      /It would become yes with From afar: yes .* Has a room: no|It would become yes with Has a room: no .* From afar: yes/,
    );
  });

  test('says of a duty and of a value what they hang on', async () => {
    expect(await whyNot('from-afar: yes, has-room: yes', 'duty.room')).toContain(
      'Now: no. This is not a decision. It would become yes with Has a room: no',
    );
    expect(await whyNot('from-afar: yes, has-room: yes', 'room-days')).toContain('with Has a room: no');
  });

  test('says where nothing that is asked would bring it', async () => {
    expect(await whyNot('from-afar: yes', 'guest.national')).toContain(
      'Nothing that this law asks about would make it yes.',
    );
  });

  test('never asks somebody without a nationality for another one', async () => {
    const given = (rest: string) =>
      `${rest}, fear.return: yes, fear.real-risk: yes, harm.labour: yes, ground.race: yes, link.harm: yes, protection.works: no`;
    const asked = async (facts: string) =>
      flat((await runAssess(caseOf(given(facts)), { whyNot: 'refugee.status' })).text);
    expect(await asked('place.outside-nationality: yes')).toContain('protection.other-nationality');
    expect(await asked('place.stateless: yes, place.outside-residence: yes')).not.toContain(
      'protection.other-nationality',
    );
  });

  test('answers for the real law in 80 columns, and refuses a rule that is not there', async () => {
    const { text } = await runAssess(EXAMPLE, { whyNot: 'trafficking.victim' });
    expect(flat(text)).toContain('It would become');
    expect(text.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
    const wrong = await runAssess(EXAMPLE, { whyNot: 'traficking.victim' });
    expect(wrong).toMatchObject({ exitCode: 2 });
    expect(wrong.text).toContain('--why-not:1  No rule is called “traficking.victim”. Did you mean');
  });
});
