import { type Day, type Law, type Problem, readCase } from '@clew/rules';
import {
  type Answer,
  definePage,
  type Page,
  sendFile,
  showPage,
  type Visit,
  type Words,
} from '../../../web/index.ts';
import { LONGEST_CASE } from '../../case-file-page.tsx';
import { lawWordsIn } from '../../law-words.ts';
import type { AnyDecision } from '../../library/index.ts';
import { type BeforeAfter, beforeAfter } from '../before-after/index.ts';
import { type CheckedDraft, checkDraft, placed } from './check-draft.ts';
import { COMPOSE_OPEN, COMPOSE_PATH, ComposePage, type ComposeProps, FILE_PATH } from './compose-page.tsx';
import { OPERATIONS, readDraft } from './draft.ts';
import { afterStep, cannotAdd } from './form-steps.ts';
import { createProver, type Prover } from './prover.ts';

type Setting = { today: () => Day; decisions: readonly AnyDecision[] };
type Room = { law: Law; prover: Prover; today: () => Day };

/**
 * `/law/reforms/compose`: a reform composed from the closed list of operations, checked, tried and taken along as a file.
 * What is typed travels in the form and is kept nowhere.
 */
export function composePages(law: Law, { today, decisions }: Setting): Page[] {
  const shared = { action: 'law.read', title: 'shell.law' } as const;
  const room: Room = { law, prover: createProver(law, decisions), today };
  return [
    definePage({
      ...shared,
      path: COMPOSE_PATH,
      method: 'get',
      render: ({ words, query }) => shown({ said: lawWordsIn(law, words.language), form: begun(query) }),
    }),
    definePage({
      ...shared,
      path: COMPOSE_PATH,
      method: 'post',
      render: (visit) => answer(visit, room),
    }),
    definePage({
      ...shared,
      path: FILE_PATH,
      method: 'post',
      render: ({ words, form }) => download(form, room, words),
    }),
  ];
}

/** The form that a link from a provision's page begins with. */
function begun(query: URLSearchParams): URLSearchParams {
  const target = query.get('target')?.slice(0, 80) ?? '';
  const op = OPERATIONS.find((one) => one === query.get('op')) ?? '';
  return new URLSearchParams({
    ...(target === '' ? {} : { 'new-target': target }),
    ...(op === '' ? {} : { 'new-op': op }),
  });
}

function shown(props: ComposeProps, status = 200): Answer {
  return showPage(<ComposePage {...props} />, { status, openForm: COMPOSE_OPEN });
}

/** The page that follows on a button: the form with a part more or less, or what the law says of it. */
function answer(visit: Visit, room: Room): Answer | Promise<Answer> {
  const { form, words } = visit;
  const { law } = room;
  const said = lawWordsIn(law, words.language);
  const go = form.get(COMPOSE_OPEN.name) ?? 'check';
  if (go === 'check') return check(visit, room);
  const refused = go === 'add' ? cannotAdd(form, law) : undefined;
  if (refused) {
    const name = refused === 'no-target' ? 'new-target' : 'new-op';
    return shown({ said, form, fields: [{ name, message: words.t(REFUSED[refused]) }] }, 422);
  }
  return shown({ said, form: afterStep(form, go, law) });
}

const REFUSED = {
  'too-many': 'compose.too-many',
  'no-op': 'compose.no-op',
  'no-target': 'compose.no-target',
} as const;

async function check({ form, words, apart }: Visit, room: Room): Promise<Answer> {
  const { law, prover, today } = room;
  const said = lawWordsIn(law, words.language);
  const checked = checkDraft(form, law, words);
  const { written, fields, problems } = checked;
  const read = readOwnCase(form, today(), law, words);
  const all = [...fields, ...read.fields];
  if (!checked.law || all.length > 0 || read.problems.length > 0)
    return shown({ said, form, fields: all, problems, caseProblems: read.problems, written }, 422);
  const asked = { path: `${written.name}.md`, text: written.text, today: today() };
  const proof = await apart(() => prover.prove(asked));
  if (proof.kind !== 'proved') return shown({ said, form, written, unproved: proof.kind }, 503);
  const { effect, problems: broken } = proof.proved;
  if (!effect) {
    const told = placed(broken, written, readDraft(form));
    return shown({ said, form, problems: told, written }, 422);
  }
  const found = read.put?.(checked.law, written.id);
  const accepted = { law: checked.law, id: written.id, name: written.name, effect, on: today() };
  return shown({ said, form, written, accepted: { ...accepted, ...(found ? { found } : {}) } });
}

type OwnCase = {
  fields: CheckedDraft['fields'];
  problems: readonly Problem[];
  put?: (law: Law, reform: string) => BeforeAfter;
};

/** The case that was pasted, if one was. */
function readOwnCase(form: URLSearchParams, today: Day, law: Law, { t }: Words): OwnCase {
  const text = form.get('case')?.trim() ?? '';
  if (text === '') return { fields: [], problems: [] };
  const length = text.replaceAll('\r\n', '\n').length;
  if (length > LONGEST_CASE) {
    const message = t('assess.file.too-long', { length, most: LONGEST_CASE });
    return { fields: [{ name: 'case', message }], problems: [] };
  }
  const read = readCase({ path: 'case', text, today }, law);
  if (!read.ok) return { fields: [], problems: read.problems };
  const { facts, people, on = today, states = [] } = read.case;
  return {
    fields: [],
    problems: [],
    put: (beside, reform) => beforeAfter(beside, { facts, people, on, state: states[0], reforms: [reform] }),
  };
}

/** The file, where the law can read it: proved or not, for it is taken along to be reviewed. */
function download(form: URLSearchParams, { law }: Room, words: Words): Answer {
  const { written, fields, problems, law: read } = checkDraft(form, law, words);
  if (read)
    return sendFile({
      name: `${written.name}.md`,
      type: 'text/markdown; charset=utf-8',
      content: written.text,
    });
  return shown({ said: lawWordsIn(law, words.language), form, fields, problems, written }, 422);
}
