import { type Answers, assess, type Duty, getCitation } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { loadLaw } from './load-law.ts';

/**
 * What the list of duties says of each row: the duty | the facts that bring it about, a fact after “!” said to be no, one
 * after “?” only said so that no exception stays open | who owes it | how strongly | by when | where that is written. Each
 * fact without “?” is needed. “-” is what the list has no number or words for.
 */
const ROWS = `
5.1 | duty.refer | suspicion.credible | whichever authority meets the person | shall | promptly; no number of days is set | ecat#10.1 human-rights-convention#4.prohibition
5.2 | duty.no-removal | grounds.reasonable !identification.complete | the State where the person is | shall | - | ecat#10.2
5.3 | duty.reflection | grounds.reasonable ?!public-order ?!claimed-improperly ?!reflection.ended | the State where the person is | shall | protection.reflection-days calendar days from reflection.day | ecat#13.1
5.3 | duty.reflection-eu | grounds.reasonable ?!public-order ?!claimed-improperly ?!reflection.ended | the State where the person is | shall | for as long as national law says | eu-residence-permit-directive#6.1 eu-residence-permit-directive#6.2
5.4 | duty.no-transfer-in-recovery | grounds.reasonable transfer.considered ?!public-order ?!claimed-improperly ?!reflection.ended | the State that considers the transfer | shall | as long as the time to recover lasts | eu-residence-permit-directive#6.2
5.5 | duty.assistance | grounds.reasonable | the State where the person is | shall | - | ecat#12.1 ecat#10.2 ecat#13.2
5.5 | duty.assistance-eu | grounds.reasonable | the State where the person is | shall | as soon as there is an indication of reasonable grounds | eu-trafficking-directive#11.1 eu-trafficking-directive#11.2 eu-trafficking-directive#11.3
5.5 | duty.assistance-palermo | identification.positive trafficking.cross-border trafficking.organised | the State where the person is | consider | - | palermo#6.3
5.6 | duty.assess-before-charge | suspicion.credible offence.alleged | the authority that could prosecute | shall | before it is decided whether to prosecute | human-rights-convention#4.identification
5.6 | duty.non-punishment | identification.positive offence.alleged offence.compelled | the State that could punish | shall-enable | - | ecat#26
5.6 | duty.non-punishment-eu | identification.positive offence.alleged offence.compelled offence.direct | the State that could prosecute | shall-enable | - | eu-trafficking-directive#8
5.6 | duty.non-punishment-principle | identification.positive entry.irregular | the State where the person is | recommended | - | ohchr-principles#7
5.7 | duty.no-detention | suspicion.credible detention.considered | the State where the person is | recommended | at once | ohchr-principles#7
5.7 | duty.no-detention-asean | suspicion.credible detention.considered | the State where the person is | shall | - | asean-convention#14.8
5.7 | duty.child-detention | age.now=15 detention.considered | the State where the child is | shall | - | child-convention#37.b
5.8 | duty.residence | identification.positive stay.personal permit.for-situation | the State where the person is | shall | - | ecat#14.1
5.8 | duty.residence-child | age.now=15 identification.positive permit.child-needs stay.best-for-child | the State where the child is | shall-where-appropriate | - | ecat#14.2
5.8 | duty.residence-eu | identification.positive stay.for-proceedings stay.cooperates stay.ties-cut age.now=30 | the State where the person is | shall | - | eu-residence-permit-directive#8.1 eu-residence-permit-directive#8.3
5.9 | duty.presume-child | age.in-doubt believed-child.now | the State where the person is | shall | until the age is verified | ecat#10.3 eu-trafficking-directive#13.2
5.9 | duty.age-assessment | age.in-doubt believed-child.now | the authority that doubts the age | recommended | - | child-committee-comment-6#31
5.10 | duty.guardian | age.now=15 child.unaccompanied identification.positive | the State where the child is | shall | as soon as the child is identified as a victim | ecat#10.4.a
5.10 | duty.representative | age.now=15 child.unaccompanied asylum.applied | the State where the child asked for asylum | shall | 15 working days from asylum.day | eu-asylum-procedure-regulation#23.2.b
5.10 | duty.guardian-recommended | age.now=15 child.unaccompanied | the State where the child is | recommended | - | child-committee-comment-6#33-38
5.11 | duty.child-identity | age.now=15 child.unaccompanied identification.positive | the State where the child is | shall | - | ecat#10.4.b
5.11 | duty.family-tracing | age.now=15 child.unaccompanied identification.positive tracing.good | the State where the child is | endeavour | - | ecat#10.4.c
5.12 | duty.best-interests-assessment | age.now=15 child.at-risk | UNHCR or the body for the protection of children | recommended | as soon as the child is identified, and before anything is done that affects the child; no number of days was found | unhcr-best-interests-procedure#assessment
5.13 | duty.best-interests-determination | age.now=15 child.unaccompanied solution.pending | a panel of UNHCR or of the body for the protection of children | recommended | before the decision; by the guidelines of 2008 at the latest two years after identification, then every year | unhcr-best-interests-procedure#determination unhcr-best-interests-procedure#timing
5.14 | duty.no-return-of-child | age.now=15 identification.positive return.not-best | the State where the child is | shall | - | ecat#16.7
5.14 | duty.child-return-assessment | age.now=15 return.considered | the State where the child is | recommended | before it is decided | child-committee-comment-6#84
5.15 | duty.reception-needs | asylum.applied | the State that receives the person | shall | 30 calendar days from asylum.day | eu-reception-directive#25.1 eu-reception-directive#24.h eu-asylum-procedure-regulation#20
5.16 | duty.screening | screening.border !screening.after-stay | the State at whose border the person is | shall | 7 calendar days from screening.day | eu-screening-regulation#8.3
5.16 | duty.screening-after-stay | screening.border screening.after-stay | the State at whose border the person is | shall | 4 calendar days from screening.day | eu-screening-regulation#8.3
5.16 | duty.screening-inland | screening.inland | the State where the person was found | unverified | within three days, as our notes have it; the text was not read | eu-screening-regulation#8.4
5.16 | duty.vulnerability-check | screening.border | the State at whose border the person is | shall | during the screening | eu-screening-regulation#12.3
5.17 | duty.information | suspicion.credible contact.authority | the authority that meets the person | shall | from the first contact on | ecat#15.1 ecat#12.1
5.17 | duty.asylum-information-eu | suspicion.credible | the State where the person is | unverified | - | eu-trafficking-directive#11.6
5.18 | duty.interpreter | suspicion.credible interview.planned | the authority that interviews the person | shall | before the interview | ecat#12.1
5.18 | duty.interview-setting | suspicion.credible interview.planned | the authority that interviews the person | recommended | - | unhcr-guidelines-7#45-49
5.19 | duty.confidentiality | suspicion.credible | everybody who holds information about the person | shall | always | ecat#11.1
5.19 | duty.confidentiality-palermo | identification.positive trafficking.cross-border trafficking.organised | the State where the person is | shall-where-appropriate | - | palermo#6.1
5.19 | duty.firewall | suspicion.credible | whoever helps the person or keeps something about them | recommended | always | ecri-recommendation-16#firewalls joint-comment-3-22#firewall
5.20 | duty.asylum-open | identification.positive | the State where the person is | shall | at any time | ecat#14.5 ecat#40.4
5.20 | duty.asylum-open-eu | identification.positive | the State where the person is | unverified | - | eu-trafficking-directive#11a
5.20 | duty.asylum-parallel | identification.positive | the authorities for asylum and against trafficking | recommended | - | greta-guidance-note#asylum
5.21 | duty.merits-apart | asylum.applied | the authority that decides on asylum | recommended | - | unhcr-guidelines-7#50
5.22 | duty.safety | suspicion.credible threat.retaliation | the State where the person is | shall | during and after the proceedings | ecat#28.1
5.22 | duty.safety-of-helpers | suspicion.credible threat.helpers | the State where they are | shall-where-appropriate | during and after the proceedings | ecat#28.4
5.23 | duty.investigate | suspicion.credible | the State where the person is, and every State where part of it happened | shall | promptly; no number of days is set | human-rights-convention#4.investigation ecat#27.1
5.24 | duty.compensation | identification.positive | the State where the person is | shall | - | ecat#15.3 ecat#15.4
5.24 | duty.lost-earnings | identification.positive | the State where the person is | shall | - | human-rights-convention#4.compensation
5.25 | duty.return-risk-assessment | suspicion.credible return.considered | the State that considers the return | recommended | before it is decided | odihr-return-principles#risks
5.25 | duty.return-due-process | suspicion.credible return.considered | the State that considers the return | recommended | before the return | odihr-return-principles#due-process
5.25 | duty.return-due-regard | suspicion.credible return.considered | the State that considers the return | shall | - | ecat#16.2
5.26 | duty.transfer-risk | suspicion.credible transfer.considered | the State that considers the transfer | recommended | before the transfer | greta-guidance-note#transfer
5.27 | duty.stateless-papers | place.stateless papers.none | the State where the person is | shall | - | statelessness-convention#27
5.27 | duty.nationality-help | papers.none | the State where the person is | recommended | early | unhcr-guidelines-7#41-44
5.28 | duty.solution.trafficking-risk | solution.pending | whoever decides on the solution | recommended | when the solution is chosen, and whenever it is looked at again | refugee-risk-article#solutions`;

