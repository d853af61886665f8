import { describe, expect, test } from 'vitest';
import { caseFolder, flat, runAssess } from './testing/index.ts';

const { caseOf } = caseFolder();

/** A Rohingya girl in Malaysia, who is made up. */
const GIRL = [
  'age: 14, age.now: 15, act.recruited: yes, act.transported: yes, act.harboured: yes, act.received: yes',
  'purpose.labour: yes, place.outside-nationality: no, place.stateless: yes, place.outside-residence: yes',
  'fear.return: yes, return.considered: yes, protection.other-nationality: no, protection.works: no',
  'trafficking.cross-border: yes, trafficking.organised: yes, papers.none: yes, detention.considered: yes',
  'contact.authority: yes, suspicion.credible: yes, tracing.good: yes, offence.alleged: yes, offence.compelled: yes',
  'fear.real-risk: yes, harm.retrafficking: yes, ground.race: yes, ground.religion: yes, link.harm: yes',
  'link.protection: yes, protection.state-harms: yes, relocation.safe: no, child.unaccompanied: yes',
  'exclusion.grave-act: no, exclusion.un-agency: no, exclusion.national-rights: no, entry.irregular: yes',
].join(', ');

const girl = (on: string) => caseOf(GIRL, `state: MY\non: ${on}\n`);

describe('what binds Malaysia, beside each duty', () => {
  /** What is told of a duty under “Who owes what”, up to the next duty. */
  async function told(on: string) {
    const text = flat((await runAssess(girl(on))).text);
    const duties = text.slice(text.indexOf('Who owes what'));
    return {
      duties,
      of: (id: string) => duties.split(`${id} `)[1]?.split(/ duty\./)[0] ?? expect.fail(`nothing of ${id}`),
    };
  }

  test.each(['2025-12-01', '2015-01-01'])(
    'that the ban on return to danger is said to be custom, on %s',
    async (on) => {
      const { duties, of } = await told(on);
      expect(of('duty.no-refoulement')).toMatch(
        /Who: .*Said to be custom too, which would bind MY without a treaty; nobody has verified that\./,
      );
      expect(of('duty.best-interests')).not.toContain('custom');
      expect(duties).not.toMatch(/Owed where a State is bound, and MY is not:[^:]*duty\.no-refoulement/);
    },
  );

  test('that nobody looked at what it said of the convention on organized crime', async () => {
    const { of } = await told('2025-12-01');
    expect(of('duty.assistance-organized-crime')).toContain('MY: reservations not looked at.');
    expect(of('duty.special-needs-palermo')).not.toContain('reservations');
  });

  test('and as JSON: looked at, not looked at, or nothing where it is not known to be bound', async () => {
    const { duties } = JSON.parse((await runAssess(girl('2025-12-01'), { json: true })).text);
    const looked = (id: string) => duties.find((duty: { id: string }) => duty.id === id).reservationsLookedAt;
    expect(looked('duty.assistance-organized-crime')).toBe('no');
    expect(looked('duty.special-needs-palermo')).toBe('yes');
    expect(looked('duty.no-refoulement')).toBeNull();
  });
});
