import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadLaw } from './index.ts';
import { lawFiles } from './load-law.ts';

/**
 * Where each row of the list of duties stands: the rules, duties and values that carry it. A line after “#” says what of the
 * row is not written, and why.
 */
const DUTIES = `
5.1: identification.suspicion duty.refer duty.refer-eu
5.2: protection.no-removal duty.no-removal
5.3: protection.reflection duty.reflection duty.reflection-eu protection.reflection-days
5.4: duty.reflection return.not-yet return.transfer-in-recovery duty.no-transfer-in-recovery
5.5: protection.assistance duty.assistance duty.assistance-eu duty.assistance-palermo duty.legal-aid
5.6: identification.before-charge duty.assess-before-charge duty.non-punishment duty.non-punishment-eu duty.non-punishment-principle
5.7: procedure.detention duty.no-detention duty.no-detention-asean procedure.child-detention duty.child-detention
5.8: protection.residence duty.residence duty.residence-child residence.eu duty.residence-eu
5.9: child.age-in-doubt duty.presume-child duty.age-assessment
5.10: protection.guardian duty.guardian duty.guardian-eu duty.representative duty.guardian-recommended
5.11: duty.child-identity child.tracing duty.family-tracing child.tracing-refugee duty.family-tracing-refugee
5.12: best-interests.assessment duty.best-interests-assessment
5.13: best-interests.determination duty.best-interests-determination
5.14: return.child duty.no-return-of-child duty.child-return-assessment best-interests.determination
5.15: duty.reception-needs
5.16: duty.screening duty.screening-inland duty.screening-after-stay duty.vulnerability-check
5.17: procedure.first-contact duty.information duty.asylum-information-eu
5.18: procedure.interview duty.interpreter duty.interview-setting
5.19: procedure.confidential duty.confidentiality duty.confidentiality-palermo duty.firewall
5.20: protection.asylum-access duty.asylum-open duty.asylum-open-palermo duty.asylum-open-eu duty.asylum-parallel
5.21: duty.merits-apart
5.22: duty.safety duty.witness-safety duty.safety-of-helpers
5.23: duty.investigate duty.investigation-human-rights
5.24: duty.compensation duty.lost-earnings duty.compensation-eu duty.compensation-palermo
5.25: return.of-victim duty.return-risk-assessment duty.return-due-process duty.return-due-regard return.not-shown-safe
5.26: return.transfer duty.transfer-risk
5.27: duty.stateless-papers duty.nationality-help
5.28: duty.solution.trafficking-risk
5.A: return.unsafe return.shown-safe return.not-shown-safe duty.no-return-unless-safe solution.voluntary duty.return-monitoring return.with-open-case
5.B: resettlement.precondition resettlement.categories resettlement.submission resettlement.emergency duty.solution.resettlement-emergency duty.solution.resettlement-in-time
5.C: solution.return duty.solution.return-only-if-chosen solution.integration duty.solution.integration solution.third-country duty.solution.not-a-refugee duty.solution.care`;

/** The same of the refugee test; T4 and T5 are not encoded. */
const REFUGEE = `
T0: refugee.situation.abroad refugee.situation.at-home refugee.situation.fears-it
T1: refugee.outside-country
T2: refugee.well-founded-fear refugee.persecution
T3: refugee.no-state-protection refugee.no-state-protection.there
T6: refugee.link
T7: refugee.ground refugee.ground.social-group
T8: refugee.outside-country duty.nationality-help duty.stateless-papers
T9: refugee.relocation
T10: refugee.exclusion.crime
T11: refugee.cessation refugee.cessation.changed refugee.compelling-reasons refugee.exclusion
T12: fallback.any fallback.africa fallback.americas fallback.serious-harm protection.residence # a humanitarian stay hangs on each State`;

/** Of which no fact tells: about which country the fear is, and whether it arose after leaving. */
const NOT_ENCODED = ['T4', 'T5'];

const law = loadLaw();
const known = new Set([law.rules, law.duties, law.values].flatMap((kind) => Object.keys(kind)));

function rowsOf(table: string): [row: string, ids: string[]][] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [row = '', rest = ''] = line.split(': ');
      return [row, (rest.split(' #')[0] ?? '').split(' ')];
    });
}

describe('where each row of the reference stands', () => {
  test.each([...rowsOf(DUTIES), ...rowsOf(REFUGEE)])('%s', (_, ids) => {
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.filter((id) => !known.has(id))).toEqual([]);
  });

  test('leaves none out', () => {
    const rows = [...rowsOf(DUTIES), ...rowsOf(REFUGEE)].map(([row]) => row);
    const upTo = (last: number, name: (n: number) => string) =>
      Array.from({ length: last }, (_, n) => name(n));
    expect(rows).toEqual([
      ...upTo(28, (n) => `5.${n + 1}`),
      ...['5.A', '5.B', '5.C'],
      ...upTo(13, (n) => `T${n}`).filter((row) => !NOT_ENCODED.includes(row)),
    ]);
  });
});

describe('T4 and T5 of the refugee test, which are not encoded', () => {
  const guide = readFileSync(new URL('../../docs/guide/lawyer.md', import.meta.url), 'utf8');
  const written = lawFiles().find(({ path }) => path === 'laws/legal-tests/refugee-status.md')?.text ?? '';
  const told = written.slice(
    written.indexOf('## Not encoded'),
    written.indexOf('## Outside their own country'),
  );

  test('have no fact of their own: those on fear are two, on going back and on how likely harm is', () => {
    const fears = Object.keys(law.facts).filter((id) => id.startsWith('fear.'));
    expect(fears).toEqual(['fear.return', 'fear.real-risk']);
  });

  test.each([
    ['T4', 'Whether the person fears their own country or another.'],
    ['T5', 'Whether the fear arose after the person had left (sur place)'],
  ])('%s is told as not encoded where a lawyer reads the test, and in the guide', (_, words) => {
    expect(told).toContain(words);
    expect(guide.replaceAll(/\s+/g, ' ')).toContain(
      "Of the refugee test two questions are not encoded: whether the fear is of the person's own country or of another, and whether it arose after they had left (sur place).",
    );
  });
});

describe('what a return may not do', () => {
  test('reads every danger that the list of risks names, and each is a question of its own', () => {
    const risks = law.rules['return.unsafe']?.limb;
    expect(risks?.kind === 'any' && risks.limbs.map((limb) => limb.kind === 'fact' && limb.fact)).toEqual([
      ...['harm.retrafficking', 'harm.reprisals', 'harm.ostracism', 'return.reach', 'return.debt'],
      ...['return.officials-involved', 'return.prosecution', 'return.family-danger', 'return.no-treatment'],
      ...['return.no-living', 'return.no-papers'],
    ]);
  });
});
