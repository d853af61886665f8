import { describe, expect, test } from 'vitest';
import { loadLaw } from '../load-law.ts';
import { loadIndicators } from './load-indicators.ts';

const { sets, indicators, hash } = loadIndicators();
const all = Object.values(indicators);

/** Every code that must be there, written a second time by hand: the letters of its part and the last number. */
const CODES: Record<string, string> = {
  'ilo-forced-labour': 'I11',
  unodc: 'UG28 UC10 UD7 US9 UL7 UB6',
  'other-forms': 'UX4',
  'heightened-risk': 'OP6 CH10 WG9 LP10 HD6',
  'refugee-risk-factors': 'GEN11 ACQ6 MIX9 URB11 CMP4 PRO9 WOM9 CON10 ECO8 GBV15 CHI15 FAM6 TRA5 LEG7 ENF10',
  'other-papers': 'QA9 QB7 QC5',
  screening: 'SN9 SI7 SV5 SD4',
};

function everyCode(list: string): string[] {
  return list.split(' ').flatMap((last) => {
    const [, letters = '', count = ''] = /^([A-Z]+)(\d+)$/.exec(last) ?? [];
    return Array.from({ length: Number(count) }, (_, index) => `${letters}${index + 1}`);
  });
}

describe('the indicators', () => {
  test('are all there, in their sets', () => {
    expect(Object.keys(sets).sort()).toEqual(Object.keys(CODES).sort());
    for (const [set, list] of Object.entries(CODES)) expect(sets[set]?.codes).toEqual(everyCode(list));
  });

  test('say in every set and language that presence proves nothing and absence neither', () => {
    for (const { caution, words } of Object.values(sets)) {
      expect(caution).toMatch(/there proves nothing.*missing proves nothing/);
      expect(words.fr.caution).toMatch(/présence ne prouve rien, son absence non plus/);
      expect(words.es.caution).toMatch(/no prueba nada.*falte tampoco/);
      expect(words.ar.caution).toMatch(/لا يثبت شيئاً/);
    }
  });

  test('are one sentence each, in words of Arabic script where they are Arabic', () => {
    for (const { code, text, words } of all) {
      expect(text, code).toMatch(/^[A-Z“].{5,}[.?]$/);
      expect(words.ar, code).toMatch(/\p{Script=Arabic}/u);
      expect(new Set([text, words.fr, words.es, words.ar]).size, code).toBe(4);
    }
  });

  test('call no movement illegal and nobody a subject', () => {
    const words = all.flatMap(({ text, words: { fr, es } }) => [text, fr, es]).join('\n');
    expect(words).not.toMatch(
      /illegal (migra|entr|alien)|migración ilegal|migration illégale|\bsubjects?\b/i,
    );
  });

  test('are machine drafts that nobody has checked, and say so', () => {
    for (const { words } of Object.values(sets)) {
      expect([words.fr.status, words.ar.status, words.es.status]).toEqual(['draft', 'draft', 'draft']);
    }
    expect(all.filter(({ checkedBy }) => checkedBy.length > 0)).toEqual([]);
    const compared = all.filter(({ status }) => status === 'compared').map(({ set }) => set);
    // Only what stands in a paper that was read whole, and the needs that a page names.
    expect(new Set(compared)).toEqual(
      new Set(['refugee-risk-factors', 'other-papers', 'screening', 'heightened-risk']),
    );
    expect(indicators.I1?.status).toBe('unverified');
    expect(indicators.WG7?.status).toBe('compared');
    expect(indicators.WG6?.status).toBe('unverified');
  });

  test('stand outside the law: no rule, fact or duty has the name of one, and the hashes are two', () => {
    const law = loadLaw();
    const ids = [law.facts, law.rules, law.duties, law.values].flatMap((part) => Object.keys(part));
    expect(ids.filter((id) => indicators[id.toUpperCase()])).toEqual([]);
    expect(hash).not.toBe(law.hash);
  });

  test('have no weight: nothing in them is a number', () => {
    const numbers = JSON.stringify(all.map(({ place: _, code: __, ...said }) => said)).match(/":\s*-?\d/g);
    expect(numbers).toBeNull();
  });
});
