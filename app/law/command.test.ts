import { describe, expect, test } from 'vitest';
import { caseFolder, EXAMPLE, EXAMPLES, flat, runAssess } from './testing/index.ts';

const { caseOf } = caseFolder();

describe('clew assess', () => {
  test('keeps short, names in a line what nothing was asked about, and keeps unknown apart from no', async () => {
    const { text } = await runAssess(EXAMPLE);
    // The law has over a hundred and thirty duties and a hundred tests.
    expect(text.split('\n').length).toBeLessThanOrEqual(252);
    const [, unasked = ''] = /Not asked about yet: (.*?)Not known is not no/.exec(flat(text)) ?? [];
    expect(unasked).toContain('refugee.status');
    expect(unasked).toMatch(/An authority sees reasonable grounds: [^.]*\(protection\.no-removal\)/);
    expect(unasked).not.toContain('(trafficking.victim)');
    expect(text).not.toMatch(/^\S.*refugee\.status$/m);
    expect(text).toContain('Not known is not no.');
    // One answer, and the test is asked about.
    const one = await runAssess(caseOf('place.stateless: not_known'));
    expect(one.text).toMatch(/^NOT KNOWN +.*refugee\.status$/m);
  });

  test('answers the example: verdicts, reasons with sources, what is unknown and why, and who checked what', async () => {
    const { text, exitCode } = await runAssess(EXAMPLE);
    expect(exitCode).toBe(0);
    expect(text).toMatch(/^YES +The person may be a victim of trafficking +trafficking.victim$/m);
    expect(text).toMatch(/^NO +Was a child when it happened +child$/m);
    expect(text).toContain('Recruited: yes');
    expect(text).toContain('Palermo Protocol, art. 3(a)');
    expect(text).toContain('Would rather not say: Force used.');
    expect(text).toContain('Asked, not known: Threatened; Servitude.');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'Never read here: Agreed to it (Palermo Protocol, art. 3(b) [compared])',
    );
    // Another rule of those that are shown does look at it.
    expect(flat(text)).toMatch(
      /Read by other rules here, and never by protection\.asylum-access: [^.]*Afraid to go back/,
    );
    expect(flat(text)).not.toMatch(/Never read here: [^.]*Afraid to go back/);
    expect(flat(text)).toMatch(/No named person has checked the \d+ sources that they rest on/);
    expect(text).toMatch(/Law [0-9a-f]{16}$/);
  });

  test('says with every no that it is not a decision, and what would change it', async () => {
    const { text } = await runAssess(EXAMPLE);
    const words = text.replace(/\s+/g, ' ');
    expect(words.match(/\bNO [A-Z]/g)).toHaveLength(words.match(/This is not a decision\./g)?.length ?? 0);
    expect(words).toContain('It would become yes with: Age when it happened: under 18.');
  });

  test('keeps to 80 columns, and to plain text unless colour is asked for', async () => {
    for (const explain of [undefined, 'trafficking.victim']) {
      const { text } = await runAssess(EXAMPLE, explain ? { explain } : {});
      expect(text.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
      expect(text).not.toContain('\u001b');
    }
    expect((await runAssess(EXAMPLE, { colour: true })).text).toContain('\u001b[32m');
  });

  test('explains a rule limb by limb, with each answer, its reason and each source', async () => {
    const { text } = await runAssess(EXAMPLE, { explain: 'trafficking.victim' });
    expect(text).toMatch(/Force used +not known: would rather not say/);
    expect(text).toMatch(/Deceived +yes/);
    expect(text).toContain('Palermo Protocol, art. 3(c) [compared]');
    expect(text).toMatch(/The law presumes yes, where the answer is not known and +not used/);
  });

  test('gives both verdicts where the law presumes, and names the presumption', async () => {
    const { text } = await runAssess(
      caseOf('act.recruited: yes, purpose.labour: yes, age: not_known, believed-child: yes'),
    );
    expect(text).toMatch(
      /^NOT KNOWN +The person may be a victim.*\nYES +after what the law presumes; by the facts alone not known$/m,
    );
    expect(text.replace(/\s+/g, ' ')).toContain(
      'is presumed, as Reasons to believe a child: yes (Anti-Trafficking Convention, art. 10(3) [compared])',
    );
  });

  test('keeps a protection that the State has not shown an exception to, and says on what it rests', async () => {
    const path = caseOf('grounds.reasonable: yes, public-order: not_known');
    const { text } = await runAssess(path);
    expect(text).toMatch(
      /^NOT KNOWN +The person has time to recover.*\nYES +as the State has not shown an exception; by the facts alone not known$/m,
    );
    const explained = (await runAssess(path, { explain: 'protection.reflection' })).text;
    expect(explained).toMatch(/Unless +not shown: the State has to show it\n +Public order/);
    const reached = (await runAssess(caseOf('grounds.reasonable: yes, public-order: yes'))).text;
    expect(reached).toMatch(
      /^NO +The person has time to recover.*\n +Because: Public order stands against it: yes/m,
    );
  });

  test('says wherever a presumption is used on what it hangs: for people, limb by limb, and for programs', async () => {
    const presumed = caseOf('act.recruited: yes, purpose.labour: yes, age: withheld, believed-child: yes');
    const condition = 'Only where the State is bound by the Anti-Trafficking Convention. No State is named.';
    const plain = async (more = {}) => (await runAssess(presumed, more)).text.replace(/\s+/g, ' ');
    // Once at the rule that presumes, once at each that rests on it.
    const times =
      (await plain()).split(`Presumed: Was a child when it happened, yes. ${condition}`).length - 1;
    expect(times).toBeGreaterThanOrEqual(2);
    expect(await plain({ explain: 'child' })).toContain(condition);
    expect(JSON.parse((await runAssess(presumed, { json: true })).text).presumed).toEqual([
      { rule: 'child', value: 'yes', cites: ['ecat#10.3'], bound: 'unknown', conditions: [condition] },
    ]);
    expect((await runAssess(EXAMPLE)).text).not.toContain('Presumed:');
  });

  test('says of a presumption that is only recommended that it binds nobody', async () => {
    const { text } = await runAssess(caseOf('protection.state-harms: yes'), { json: true });
    expect(JSON.parse(text).presumed).toMatchObject([
      {
        cites: ['unhcr-guidelines-7#21-24'],
        conditions: ['Recommended by the UNHCR Guidelines No. 7; that binds no State.'],
      },
    ]);
  });

  test('asks the next question, says why, and never asks what was withheld', async () => {
    const withheld = caseOf('age: withheld, believed-child: withheld');
    const { text } = await runAssess(withheld);
    expect(text).toMatch(/The next question\n {2}\S/);
    expect(text).toContain('It bears on: ');
    const { next } = JSON.parse((await runAssess(withheld, { json: true })).text);
    expect(next).toEqual([
      {
        fact: expect.any(String),
        question: expect.any(String),
        why: expect.any(String),
        path: expect.any(Array),
      },
    ]);
    expect(['age', 'believed-child']).not.toContain(next[0].fact);
  });

  test('marks and lists every source it shows that nobody checked, that of what is never read too', async () => {
    const shown = flat((await runAssess(EXAMPLE)).text);
    expect(shown).toContain('Palermo Protocol, art. 3(b) [compared]');
    const one = flat((await runAssess(EXAMPLE, { explain: 'trafficking.victim' })).text);
    const closing = one.split('No named person has checked these sources:')[1] ?? '';
    expect(closing).toMatch(/compared with a copy of the text: .*Palermo Protocol, art\. [^;]*3\(b\)/);
    expect(JSON.parse((await runAssess(EXAMPLE, { json: true })).text).unverified).toContain('palermo#3.b');
    const unmarked = shown.match(/, art\. [^\s;]+(?! \[(?:unverified|compared)\])(?=[;. ])/g) ?? [];
    expect(unmarked).toEqual([]);
  });

  test.each(EXAMPLES)('answers %s as it expects', async (path) => {
    // A day after whatever day an example is about.
    expect(await runAssess(path, { today: new Date(2100, 0, 1) })).toMatchObject({
      exitCode: 0,
    });
  });

  test('ends with 1 where the case expects something else, and says what', async () => {
    const { text, exitCode } = await runAssess(
      caseOf('act.recruited: yes', 'expect: {trafficking.victim: yes}'),
    );
    expect(exitCode).toBe(1);
    expect(text.replace(/\s+/g, ' ')).toContain('should be yes on the facts alone, but is unknown');
  });
});
