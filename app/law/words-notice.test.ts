import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Law, lackingWords } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { assess } from './command.ts';
import { facts } from './facts-command.ts';
import { lawWordsIn } from './law-words.ts';
import { loadLaw } from './load-law.ts';
import { sop } from './referral/sop-command.ts';
import { gaps } from './states/index.ts';
import { wordsNotice } from './words-notice.ts';

const law = loadLaw();
const notice = (of: Law, asked: string, shown?: readonly string[]) =>
  wordsNotice(lawWordsIn(of, asked), { asked, ...(shown ? { shown } : {}) }).join(' ');

/** The law without the Spanish words of one fact. */
function withLess(): Law {
  const spanish = law.words.es;
  if (!spanish) throw new Error('There are no words in Spanish.');
  const { age: _, ...facts } = spanish.facts;
  return { ...law, words: { ...law.words, es: { ...spanish, facts } } };
}

describe('what the terminal says of the words', () => {
  test('nothing of English, and that a machine wrote the others', () => {
    expect(notice(law, 'en')).toBe('');
    expect(notice(law, 'ar')).toBe("The words in “ar” are a machine's draft.");
  });

  test('how much is not there yet and stands in English, of what is shown', () => {
    const missing = lackingWords(law, 'es').filter(([part]) => part === 'facts').length;
    const said = notice(withLess(), 'es', ['facts']);
    expect(said).toMatch(/^The words in “es” are a machine's draft\. Not in “es” yet, and so in English: /);
    expect(said).toContain(missing === 0 ? ': 1 fact.' : `: ${missing + 1} facts.`);
    expect(notice(withLess(), 'es', [])).toBe("The words in “es” are a machine's draft.");
  });

  test('what is not there is shown in English', () => {
    expect(lawWordsIn(withLess(), 'es').fact('age').question).toMatch(/^How old were you/);
    expect(lawWordsIn(law, 'es').fact('age').question).toMatch(/^¿Qué edad/);
  });

  test('that a law has no words in the language that was asked for', () => {
    const { es: _, ...words } = law.words;
    expect(notice({ ...law, words }, 'es')).toBe('This law has no words in “es”: they stand in English.');
  });
});

describe('the commands in Spanish', () => {
  const asked = { lang: 'es', json: false, colour: false };
  const file = 'examples/domestic-worker.yaml';
  const DRAFT = "The words in “es” are a machine's draft.";
  const timesDraft = (text: string) => text.split(DRAFT).length - 1;

  test('answer in Spanish and say once that it is a draft', async () => {
    const today = new Date('2025-09-01');
    const texts = [
      [facts({ ...asked, word: 'esclavitud' }).text, '¿Alguien le trató como si fuera su dueño'],
      [(await assess({ ...asked, file, today })).text, 'La persona puede ser víctima de trata de personas'],
      [(await assess({ ...asked, file, today, explain: 'child' })).text, 'Era un niño cuando ocurrió'],
      [gaps({ ...asked, state: 'ES', today: '2025-09-01' }).text, 'Protocolo de Palermo'],
      [sop({ ...asked, state: 'ES', today, review: false }).text, 'lo antes posible'],
    ] as const;
    for (const [text, spanish] of texts) {
      expect(text).toContain(spanish);
      expect(timesDraft(text), spanish).toBe(1);
    }
  });

  test('write a memo in Spanish, too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clew-memo-'));
    const memo = join(folder, 'memo.pdf');
    try {
      const { text } = await assess({ ...asked, file, memo, today: new Date('2025-09-01') });
      expect(text).toContain(`The memo is in ${memo}`);
      expect(await readFile(memo, 'latin1')).toContain('/Lang (es)');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
