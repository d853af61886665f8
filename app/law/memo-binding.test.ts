import { type Answers, type Day, lawFor } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { type Language, wordsIn } from '../web/index.ts';
import { assessCase } from './assess-case.ts';
import { footingOf } from './footing.ts';
import { loadLaw } from './load-law.ts';
import { contentPdf } from './memo.ts';
import { memoContent } from './memo-content.ts';
import type { MemoBlock } from './memo-parts.ts';
import { protectionsOf } from './protections.ts';

const law = loadLaw();

/** A made-up girl of fifteen: reasonable grounds, a return considered, nobody responsible for her. */
const GIRL: Answers = {
  ...{ age: 15, 'age.now': 15, 'child.unaccompanied': 'yes', 'child.at-risk': 'yes' },
  ...{ 'act.recruited': 'yes', 'act.transported': 'yes', 'means.coercion': 'yes', 'purpose.labour': 'yes' },
  ...{ 'trafficking.cross-border': 'yes', 'trafficking.organised': 'yes' },
  ...{ 'grounds.reasonable': 'yes', 'identification.complete': 'no', 'suspicion.credible': 'yes' },
  ...{ 'return.considered': 'yes', 'return.ill-treatment': 'yes', 'return.not-best': 'yes' },
  ...{ 'purpose.servitude': 'not_known', 'means.force': 'withheld' },
};
/** A grown man of whom only an authority's reasonable grounds are known: what he has stands in regional texts alone. */
const MAN: Answers = { 'age.now': 30, 'grounds.reasonable': 'yes', 'identification.complete': 'no' };

type Place = { state?: string; on?: Day };

function blocksOf(facts: Answers, { state, on }: Place, language: Language = 'en'): readonly MemoBlock[] {
  const assessed = assessCase(law, {
    facts,
    states: state === undefined ? [] : [state],
    ...(on === undefined ? {} : { on }),
  });
  return memoContent({ assessed, words: wordsIn(language), title: 'T', source: 'Made up.' }).blocks;
}

const textOf = (blocks: readonly MemoBlock[]) => JSON.stringify(blocks);
const firstPage = (blocks: readonly MemoBlock[]) =>
  blocks.slice(0, blocks.findIndex(({ kind }) => kind === 'page') + 1);

describe('the first page of a memo', () => {
  test.each([
    [
      'en',
      'No protection that is known to bind Malaysia follows',
      'that stand only in texts that do not bind Malaysia',
    ],
    ['fr', 'dont on sait qu’elle lie ce pays (Malaisie) ne découle', 'qui ne lient pas ce pays (Malaisie)'],
    ['ar', 'والتي يُعرف أنها تُلزم ماليزيا: 0', 'ما لا يرد إلا في نصوص لا تُلزم ماليزيا'],
  ] as const)(
    'in %s says of a State that nothing binds that nothing does, before all else',
    (language, none, only) => {
      const blocks = blocksOf(MAN, { state: 'MY', on: '2014-06-02' }, language);
      const page = textOf(firstPage(blocks));
      expect(page).toContain(none);
      expect(page).toContain(only);
      expect(page.indexOf(none)).toBeLessThan(page.indexOf(only));
      // In the memo as a whole no such protection stands without what it is to the State.
      const rows = blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []));
      const said = wordsIn(language);
      const removal = rows.find(({ cells }) => cells[1]?.startsWith(said.t('footing.word.not-binding')));
      expect(removal?.cells[2]).toContain(said.t('footing.not-binding'));
    },
  );

  test.each(['en', 'fr', 'ar'] as const)(
    'in %s names each protection with what binds the State, and since when',
    (language) => {
      const page = textOf(firstPage(blocksOf(GIRL, { state: 'MY', on: '2014-06-02' }, language)));
      const said = wordsIn(language);
      expect(page).toContain(said.t('footing.binds'));
      expect(page).toContain('1995');
    },
  );

  test('says so where it is not known whether anything binds, and what to find out', () => {
    const page = textOf(firstPage(blocksOf(MAN, { state: 'MY', on: '2026-01-01' })));
    expect(page).toContain('of which it is not known whether anything binds Malaysia');
    expect(page).toContain('To find out: whether these bind Malaysia: ');
  });

  test('without a State says that it hangs on the State', () => {
    const page = textOf(firstPage(blocksOf(MAN, {})));
    expect(page).toContain('where a source of each binds the country');
    expect(page).not.toContain('Binding here');
  });

  test('holds the question, the answer, the duties, what is not known and what nobody checked', () => {
    const page = textOf(firstPage(blocksOf(GIRL, { state: 'MY', on: '2014-06-02' })));
    for (const part of [
      'What protects this person, and who owes what by when, in Malaysia on 2 June 2014?',
      'The answer',
      'duties that bind Malaysia',
      'What is not known, and what to find out',
      'To ask first: ',
      'No named person has checked the rules of this law',
      'This is not a decision.',
    ])
      expect(page).toContain(part);
  });

  test.each(['en', 'fr', 'ar'] as const)(
    'is one page in %s, and the memo at most thirty',
    async (language) => {
      const assessed = assessCase(law, { facts: GIRL, states: ['MY'], on: '2014-06-02' });
      const content = memoContent({ assessed, words: wordsIn(language), title: 'T', source: 'Made up.' });
      expect(pagesOf(await contentPdf({ ...content, blocks: firstPage(content.blocks) }))).toBe(1);
      expect(pagesOf(await contentPdf(content))).toBeLessThanOrEqual(30);
    },
    120_000,
  );
});

