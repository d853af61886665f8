import { lackingWords } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { loadLaw } from './load-law.ts';

const law = loadLaw();
const lacking = lackingWords(law, 'es');

describe('the law in Spanish', () => {
  test('lacks nothing', () => {
    expect(lacking.map((path) => path.join(' '))).toEqual([]);
  });

  test('is a draft, every string of it', () => {
    const { facts, rules, duties, values, groups, reforms, instruments } = law.words.es ?? {};
    for (const part of [facts, rules, duties, values, groups, reforms, instruments]) {
      for (const [id, { status }] of Object.entries(part ?? {})) expect(status, id).toBe('draft');
    }
  });
});
