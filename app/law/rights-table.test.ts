import { describe, expect, test } from 'vitest';
import { contentFiles } from './content-files.ts';
import { loadLaw } from './load-law.ts';
import { loadRightsTable, RIGHTS_LANGUAGES, readRightsTable } from './rights-table.ts';

/** What the table must cite, written a second time by hand: row, the refugee's paragraphs, the victim's. */
const ROWS = `
expulsion-and-identification: refugee-convention#33.1 refugee-convention#33.2 refugee-convention#32.2 refugee-convention#32.3 torture-convention#3.1 civil-rights-covenant#7 human-rights-convention#3 | ecat#10.1 ecat#10.2 ecat#10.3 ecat#10.4.b eu-trafficking-directive#11.4 asean-convention#14.1 ohchr-principles#guideline-2.identification | corrected
asylum: universal-declaration#14.1 eu-charter#18 american-convention#22.7 african-charter#12.3 | palermo#14.1 ecat#14.5 ecat#40.4 eu-trafficking-directive#11.6 eu-trafficking-directive#11a ohchr-principles#guideline-2.7 | corrected
entry-and-referral: refugee-convention#31.1 | palermo#6.3 ecat#10.1 ecat#12.1 odihr-referral-handbook#pillars |
welfare-and-remedies: refugee-convention#23 refugee-convention#24.1 refugee-convention#21 refugee-convention#22.1 refugee-convention#22.2 | palermo#6.6 organized-crime-convention#25.2 ecat#15.1 ecat#15.2 ecat#15.3 ecat#15.4 forced-labour-protocol#4.1 eu-trafficking-directive#17 remedy-principles#restitution remedy-principles#compensation remedy-principles#rehabilitation |
papers-and-non-punishment: refugee-convention#28.1 refugee-convention#27 | ecat#26 eu-trafficking-directive#8 forced-labour-protocol#4.2 asean-convention#14.7 ohchr-principles#7 | corrected
movement-and-consent: refugee-convention#26 refugee-convention#31.2 civil-rights-covenant#12.1 | ecat#12.6 ecat#12.7 eu-trafficking-directive#11.3 eu-trafficking-directive#11.5 ohchr-principles#8 ohchr-principles#guideline-6.care |
courts-and-stay: refugee-convention#16.1 refugee-convention#16.2 | palermo#7.1 palermo#8.2 ecat#13.1 ecat#14.1.b eu-residence-permit-directive#8.1 eu-residence-permit-directive#8.3 ohchr-principles#9 | corrected
solutions-and-return: refugee-convention#34 refugee-convention#1.c.1-4 refugee-convention#1.c.5-6 unhcr-statute#1 oau-refugee-convention#5.1 | palermo#8.1 palermo#8.2 ecat#16.2 ecat#16.5 ecat#16.6 ecat#16.7 ohchr-principles#11 ohchr-principles#guideline-6.7 odihr-return-principles#risks odihr-return-principles#due-process odihr-return-principles#no-option | corrected`;

describe('the table of complementary rights', () => {
  const table = loadRightsTable();

  test('has its eight rows, with the paragraphs of each side and a correction where the source says too much', () => {
    const found = table.rows.map(
      ({ id, refugee, victim, correction }) =>
        `${id}: ${refugee.cites.join(' ')} | ${victim.cites.join(' ')} |${correction ? ' corrected' : ''}`,
    );
    expect(found).toEqual(ROWS.trim().split('\n'));
    expect(found).toHaveLength(8);
  });

  test('says everything in four languages, and that its translations are drafts', () => {
    const said = table.rows.flatMap(({ refugee, victim, correction }) => [
      refugee.label,
      victim.label,
      ...(correction ? [correction] : []),
    ]);
    for (const words of [table.label, ...said]) {
      expect(Object.keys(words).sort()).toEqual([...RIGHTS_LANGUAGES].sort());
      expect(new Set(Object.values(words)).size).toBe(4);
      expect(words.ar).toMatch(/\p{Script=Arabic}/u);
    }
    expect(table.status).toEqual({ status: 'draft' });
  });

  test('gives the Palermo Protocol no duty that it does not have', () => {
    const cited = (id: string) => table.rows.find((row) => row.id === id)?.victim.cites.join(' ');
    expect(cited('expulsion-and-identification')).not.toContain('palermo#');
    expect(cited('papers-and-non-punishment')).not.toContain('palermo#');
    expect(table.rows.find(({ id }) => id === 'courts-and-stay')?.correction?.en).toMatch(/only consider/);
  });
});

describe('a table of rights', () => {
  const law = loadLaw();
  const file = contentFiles('laws/comparisons')[0] ?? { path: '', text: '' };

  test.each([
    ['a paragraph that no instrument holds', 'ecat#10.3', 'ecat#10.33', 'Did you mean “ecat#10.3”?'],
    ['a heading, which says nothing', 'ecat#10.3', 'ecat#10', 'no instrument holds it'],
    ['a source that is none', 'ecat#10.3', 'ecat article 10', 'a source is written instrument#article'],
    ['the same source twice', 'ecat#10.3', 'ecat#10.2', 'is cited twice'],
    ['two rows of one name', 'id: asylum', 'id: expulsion-and-identification', 'already stands in line 12'],
    ['a side without words', '        es: Pedir asilo\n', '', '“rows.1.refugee.label.es” is missing'],
    ['a word that it does not know', 'status: draft', 'status: draft\nweight: 3', '“weight” is not a word'],
    ['words that are checked by nobody', 'status: draft', 'status: checked', 'not by whom and when'],
  ])('with %s is refused with its file and line', (_, from, to, message) => {
    const read = readRightsTable({ ...file, text: file.text.replace(from, to) }, law);
    if (read.ok) throw new Error('it was read');
    const [problem] = read.problems;
    expect(problem?.message).toContain(message);
    expect(problem?.file).toBe('laws/comparisons/complementary-rights.yaml');
    expect(problem?.line).toBeGreaterThan(1);
  });

  test('that is empty or no YAML is refused, not read as none', () => {
    for (const text of ['', '{', '- one']) expect(readRightsTable({ ...file, text }, law).ok).toBe(false);
  });
});
