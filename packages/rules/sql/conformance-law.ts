import type { Day } from '../date.ts';
import type { Burden, Exception, Fact, Law, Limb, Presumption, Rule } from '../law.ts';
import { recordOf } from '../law.ts';
import type { Answer, Group, Reason } from '../told.ts';
import { REASONS } from '../told.ts';
import type { PopulationCase } from './record-values.ts';

/** The days on which the table is asked: a common and a leap February's end, the days around, and the last there is. */
export const CONFORMANCE_DAYS: readonly Day[] = [
  '2022-02-28',
  '2022-03-01',
  '2025-01-01',
  '2028-02-29',
  '9999-12-31',
];

type Bare = Limb extends infer One ? (One extends Limb ? Omit<One, 'cites'> : never) : never;

const [a, b, c] = ['a', 'b', 'c'].map((fact) => limb({ kind: 'fact', fact })) as [Limb, Limb, Limb];
const x = limb({ kind: 'fact', fact: 'g.x' });
const minor = (fact: string) => limb({ kind: 'compare', fact, comparison: '<', bound: 18 });

/** A law that has everything a law can say, each in a rule of its own. It is nobody's law. */
export function conformanceLaw(): Law {
  const rules = [...logicRules(), ...numberRules(), ...peopleRules(), ...presumptionRules()];
  const facts = [
    ...['a', 'b', 'c'].map((id) => fact(id, { kind: 'yes-no' })),
    fact('n', { kind: 'number', min: 0, max: 120 }),
    fact('d', { kind: 'date' }),
    { ...fact('age', { kind: 'number', min: 0, max: 120 }), yearsSince: 'd' },
    fact('g.x', { kind: 'yes-no' }, 'g'),
    fact('g.d', { kind: 'date' }, 'g'),
    { ...fact('g.age', { kind: 'number', min: 0, max: 120 }, 'g'), yearsSince: 'g.d' },
  ];
  const group = { id: 'g', label: 'G', question: 'G?', complete: 'All?', why: 'G.' };
  return {
    hash: 'conformance',
    instruments: recordOf([]),
    facts: recordOf(facts.map((one) => [one.id, one])),
    groups: recordOf([['g', group]]),
    ...{ contradictions: [], states: recordOf([]), parties: recordOf([]), looks: recordOf([]), together: [] },
    rules: recordOf(rules.map((one) => [one.id, one])),
    organisations: recordOf([]),
    ...{ duties: recordOf([]), values: recordOf([]), overlays: recordOf([]), reforms: [], tests: [] },
    words: recordOf([]),
  };
}

function logicRules(): Rule[] {
  return [
    rule('and', limb({ kind: 'all', limbs: [a, b, c] })),
    rule('or', limb({ kind: 'any', limbs: [a, b, c] })),
    rule('not', limb({ kind: 'not', limb: a })),
    rule('never', limb({ kind: 'any', limbs: [] })),
    rule('always', limb({ kind: 'all', limbs: [] })),
    rule('unsaid', limb({ kind: 'unsaid' })),
    rule('unsaid-or', limb({ kind: 'any', limbs: [a, limb({ kind: 'unsaid' })] })),
    rule('two-of-three', limb({ kind: 'at_least', count: 2, limbs: [a, b, c] })),
    rule('three-of-five', limb({ kind: 'at_least', count: 3, limbs: [a, b, c, not(a), of('or')] })),
    rule(
      'shared',
      limb({ kind: 'any', limbs: [all(of('and'), not(of('or'))), all(of('two-of-three'), of('or'))] }),
    ),
  ];
}

function numberRules(): Rule[] {
  const signs = ['<', '<=', '>', '>='] as const;
  const on = (kind: 'compare' | 'years', name: string, bounds: readonly number[]) =>
    signs.flatMap((comparison) =>
      bounds.map((bound) =>
        rule(`${name}-${signs.indexOf(comparison)}-${bound}`, limb({ kind, fact: name, comparison, bound })),
      ),
    );
  return [
    ...on('compare', 'n', [-1, 18]),
    ...on('compare', 'age', [18]),
    ...on('years', 'd', [-1, 0, 14, 18, 28]),
  ];
}

function peopleRules(): Rule[] {
  const over = (quantifier: 'some' | 'every', inner: Limb) =>
    limb({ kind: 'group', quantifier, group: 'g', limb: inner });
  const atLeast = (count: number) =>
    limb({ kind: 'group', quantifier: 'at_least', count, group: 'g', limb: x });
  const young = limb({ kind: 'years', fact: 'g.d', comparison: '<', bound: 18 });
  return [
    rule('some', over('some', x)),
    rule('every', over('every', x)),
    rule('two', atLeast(2)),
    rule('four', atLeast(4)),
    rule('some-child', over('some', all(x, young))),
    rule('every-adult', over('every', limb({ kind: 'any', limbs: [not(young), x] }))),
    rule('none', not(over('some', x))),
    rule('some-minor', over('some', minor('g.age'))),
  ];
}

