import { describe, expect, test } from 'vitest';
import { type Interview, NEW_INTERVIEW, RESULT, START } from './interview.ts';
import { interviewSeal } from './interview-seal.ts';
import { loadLaw } from './load-law.ts';
import { readInterviewForm } from './read-interview-form.ts';
import { countedRandom, TODAY } from './testing/site.ts';

const law = loadLaw();
const KEY = { key: new Uint8Array(32).fill(7), random: countedRandom() };
const seal = interviewSeal(law, KEY);
const [reform = '', other = ''] = Object.keys(law.overlays);

/** What comes of an interview that is at a place, when a form chooses everything that can be chosen anywhere. */
function chosenAt(at: string) {
  const before: Interview = { ...NEW_INTERVIEW, topic: 'work', state: 'NO', reforms: [other], at };
  const form = new URLSearchParams({ box: seal.close(before), topic: 'refugee', state: 'FR', reform });
  const { topic, state, reforms } = readInterviewForm(form, { law, seal, today: TODAY }).interview;
  return { topic, state, reforms };
}

describe('what is chosen beside the questions', () => {
  test('is chosen at the start, reforms only at the end', () => {
    expect(chosenAt(START)).toEqual({ topic: 'refugee', state: 'FR', reforms: [other] });
    expect(chosenAt(RESULT)).toMatchObject({ state: 'FR', reforms: [reform] });
  });

  test('is changed by no form of a question, whatever somebody adds to it', () => {
    expect(chosenAt('age')).toEqual({ topic: 'work', state: 'NO', reforms: [other] });
  });
});

describe('a sealed interview', () => {
  test('keeps no reform that the law of today has not', () => {
    const box = seal.close({ ...NEW_INTERVIEW, reforms: [other, 'reform.of-yesterday'] });
    expect(seal.open(box)?.interview.reforms).toEqual([other]);
    const without = interviewSeal({ ...law, overlays: {} }, KEY);
    expect(without.open(box)?.interview.reforms).toEqual([]);
  });
});
