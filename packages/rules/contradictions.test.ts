import { expect, test } from 'vitest';
import { contradictionsIn } from './contradictions.ts';
import { getClub, rule } from './testing.ts';

test('what the law only presumes contradicts no answer', () => {
  const law = getClub(
    rule(
      '{id: top, label: Top, cite: club#1.a, is: a, presume: {value: yes, when: b, reasons: [not_known], cite: club#1.b}}',
    ),
  );
  const when = { kind: 'rule', rule: 'top', cites: [] } as const;
  const named = (a: 'yes' | 'not_known') =>
    contradictionsIn(
      { ...law, contradictions: [{ when, why: 'No.', place: { file: 'x', line: 1 } }] },
      { facts: { a, b: 'yes' } },
    );
  expect(named('yes')).toHaveLength(1);
  expect(named('not_known')).toEqual([]);
});