function presumptionRules(): Rule[] {
  const presume = (value: 'yes' | 'no', reasons: readonly Reason[]): Presumption => ({
    value,
    when: b,
    reasons,
    cites: [],
  });
  const unless = (defeats: Limb, burden?: Burden): Exception => ({
    limb: defeats,
    ...(burden ? { burden } : {}),
  });
  const anybody = (inner: Limb) => limb({ kind: 'group', quantifier: 'some', group: 'g', limb: inner });
  const mixed = limb({
    kind: 'any',
    limbs: [a, of('some'), limb({ kind: 'years', fact: 'd', comparison: '<', bound: 18 })],
  });
  return [
    rule('presumed', a, { presume: presume('yes', REASONS) }),
    rule('presumed-no', a, { presume: presume('no', REASONS) }),
    rule('presumed-for', a, { presume: presume('yes', ['not_known', 'withheld']) }),
    rule('presumed-age', limb({ kind: 'any', limbs: [a, minor('age')] }), {
      presume: presume('yes', ['not_known']),
    }),
    rule('presumed-people', anybody(x), { presume: presume('yes', ['not_known']) }),
    rule('presumed-minors', anybody(limb({ kind: 'any', limbs: [x, minor('g.age')] })), {
      presume: presume('no', ['not_known', 'not_recorded']),
    }),
    rule('presumed-mixed', mixed, { presume: presume('yes', ['not_known', 'not_recorded']) }),
    rule('unless', a, { exceptions: [unless(b)] }),
    rule('unless-shown', a, { exceptions: [unless(b, 'state'), unless(c, 'person')] }),
    rule('through', of('unless-shown'), {
      presume: presume('yes', ['withheld']),
      exceptions: [unless(c, 'state')],
    }),
    rule('on-presumed', all(of('presumed-for'), not(of('through')))),
  ];
}

const TRUTH: readonly Answer[] = ['yes', 'no', 'not_asked'];

/**
 * Records that between them have all three values of three facts together, numbers and days on both sides of every
 * bound, a birthday on 29 February (of 2000 too, which only the third rule of the calendar has), numbers told and counted,
 * days to come, every reason, and no, one, two, three and four people of every sort, in groups
 * that are complete and that are not.
 */
export function conformanceCases(): PopulationCase[] {
  const people = peopleSorts();
  const days: readonly (Answer | undefined)[] = [
    ...(['2004-02-28', '2004-02-29', '2004-03-01', '2007-12-31', '2007-01-01', '2007-01-02'] as const),
    ...([
      '2008-02-29',
      '2010-02-28',
      '2010-03-01',
      '2014-02-28',
      '2022-02-28',
      '2022-03-01',
      '2030-01-01',
    ] as const),
    ...(['2000-02-28', '2000-02-29', '9999-12-31', 'not_known', undefined] as const),
  ];
  const numbers: readonly (Answer | undefined)[] = [-2, -1, 0, 17, 18, 19, 'withheld', undefined];
  const ages: readonly (Answer | undefined)[] = [undefined, 'not_known', 17, 'withheld', undefined, 18, 0];
  return Array.from({ length: 27 * 8 }, (_, index): PopulationCase => {
    const truth = (place: number) => withReason(at(TRUTH, Math.floor(index / 3 ** place)), index + place);
    const [n, d, age] = [at(numbers, index), at(days, index), at(ages, index)];
    const facts = { a: truth(0), b: truth(1), c: truth(2), n, d, age };
    const answers = Object.entries(facts).filter(
      (entry): entry is [string, Answer] => entry[1] !== undefined,
    );
    const g = at(people, index);
    // The last bit of a word is its sign, and the words must not have to be full.
    return { recordId: index * 3, facts: Object.fromEntries(answers), people: g ? { g } : {} };
  });
}

/** Every count of people who are yes, no and unknown, up to four, in groups complete, incomplete and unknown. */
function peopleSorts(): (Group | undefined)[] {
  const sorts: (Group | undefined)[] = [undefined];
  const born: readonly Answer[] = ['2004-02-29', '2015-06-01', 'not_known', '2031-01-01'];
  const told: readonly Answer[] = [17, 18, 'not_known', 'withheld'];
  for (let yes = 0; yes <= 4; yes++) {
    for (let no = 0; yes + no <= 4; no++) {
      for (let open = 0; yes + no + open <= 4; open++) {
        const each = [...Array(yes).fill('yes'), ...Array(no).fill('no'), ...Array(open).fill('unknown')];
        const members = each.map((says: string, index) => {
          const answer: Answer = says === 'yes' || says === 'no' ? says : at(REASONS, index + yes);
          const day = { 'g.x': answer, 'g.d': at(born, index + no) };
          return open === 1 ? { ...day, 'g.age': at(told, index + yes) } : day;
        });
        for (const complete of ['yes', 'no', at(REASONS, sorts.length)] as const)
          sorts.push({ complete, members });
      }
    }
  }
  return sorts;
}

function withReason(answer: Answer, index: number): Answer {
  return answer === 'not_asked' ? at(REASONS, Math.floor(index / 2)) : answer;
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length];
  return found as T;
}

function limb(bare: Bare): Limb {
  return { ...bare, cites: [] } as Limb;
}

function not(inner: Limb): Limb {
  return limb({ kind: 'not', limb: inner });
}

function all(...limbs: Limb[]): Limb {
  return limb({ kind: 'all', limbs });
}

function of(id: string): Limb {
  return limb({ kind: 'rule', rule: id });
}

function rule(id: string, own: Limb, more: Partial<Pick<Rule, 'presume' | 'exceptions'>> = {}): Rule {
  const nothing = {
    cites: [],
    neverReads: [],
    checkedBy: [],
    source: '',
    place: { file: 'conformance', line: 1 },
  };
  return { id, label: id, limb: own, exceptions: [], ...nothing, ...more };
}

function fact(id: string, type: Fact['type'], group?: string): Fact {
  const told = { theme: 'conformance', sensitivity: 1, knownBy: [], label: id, question: `${id}?`, why: id };
  return { id, type, ...told, ...(group === undefined ? {} : { group }) };
}