function pagesOf(pdf: Uint8Array): number {
  return (
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Type \/Page\b(?!s)/g)?.length ?? 0
  );
}

describe('what a protection rests on', () => {
  const at = (facts: Answers, place: { state: string; on: Day }, given = law) =>
    protectionsOf(assessCase(given, { facts, states: [place.state], on: place.on })).by;
  const ids = (list: readonly { rule: { id: string } }[]) => list.map(({ rule }) => rule.id);

  test('is only what carries the answer: a treaty that the rule names for another limb binds to nothing here', () => {
    // Thailand is party to the Convention against Torture; what bars her return stands in a European text alone.
    const child: Answers = {
      ...MAN,
      'age.now': 15,
      'return.not-best': 'yes',
      'identification.positive': 'yes',
    };
    const there = at(child, { state: 'TH', on: '2015-01-01' });
    expect(ids(there.binding)).not.toContain('return.barred');
    expect(ids(there['not-binding'])).toContain('return.barred');
    const tortured = at(
      { ...child, 'return.torture': 'yes', 'return.official': 'yes' },
      { state: 'TH', on: '2015-01-01' },
    );
    expect(ids(tortured.binding)).toContain('return.barred');
  });

  test('is not known where it is said that custom says the same, and that nobody verified it', () => {
    const refugee: Answers = {
      ...{ 'status.recognised': 'yes', 'return.danger-to-security': 'no', 'return.convicted': 'no' },
      'return.danger-to-community': 'no',
    };
    const there = at(refugee, { state: 'MY', on: '2014-06-02' });
    expect(ids(there['not-known'])).toContain('return.barred');
    expect(there['not-known'].find(({ rule }) => rule.id === 'return.barred')?.footing.isCustomSaid).toBe(
      true,
    );
    const party = at(refugee, { state: 'NO', on: '2014-06-02' });
    expect(ids(party.binding)).toContain('return.barred');
    for (const [language, words] of [
      ['en', 'Nobody has verified that here.'],
      ['fr', 'Personne ne l’a vérifié ici.'],
      ['ar', 'لم يتحقق أحد من ذلك هنا.'],
    ] as const)
      expect(textOf(firstPage(blocksOf(refugee, { state: 'MY', on: '2014-06-02' }, language)))).toContain(
        words,
      );
  });

  test('is the protocol where a State is party to it and not to the convention', () => {
    const there = at(
      { 'status.recognised': 'yes', 'return.danger-to-security': 'no', 'return.convicted': 'no' },
      { state: 'US', on: '2010-01-01' },
    );
    const barred = there.binding.find(({ rule }) => rule.id === 'return.barred');
    expect(barred?.footing.stands.map(({ instrument, standing }) => [instrument, standing])).toEqual([
      ['refugee-protocol', 'binds'],
      ['refugee-convention', 'not-party'],
    ]);
  });

  test('guidance binds no State, whoever is party to what', () => {
    const there = at({ 'age.now': 15, 'child.custody': 'yes' }, { state: 'NO', on: '2014-06-02' });
    expect(ids(there['not-binding'])).toContain('best-interests.determination');
    expect(ids(there.binding)).not.toContain('best-interests.determination');
  });

  test('says how weakly a text asks that binds', () => {
    const compelled: Answers = {
      ...{ 'act.recruited': 'yes', 'means.fraud': 'yes', 'purpose.labour': 'yes', age: 34 },
      ...{ 'offence.alleged': 'yes', 'offence.compelled': 'yes', 'offence.direct': 'yes' },
    };
    const { binding, discretion } = at(compelled, { state: 'GB', on: '2023-05-15' });
    expect(ids(binding)).not.toContain('protection.non-punishment');
    const found = discretion.find(({ rule }) => rule.id === 'protection.non-punishment');
    expect(found?.footing.stands[0]).toMatchObject({ instrument: 'ecat', weak: 'shall-enable' });
    expect(textOf(firstPage(blocksOf(compelled, { state: 'GB', on: '2023-05-15' })))).toContain(
      'One that is left to United Kingdom',
    );
  });

  test('is the covenant for forced labour where no regional text binds, and the American one for trafficking', () => {
    const worker: Answers = {
      ...{ 'age.now': 28, 'work.done': 'yes', 'work.threat': 'yes', 'work.not-free': 'yes' },
      ...{ 'work.public-duty': 'no', 'identification.positive': 'no' },
    };
    const there = at(worker, { state: 'LB', on: '2020-06-02' });
    const owed = there.binding.find(({ rule }) => rule.id === 'protection.exploited');
    expect(owed?.footing.stands[0]).toMatchObject({ instrument: 'civil-rights-covenant', standing: 'binds' });
    const slave = at({ 'age.now': 28, 'owner.sold': 'yes' }, { state: 'LB', on: '2020-06-02' });
    expect(ids(slave.binding)).toContain('protection.exploited');
  });

  test('is never a clause on scope, and never said twice', () => {
    const found: Answers = {
      ...{ 'age.now': 30, 'grounds.reasonable': 'yes', 'identification.complete': 'no' },
      ...{
        'identification.positive': 'yes',
        'trafficking.cross-border': 'yes',
        'trafficking.organised': 'yes',
      },
    };
    const { binding } = at(found, { state: 'NO', on: '2014-06-02' });
    expect(ids(binding)).toContain('protection.no-removal');
    // The Anti-Trafficking Convention bars a return for the time being, and that was counted just before.
    expect(ids(binding)).not.toContain('return.barred');
    expect(ids(binding)).not.toContain('protection.palermo');
    const tortured = at({ ...found, 'return.ill-treatment': 'yes' }, { state: 'NO', on: '2014-06-02' });
    expect(ids(tortured.binding)).toContain('return.barred');
  });

  test('is Palermo for silence only where its scope is told', () => {
    const silence = (facts: Answers) => {
      const assessed = assessCase(law, { facts, states: ['MY'], on: '2020-06-02' });
      const rule = assessed.assessment.rules['procedure.confidential'];
      return rule && footingOf(rule, assessed).stands.map(({ instrument }) => instrument);
    };
    const victim: Answers = { 'identification.positive': 'yes' };
    expect(silence(victim)).toEqual(['ecat']);
    const reached: Answers = { ...victim, 'trafficking.cross-border': 'yes', 'trafficking.organised': 'yes' };
    expect(silence(reached)).toContain('palermo');
  });

  test('counts no protection that holds only with a presumption from a text that does not bind', () => {
    const presumed: Answers = {
      ...{ 'age.now': 'not_known', 'believed-child.now': 'yes', 'decision.pending': 'yes' },
    };
    const there = at(presumed, { state: 'MY', on: '2014-06-02' });
    expect(ids(there.binding)).not.toContain('protection.best-interests');
    const bound = at(presumed, { state: 'NO', on: '2014-06-02' });
    expect(ids(bound.binding)).toContain('protection.best-interests');
    // That they are a primary consideration binds; how they are found, guidelines recommend.
    expect(ids(bound['not-binding'])).toContain('best-interests.assessment');
    expect(ids(bound.binding)).not.toContain('best-interests.assessment');
  });

  test('what only a reform brings stands apart, as proposed', () => {
    const reformed = lawFor(law, {
      state: 'NO',
      on: '2024-01-01',
      overlays: ['reform.trafficking-is-a-ground'],
    });
    const assessed = assessCase(reformed, { facts: GIRL, states: ['NO'], on: '2024-01-01', without: law });
    const { blocks } = memoContent({ assessed, words: wordsIn('en') });
    const heads = blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
    const proposed = heads.indexOf('PROPOSED: only with the reform');
    expect(proposed).toBeGreaterThan(heads.indexOf('Who owes what'));
    expect(proposed).toBeLessThan(heads.indexOf('Sources that no named person has checked'));
    expect(textOf(firstPage(blocks))).not.toContain('PROPOSED');
  });
});