const law = loadLaw();
const rows = ROWS.trim()
  .split('\n')
  .map((line) => line.split(' | ') as [string, string, string, string, string, string, string]);

type Fact = { id: string; value: string | number; isNeeded: boolean };

function factsOf(text: string): Fact[] {
  return text.split(' ').map((word) => {
    const isNeeded = !word.startsWith('?');
    const said = isNeeded ? word : word.slice(1);
    const [id = '', number] = said.replace('!', '').split('=');
    return {
      id,
      isNeeded,
      value: number === undefined ? (said.startsWith('!') ? 'no' : 'yes') : Number(number),
    };
  });
}

function owed(duty: string, facts: readonly Fact[]): string | undefined {
  const told = Object.fromEntries(facts.map(({ id, value }) => [id, value])) as Answers;
  return assess(law, { facts: told }).duties[duty]?.strict;
}

/** By when, as the table above writes it. */
function deadlineOf({ by }: Duty): string {
  if (by === undefined) return '-';
  if (by.kind === 'words') return by.words;
  const days = by.kind === 'days' ? String(by.days) : by.value;
  return `${days} ${by.calendar} days from ${by.from}`;
}

describe('each row of the list of duties', () => {
  test('is here, from the first to the last', () => {
    const numbers = Array.from({ length: 28 }, (_, at) => `5.${at + 1}`);
    expect([...new Set(rows.map(([row]) => row))]).toEqual(numbers);
  });

  test.each(rows)('%s %s: %s', (_, id, facts, bearer, strength, by, cites) => {
    const duty = law.duties[id];
    if (!duty) throw new Error(`no duty ${id}`);
    const told = [duty.bearer, duty.strength, deadlineOf(duty), duty.cites.join(' ')];
    expect(told).toEqual([bearer, strength, by, cites]);
    const all = factsOf(facts);
    expect(all.filter(({ id: fact }) => !law.facts[fact])).toEqual([]);
    expect(owed(id, all)).toBe('yes');
    for (const left of all.filter(({ isNeeded }) => isNeeded))
      expect([
        left.id,
        owed(
          id,
          all.filter((one) => one !== left),
        ),
      ]).not.toEqual([left.id, 'yes']);
  });

  test('5.3 has thirty days, and no State less', () => {
    expect(law.values['protection.reflection-days']).toMatchObject({ value: 30, floor: 30, unit: 'days' });
  });
});

