import { type Day, inOrder, isState, type Law, readCase, withOverlays } from '@clew/rules';
import { definePage, type FieldProblem, type Page, showPage, type Words } from '../../../web/index.ts';
import { LONGEST_CASE } from '../../case-file-page.tsx';
import { contentFiles } from '../../content-files.ts';
import { lawWordsIn } from '../../law-words.ts';
import { type BeforeAfter, beforeAfter } from './before-after.ts';
import { CASE_FIELDS, CASE_OPEN, CasePage, type Example } from './case-page.tsx';

type Setting = { today: () => Day };
type Room = { law: Law; examples: readonly Example[]; today: Day };

/** `/law/reforms/case`: one case before and after reforms, limb by limb. Nothing of it is kept. */
export function casePages(law: Law, { today }: Setting): Page[] {
  const shared = { path: '/law/reforms/case', action: 'law.read', title: 'shell.law' } as const;
  const examples = examplesFor(law);
  return [
    definePage({
      ...shared,
      method: 'get',
      render: ({ words, query }) => {
        const values = new URLSearchParams(query.getAll('reform').map((id) => [CASE_FIELDS.reform, id]));
        const said = lawWordsIn(law, words.language);
        const page = <CasePage said={said} examples={examples} state={{ values, problems: [] }} />;
        return showPage(page, { openForm: CASE_OPEN });
      },
    }),
    definePage({
      ...shared,
      method: 'post',
      render: ({ words, form }) => {
        const read = compareIn(form, { law, examples, today: today() }, words);
        const said = lawWordsIn(law, words.language);
        // A change of language shows what was filled in, and finds fault with nothing.
        const isStay = form.get(CASE_OPEN.name) === CASE_OPEN.value;
        const state = { values: form, problems: 'fields' in read && !isStay ? read.fields : [] };
        const rest = 'found' in read ? { found: read.found } : isStay ? {} : { problems: read.problems };
        const page = <CasePage {...{ said, examples, state }} {...rest} />;
        return showPage(page, { status: 'found' in read || isStay ? 200 : 422, openForm: CASE_OPEN });
      },
    }),
  ];
}

/** The made-up cases of this checkout that the law can read. */
function examplesFor(law: Law): Example[] {
  return contentFiles('examples').flatMap(({ path, text }) => {
    const read = readCase({ path, text }, law);
    const name = /([a-z0-9-]+)\.yaml$/.exec(path)?.[1];
    return read.ok && name !== undefined ? [{ name, title: read.case.title, text }] : [];
  });
}

type Read =
  | { found: BeforeAfter }
  | { fields: FieldProblem[]; problems: Extract<ReturnType<typeof readCase>, { ok: false }>['problems'] };

function compareIn(form: URLSearchParams, room: Room, words: Words): Read {
  const { law, examples, today } = room;
  const reforms = reformsIn(form, law);
  const example = examples.find(({ name }) => name === form.get(CASE_FIELDS.example));
  const typed = form.get(CASE_FIELDS.text)?.trim() ?? '';
  const text = typed === '' ? (example?.text ?? '') : typed;
  const fields = [...caseProblems(text, words), ...reformProblems(reforms, law, words)];
  if (fields.length > 0) return { fields, problems: [] };
  const read = readCase({ path: 'file', text, today }, law);
  if (!read.ok) return { fields: [], problems: read.problems };
  const { facts, people, on = today, states = [] } = read.case;
  const chosen = form.get(CASE_FIELDS.state) ?? '';
  const state = isState(chosen) && law.states[chosen] ? chosen : states[0];
  return { found: beforeAfter(law, { facts, people, on, state, reforms }) };
}

/** Whoever ticks boxes cannot say which comes first. */
function reformsIn(form: URLSearchParams, law: Law): string[] {
  const ticked = new Set(form.getAll(CASE_FIELDS.reform));
  return inOrder(law.overlays).flatMap(({ id }) => (ticked.has(id) ? [id] : []));
}

function caseProblems(text: string, { t }: Words): FieldProblem[] {
  const length = text.replaceAll('\r\n', '\n').length;
  if (length === 0) return [{ name: CASE_FIELDS.text, message: t('before-after.no-case') }];
  if (length <= LONGEST_CASE) return [];
  const message = t('assess.file.too-long', { length, most: LONGEST_CASE });
  return [{ name: CASE_FIELDS.text, message }];
}

function reformProblems(reforms: readonly string[], law: Law, { t }: Words): FieldProblem[] {
  if (reforms.length === 0) return [{ name: CASE_FIELDS.reform, message: t('before-after.no-reform') }];
  const joined = withOverlays(law, reforms);
  if (joined.ok) return [];
  const why = joined.problems.map(({ message }) => message).join(' ');
  return [{ name: CASE_FIELDS.reform, message: t('before-after.apart', { why }) }];
}
