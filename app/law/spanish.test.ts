import { lackingWords } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { loadLaw } from './load-law.ts';

const law = loadLaw();
const lacking = lackingWords(law, 'es');
const isParagraph = ([, , section]: readonly string[]) => section === 'articles';

/** How many names, labels and questions the law has. */
function countLabels(): number {
  const { facts, groups, rules, duties, values, overlays, instruments } = law;
  const parts = [facts, groups, rules, duties, values, overlays, instruments];
  return parts.reduce((sum, part) => sum + Object.keys(part).length, 0);
}

describe('the law in Spanish', () => {
  // Whoever adds to the law owes French and Arabic at once; Spanish may follow, and this says how far behind it is.
  test('lacks no more than one label in twenty', async ({ annotate }) => {
    const labels = lacking.filter((path) => !isParagraph(path)).map((path) => path.join(' '));
    if (labels.length > 0) await annotate(`Not in Spanish yet: ${labels.join('; ')}`);
    expect(labels.length, labels.join('\n')).toBeLessThanOrEqual(countLabels() / 20);
  });

  test('asks every question, or falls back to English in one of twenty at most', () => {
    const facts = lacking.filter(([part]) => part === 'facts' || part === 'groups');
    expect(facts.length, facts.join('\n')).toBeLessThanOrEqual(Object.keys(law.facts).length / 20);
  });

  test('is a draft, every string of it', () => {
    const { facts, rules, duties, values, groups, reforms, instruments } = law.words.es ?? {};
    for (const part of [facts, rules, duties, values, groups, reforms, instruments]) {
      for (const [id, { status }] of Object.entries(part ?? {})) expect(status, id).toBe('draft');
    }
  });
});