describe('where the list has no value of its own, or nobody read it', () => {
  test.each([
    ['5.2, until it is known', 'duty.no-removal', /until it is known whether they are a victim/],
    ['5.8, at least six months', 'duty.residence-eu', /at least six months/],
    [
      '5.21, whatever they say to the police',
      'duty.merits-apart',
      /without looking at whether the person testifies/,
    ],
  ])('%s stands in what is owed, not in a day', (_, id, act) => {
    expect(law.duties[id]?.act).toMatch(act);
    expect(law.duties[id]?.by).toBeUndefined();
  });

  test.each([
    ['5.1', 'duty.refer', 'no number of days is set'],
    ['5.12', 'duty.best-interests-assessment', 'no number of days was found'],
    ['5.16 inland', 'duty.screening-inland', 'the text was not read'],
    ['5.23', 'duty.investigate', 'no number of days is set'],
  ])('%s says so in its deadline', (_, id, words) => {
    const duty = law.duties[id];
    expect(duty && deadlineOf(duty)).toContain(words);
  });

  test.each([
    ['5.9, x-rays and the rest', 'child-committee-comment-6#31'],
    ['5.13, two years and every year', 'unhcr-best-interests-procedure#timing'],
    ['5.14, the assessment before a return', 'child-committee-comment-6#84'],
    ['5.16, three days inland', 'eu-screening-regulation#8.4'],
    ['5.17, information in the Union', 'eu-trafficking-directive#11.6'],
    ['5.20, the asylum clause of the Union', 'eu-trafficking-directive#11a'],
  ])('%s rests on a paragraph that is marked unverified', (_, ref) => {
    expect(getCitation(law, ref).status).toBe('unverified');
  });
});
