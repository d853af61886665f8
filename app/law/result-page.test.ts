import { describe, expect, test } from 'vitest';
import { carriedBy, type Fields, heading, lawSite, mainOf, partOf, rowsWith, words } from './testing/site.ts';

const { law, errors, ask, send, again, result } = lawSite();

const TRAFFICKING: Fields = [['topic', 'trafficking']];
const WORK: Fields = [['topic', 'work']];
const PRESUMED_CHILD = {
  age: 'not_known',
  'believed-child': 'yes',
  'act.recruited': 'yes',
  'purpose.labour': 'yes',
};
const NO_ACT = Object.fromEntries(
  Object.keys(law.facts)
    .filter((fact) => fact.startsWith('act.'))
    .map((fact) => [fact, 'no']),
);
const IDENTIFIED = { 'grounds.reasonable': 'yes', 'identification.complete': 'no' };
const CONDITION = 'Only where the State is bound by the Anti-Trafficking Convention. No State is named here.';

const linksIn = (html: string) =>
  [...html.matchAll(/href="(\/en\/law\/[^"#]+)#([^"]+)"/g)].map((m) => [m[1] ?? '', m[2] ?? ''] as const);

describe('what holds', () => {
  test('says in its heading how many protections follow, and lists what holds before what does not', async () => {
    const { html } = await result(IDENTIFIED);
    expect(heading(html)).toMatch(
      /^\d+ protections would follow from your answers, where a source of each binds the country\. \d+ are still open\.$/,
    );
    const holds = partOf(html, 'holds');
    expect(rowsWith(holds, 'class="v yes"').length).toBeGreaterThan(1);
    expect(words(holds)).toContain('There are reasonable grounds');
    expect(holds).toMatch(/<details class="fold as-left"><summary><h3>\d+ are still open/);
  });

  const answersOf = (answers: Record<string, string>) =>
    Object.entries(answers).map(([fact, answer]) => `  ${fact}: ${answer}\n`);
  const inState = (head: string, answers: Record<string, string>, language = 'en') =>
    send(
      [['case', `title: T\nsource: Made up.\n${head}facts:\n${answersOf(answers).join('')}`]],
      language,
      '/assess/go-on',
    );

  test.each([
    ['en', 'No protection that is known to bind Malaysia follows', 'Not binding here'],
    ['fr', 'Aucune protection dont on sait qu’elle lie ce pays (Malaisie)', 'Ne lie pas ici'],
    ['ar', 'والتي يُعرف أنها تُلزم ماليزيا: 0', 'غير مُلزم هنا'],
  ])(
    'in %s the heading counts only what binds the State, and of the rest each says first that nothing does',
    async (language, title, mark) => {
      const { html } = await inState('state: MY\non: 2015-01-01\n', IDENTIFIED, language);
      expect(heading(html)).toContain(title);
      const holds = partOf(html, 'holds');
      const removal = rowsWith(holds, '#why-protection.no-removal"')[0] ?? '';
      expect(removal).not.toContain('class="v yes"');
      expect(words(removal).indexOf(mark)).toBeGreaterThan(0);
      // The source and what it is to the State stand before the answer.
      expect(removal.indexOf('anti-trafficking-convention')).toBeLessThan(removal.indexOf('class="v no"'));
      expect(words(partOf(html, 'why'))).toContain(mark);
    },
  );

  test('what binds the State, what does not and what is not known stand in parts of their own', async () => {
    const child = { ...IDENTIFIED, 'age.now': '15', 'child.at-risk': 'yes', 'child.unaccompanied': 'yes' };
    const { html } = await inState('state: MY\non: 2015-01-01\n', { ...child, 'decision.pending': 'yes' });
    const holds = words(partOf(html, 'holds'));
    const at = (text: string) => holds.indexOf(text);
    expect(heading(html)).toMatch(/^One protection that binds Malaysia follows from your answers\./);
    expect(words(html)).toMatch(
      /\d+ more stand only in texts that do not bind Malaysia, and are not counted\./,
    );
    expect(at('One protection that binds Malaysia')).toBeGreaterThan(0);
    expect(at('Binding here: Convention on the Rights of the Child')).toBeGreaterThan(
      at('One protection that binds Malaysia'),
    );
    expect(at('that stand only in texts that do not bind Malaysia')).toBeGreaterThan(at('Binding here'));
    expect(at('it recommends, and binds no State')).toBeGreaterThan(0);
    const today = words(partOf((await inState('state: MY\n', IDENTIFIED)).html, 'holds'));
    expect(today).toContain('Did not bind Malaysia when that was last known; of later days nobody knows');
  });

  test('has two verdicts where the law presumes, and says so', async () => {
    const { html } = await result(PRESUMED_CHILD, TRAFFICKING);
    expect(html).toContain('<span class="vv">');
    expect(words(html)).toContain('Some of this is still open on the answers alone');
    expect(words(html)).toContain('Yes, by presumption');
    expect(words(html)).toContain('This is not a decision.');
  });

  test('says in words where the State had to show something and has not', async () => {
    const { html } = await result({ ...IDENTIFIED, 'public-order': 'not_known' });
    const [row = ''] = rowsWith(html, '#why-protection.reflection"');
    expect(words(row)).toMatch(/Not known on the facts alone Yes as the State has not shown otherwise/);
    expect(words(partOf(html, 'why'))).toContain('Yes, as the State has not shown otherwise');
  });

  test.each([
    ['en', CONDITION, 'That rests on a condition:'],
    [
      'fr',
      'Seulement là où l’État est lié par ce texte : Convention contre la traite.',
      'Il y a une condition',
    ],
    ['ar', 'فقط حيث تكون الدولة ملزمة بهذا النص', 'وذلك مشروط'],
  ])(
    'in %s says at the head, in the list and in the tree on what a presumption hangs, beside a draft in English too',
    async (language, condition, lede) => {
      const { html } = await result(PRESUMED_CHILD, TRAFFICKING, language);
      expect(words(html)).toContain(lede);
      for (const sentence of [condition, CONDITION])
        expect(words(html).split(sentence).length).toBeGreaterThan(3);
      expect(words(html)).toContain('That rests on a condition:');
    },
  );

  test('says nothing of rules that were not asked for', async () => {
    const { html } = await result({ age: '30' }, TRAFFICKING);
    expect(words(partOf(html, 'holds'))).not.toContain('refugee');
    expect(words(partOf(html, 'holds'))).not.toContain('slavery');
  });

  test('says with every no that it is not a decision, and what would change it', async () => {
    const { html } = await result(NO_ACT, TRAFFICKING);
    expect(heading(html)).toContain('does not fit');
    expect(words(partOf(html, 'holds'))).toContain('This is not a decision.');
    const rows = rowsWith(html, 'class="v no"');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows)
      expect(words(row)).toMatch(
        /(?:With “[^.]*|With \d+ other answers together), the answer would be “(?:Yes|Not known)”\./,
      );
  });

  test('cites first what carries a yes, not whatever the rule names first', async () => {
    const answers = { 'return.torture': 'yes' };
    const { html } = await result(answers);
    const [row = ''] = rowsWith(partOf(html, 'holds'), '#why-return.barred"');
    expect(row).toContain('class="v yes"');
    const [first] = linksIn(row);
    expect(first?.[0]).toMatch(/human-rights/);
    const reasonable = {
      'grounds.reasonable': 'yes',
      'public-order': 'no',
      'identification.complete': 'yes',
    };
    const beside = await again(await again(await result(reasonable)), ['answer', 'not_known']);
    expect(beside.html).toMatch(
      /must not be sent there, at least for the time being[\s\S]{0,200}anti-trafficking-convention\/13#p13\.1/,
    );
  });

  test('cites for what is presumed the presumption too, and counts every source it shows', async () => {
    const { html } = await result(PRESUMED_CHILD, TRAFFICKING);
    const [child] = rowsWith(html, '#why-child"');
    expect(child).toContain('href="/en/law/palermo-protocol/3#p3.d"');
    expect(child).toContain('href="/en/law/anti-trafficking-convention/10#p10.3"');
    const known = rowsWith((await result({ age: '30' }, TRAFFICKING)).html, '#why-child"')[0];
    expect(known).not.toContain('anti-trafficking-convention');
    const shown = [...mainOf(html).matchAll(/class="cite raw" href="([^"]+)"/g)].map((m) => m[1]);
    expect(words(html)).toContain(`${new Set(shown).size} sources here are unchecked`);
  });

  test.each([
    ['a yes', PRESUMED_CHILD],
    ['a no', NO_ACT],
    ['an open answer', {}],
  ])('says after %s what one can do next', async (_, answers) => {
    const { html } = await result(answers, TRAFFICKING);
    expect(words(html)).toContain('You can show this page to a lawyer or to someone you trust.');
  });

  test.each(['fr', 'es', 'ar'])(
    'shows in %s no heading, warning or promise only as a draft',
    async (language) => {
      const english = (html: string) =>
        [...html.matchAll(/<span class="beside" lang="en" dir="ltr">([^<]*)/g)].map((m) => m[1]);
      const start = english((await ask(`/${language}/assess`)).html);
      expect(start.join()).toContain('are not stored');
      expect(start.join()).toContain('No lawyer has checked');
      for (const [answers, topic, title] of [
        [PRESUMED_CHILD, TRAFFICKING, 'fits what'],
        [NO_ACT, TRAFFICKING, 'does not fit'],
        [{}, WORK, 'still open'],
        [IDENTIFIED, [['topic', 'all']], 'follow from your answers, where'],
      ] as [Record<string, string>, Fields, string][]) {
        const page = await result(answers, topic, language);
        expect(heading(page.html)).toContain(title);
        const beside = english(page.html).join();
        for (const part of ['This is not a decision.', 'You can show this page', 'Nothing is kept here.'])
          expect(beside).toContain(part);
      }
    },
  );

  test('shows which text of the law it comes from', async () => {
    expect((await result({ age: '30' })).html).toContain(law.hash.slice(0, 16));
  });

  test('weighs less than 40 KB on its way, everything asked for', async () => {
    const answers = Object.fromEntries(
      Object.values(law.facts)
        .filter(({ type, group }) => type.kind === 'yes-no' && group === undefined)
        .map(({ id }, index) => [id, index % 3 === 0 ? 'yes' : 'not_known']),
    );
    const { brotliCompressSync } = await import('node:zlib');
    expect(brotliCompressSync((await result(answers, [], 'ar')).bytes).length).toBeLessThan(40_000);
  });
});

describe('who must do what', () => {
  const dated = { ...IDENTIFIED, 'reflection.day': '2026-03-02' };

  test('stands on a time line, what has a date in its order around today', async () => {
    const duties = partOf((await result(dated)).html, 'duties');
    const times = [...duties.matchAll(/<time datetime="([^"]+)"/g)].map((m) => m[1] ?? '');
    expect(times).toContain('2026-04-01');
    expect(times).toEqual([...times].sort());
    expect(words(duties)).toContain('in 16 days');
    expect(words(duties)).toContain('30 days after “');
  });

  test('without a date says which day is missing and why, or that the law sets none', async () => {
    const missing = async (said: string) =>
      words(partOf((await result({ ...IDENTIFIED, 'reflection.day': said })).html, 'duties'));
    expect(await missing('withheld')).toContain('No date: you would rather not say that day.');
    expect(await missing('not_known')).toContain('No date: that day is not known.');
    expect(await missing('not_known')).toContain('Without a date');
  });

  test('names the bearer, the strength in words and the article', async () => {
    const duties = partOf((await result(dated)).html, 'duties');
    expect(words(duties)).toContain('The law says: they must.');
    expect(duties).toContain('href="/en/law/anti-trafficking-convention/13#p13.1"');
  });

  test('folds away the duties of which nobody knows yet whether they began', async () => {
    const { html } = await result(dated);
    expect(partOf(html, 'duties')).toMatch(
      /<details class="fold as-left"><summary><h3>Of \d+ duties it is not known/,
    );
  });
});

describe('why', () => {
  test('opens without script, each limb with its source as a link to the article', async () => {
    const { html } = await result({ age: '30', 'act.recruited': 'yes' }, TRAFFICKING);
    expect(html).toMatch(/<details class="fold as-left" id="why-trafficking.victim" open><summary>/);
    expect(html).toContain('href="/en/law/palermo-protocol/3#p3.a"');
    expect(html).toContain('unchecked');
  });

  test('leads to the decisions in which the rule is put to the test', async () => {
    const { html } = await result(IDENTIFIED, TRAFFICKING);
    const [, rule = ''] = /href="\/en(\/law\/rules\/trafficking\.victim)#decisions"/.exec(html) ?? [];
    expect(words(html)).toMatch(/\d+ decisions in which this rule is put to the test/);
    expect(words(partOf((await ask(`/en${rule}`)).html, 'decisions'))).toContain('Court');
  });

  test('draws each tree once: elsewhere a line leads to it', async () => {
    const { html } = await result(IDENTIFIED);
    const why = partOf(html, 'why');
    expect(why.split('id="why-trafficking.victim"')).toHaveLength(2);
    expect(why).toMatch(/<a href="#why-[^"]+">See its own line/);
    for (const [, id] of html.matchAll(/href="#(why-[^"]+)"/g)) expect(html).toContain(`id="${id}"`);
  });

  test('names each exception, who has to show it, and whether it is met', async () => {
    const shown = async (answer: string) =>
      words(partOf((await result({ ...IDENTIFIED, 'public-order': answer })).html, 'why'));
    expect(await shown('yes')).toContain(
      'Unless: Public order stands against it Yes: then the rule does not hold',
    );
    expect(await shown('no')).toContain('Unless: Public order stands against it No: it does not apply');
    expect(await shown('not_known')).toMatch(
      /Unless: Public order stands against it Not known and not shown: it does not count The State has to show it\./,
    );
  });

  test('every source leads to a paragraph that is there', async () => {
    const { html } = await result(IDENTIFIED);
    const links = linksIn(html);
    expect(links.length).toBeGreaterThan(5);
    for (const [path, id] of new Map(links)) {
      const article = await ask(path);
      expect([path, article.status]).toEqual([path, 200]);
      expect(article.html).toContain(`id="${id}"`);
    }
  });
});

describe('what is not known', () => {
  test('is told with its reason, and that what was withheld is not asked again', async () => {
    const answers = { 'means.force': 'withheld', 'means.threat': 'not_known' };
    const open = words(partOf((await result(answers, TRAFFICKING)).html, 'open'));
    expect(open).toMatch(/Not said Force used/);
    expect(open).toMatch(/Asked, not known Threatened/);
    expect(open).toMatch(/\d+ questions were not asked .*Deceived/);
    expect(open).toContain('is not asked again');
    expect(open).toContain('Not known is not no.');
  });

  test('never says of an age that was withheld that nobody knows it', async () => {
    const { html } = await result({ age: 'withheld' }, TRAFFICKING);
    const question = law.facts['believed-child'];
    expect(question?.question).toContain('No age is noted here.');
    for (const text of [words(mainOf(html)), question?.question, question?.why])
      expect(text).not.toMatch(/age is not known|age is uncertain|not known for certain/i);
  });
});

describe('a change of the law', () => {
  const [reform = ''] = Object.keys(law.overlays);
  const refugee = { 'act.recruited': 'yes', 'means.fraud': 'yes', 'purpose.labour': 'yes', age: '30' };

  test('is switched on without script; it says that it is no law, and stays on', async () => {
    const page = await result(refugee, [['reform', reform]]);
    expect(words(page.html)).toContain('With reforms that are not law:');
    expect(page.html).toMatch(new RegExp(`value="${reform}"[^>]*checked|checked[^>]*value="${reform}"`));
    const arabic = await send([...carriedBy(page.html), ['reform', reform], ['go', 'stay']], 'ar');
    expect(arabic.html).toMatch(new RegExp(`value="${reform}"[^>]*checked|checked[^>]*value="${reform}"`));
    const off = await again(page, ['go', 'show']);
    expect(words(off.html)).not.toContain('With reforms that are not law:');
  });

  test('marks what it changes, and says what was before', async () => {
    const all = Object.keys(law.overlays).map((id): [string, string] => ['reform', id]);
    const { html } = await result(refugee, [['topic', 'refugee'], ...all]);
    const proposed = words(partOf(html, 'proposed'));
    expect(proposed).toContain('PROPOSED');
    expect(proposed).toContain('Changed by:');
    // What is told before is the law as it is.
    expect(words(partOf(html, 'holds') + partOf(html, 'why'))).not.toContain('Changed by:');
  });
});

describe('keeping the answer', () => {
  test('the memo is a PDF under a name that says nothing', async () => {
    const page = await result(PRESUMED_CHILD);
    for (const language of ['en', 'ar']) {
      const memo = await send(carriedBy(page.html), language, '/assess/memo');
      expect([memo.status, memo.headers.get('Content-Type')]).toEqual([200, 'application/pdf']);
      expect(memo.headers.get('Content-Disposition')).toBe('attachment; filename="notes.pdf"');
      expect(memo.headers.get('Cache-Control')).toBe('no-store');
      expect(Buffer.from(memo.bytes.subarray(0, 5)).toString()).toBe('%PDF-');
    }
  }, 60_000);

  test.each(['/assess/memo', '/assess/case-file'])(
    '%s says so if the answers cannot be opened',
    async (path) => {
      const { status, html } = await send([['box', 'forged']], 'en', path);
      expect(status).toBe(422);
      expect(words(html)).toContain('can no longer be read');
    },
  );

  test('the page carries the sealed answers once, however many ways lead on', async () => {
    const { html } = await result(PRESUMED_CHILD);
    expect(html.match(/name="box"/g)).toHaveLength(1);
    expect(words(html)).toContain('Answer more questions');
  });
});

test('and nothing failed inside', () => {
  expect(errors).toEqual([]);
});

test('a duty that a reform adds is told in words, not by its id', async () => {
  const page = await result(
    { 'act.recruited': 'yes', 'means.deception': 'yes', 'purpose.labour': 'yes', age: '30' },
    [['reform', 'reform.immediate-protection']],
  );
  expect(words(page.html)).toContain('Protection and assistance at once');
  expect(words(page.html)).not.toContain('duty.proposed.');
});
