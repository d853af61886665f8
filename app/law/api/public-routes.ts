import { type Day, type Fact, type Instrument, isState, type Law, STRENGTHS } from '@clew/rules';
import { z } from 'zod';
import {
  type ApiAnswer,
  type ApiRoute,
  type Cursors,
  dayParameter,
  defineRoute,
  lawParameter,
  limitOf,
  pageOf,
  pageParameters,
  stateParameter,
  wordParameter,
} from '../../web/index.ts';
import { assessCase } from '../assess-case.ts';
import { assessmentJson } from '../assessment-json.ts';
import { AssessmentJson } from '../assessment-schema.ts';
import { type AnyDecision, EMPTY_SHELF, type Shelf } from '../library/index.ts';
import { lookAtState } from '../states/found.ts';
import { gapsJson } from '../states/gaps-json.ts';
import { GapsJson } from '../states/gaps-schema.ts';
import { CaseBody, caseOfBody } from './case-body.ts';

/** What the routes of the law need. */
type LawRoutes = { law: Law; shelf?: Shelf; cursors: Cursors; today: () => Day };

const Verified = z.enum(['checked', 'compared', 'unverified']);
const InstrumentJson = z.object({
  id: z.string(),
  short: z.string(),
  kind: z.enum(['treaty', 'eu-act', 'national', 'guidance']),
  state: z.string().nullable(),
  name: z.string().nullable(),
  adopted: z.string().nullable(),
  inForce: z.string().nullable(),
  articles: z.int(),
});
const ArticleJson = z.object({
  ref: z.string().describe('instrument#anchor'),
  instrument: z.string(),
  anchor: z.string(),
  title: z.string(),
  text: z.string().describe('A short paraphrase of our own, never the official text.'),
  strength: z.string().nullable(),
  status: Verified,
});
const DutyJson = z.object({
  id: z.string(),
  label: z.string(),
  bearer: z.string(),
  act: z.string(),
  strength: z.enum(STRENGTHS),
  breach: z.string(),
  source: z.array(z.string()),
});
const FactJson = z.object({
  id: z.string(),
  theme: z.string(),
  group: z.string().nullable().describe('The group of people of whom it is asked, each by each.'),
  type: z.object({
    kind: z.enum(['yes-no', 'number', 'date']),
    min: z.int().nullable(),
    max: z.int().nullable(),
  }),
  sensitivity: z.int().min(1).max(5),
  label: z.string(),
  question: z.string(),
  why: z.string(),
});
const DecisionJson = z.object({
  id: z.string(),
  title: z.string(),
  court: z.string(),
  citation: z.string(),
  decided: z.string().describe('A day, or a year where no source tells the day.'),
  issues: z.array(z.string()),
  states: z.array(z.string()),
  link: z.string(),
  status: Verified,
  tested: z.boolean().describe('Whether its facts are put to the rules as a test.'),
});

/** The law for programs, and a case put to it. Public: nothing is kept, and nobody is asked who they are. */
export function lawRoutes(given: LawRoutes): ApiRoute[] {
  return [assessRoute(given), ...textRoutes(given), ...askingRoutes(given), stateRoute(given)];
}

/** What the law is written in: instruments, their paragraphs, and the judgments on them. */
function textRoutes(given: LawRoutes): ApiRoute[] {
  const { law, shelf = EMPTY_SHELF } = given;
  const instruments = Object.values(law.instruments);
  const list = listRoute(given);
  return [
    list({
      path: '/api/law/instruments',
      name: 'listInstruments',
      summary: 'The instruments, in the order in which the law has them.',
      filter: { kind: wordParameter(['treaty', 'eu-act', 'national', 'guidance']) },
      item: InstrumentJson,
      all: ({ kind }) =>
        instruments.filter((one) => kind === undefined || one.kind === kind).map(instrumentJson),
    }),
    list({
      path: '/api/law/articles',
      name: 'listArticles',
      summary: 'The paragraphs of the instruments, in short words of our own.',
      filter: { instrument: lawParameter() },
      item: ArticleJson,
      all: ({ instrument }) =>
        instruments.filter(({ id }) => instrument === undefined || id === instrument).flatMap(articlesJson),
    }),
    list({
      path: '/api/law/decisions',
      name: 'listDecisions',
      summary: 'The judgments, the youngest first.',
      filter: { state: stateParameter() },
      item: DecisionJson,
      all: ({ state }) =>
        shelf.decisions
          .filter(({ states }) => state === undefined || states.includes(state))
          .map(decisionJson),
    }),
  ];
}

/** What the law asks and demands: duties, facts, and the States of which it says something. */
function askingRoutes(given: LawRoutes): ApiRoute[] {
  const { law } = given;
  const list = listRoute(given);
  return [
    list({
      path: '/api/law/duties',
      name: 'listDuties',
      summary: 'Who owes what, by the law.',
      filter: { strength: wordParameter(STRENGTHS) },
      item: DutyJson,
      all: ({ strength }) =>
        Object.values(law.duties)
          .filter((duty) => strength === undefined || duty.strength === strength)
          .map(({ id, label, bearer, act, strength: how, breach, cites }) => ({
            ...{ id, label, bearer, act, strength: how, breach },
            source: [...cites],
          })),
    }),
    list({
      path: '/api/law/facts',
      name: 'listFacts',
      summary:
        'Every question that the law asks: what the facts of a case may be, and which answers they take.',
      filter: { theme: lawParameter() },
      item: FactJson,
      all: ({ theme }) =>
        Object.values(law.facts)
          .filter((fact) => theme === undefined || fact.theme === theme)
          .map(factJson),
    }),
    list({
      path: '/api/law/states',
      name: 'listStates',
      summary: 'The States of which the law says something.',
      filter: {},
      item: z.object({ code: z.string() }),
      links: { readState: { code: '$response.body#/items/0/code' } },
      all: () => Object.keys(law.states).map((code) => ({ code })),
    }),
  ];
}

function assessRoute({ law, today }: LawRoutes): ApiRoute {
  return defineRoute({
    method: 'post',
    path: '/api/assess',
    name: 'assess',
    action: 'law.assess',
    summary: 'Puts a case to the law. Nothing of it is kept.',
    body: CaseBody,
    answer: AssessmentJson,
    problems: ['not-in-law'],
    costly: true,
    run: ({ body }): ApiAnswer<AssessmentJson> => {
      const read = caseOfBody(body, { law, today: today() });
      if (!read.ok)
        return {
          ok: false,
          code: 'not-in-law',
          wrong: read.problems.slice(0, 20).map(({ code, message }) => ({ at: code, message })),
        };
      const on = read.case.on ?? today();
      const assessment = assessCase(law, { ...read.case, on });
      return { ok: true, body: assessmentJson(assessment, { expect: [] }, body.language) };
    },
  });
}

function stateRoute({ law, today }: LawRoutes): ApiRoute {
  return defineRoute({
    method: 'get',
    path: '/api/law/states/{code}',
    name: 'readState',
    action: 'law.read',
    summary: 'What a State owes, and what its own law does with it, on a day.',
    params: { code: stateParameter() },
    query: { on: dayParameter().optional() },
    answer: GapsJson,
    costly: true,
    run: ({ params: { code }, query: { on } }): ApiAnswer<GapsJson> => {
      if (!isState(code)) return { ok: false, code: 'not-found' };
      return { ok: true, body: gapsJson(lookAtState(law, { state: code, on: (on ?? today()) as Day })) };
    },
  });
}

type Filter = Readonly<Record<string, z.ZodType<string>>>;

/** A list of what the law holds. The law does not change while a node runs, so a place in it is a number. */
type LawList<Item extends z.ZodType, F extends Filter> = {
  path: `/api/law/${string}`;
  name: string;
  summary: string;
  filter: F;
  item: Item;
  all: (filter: { [Name in keyof F]?: string }) => readonly z.input<Item>[];
  links?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

function listRoute({ cursors, law }: LawRoutes) {
  return <Item extends z.ZodType, F extends Filter>(list: LawList<Item, F>): ApiRoute => {
    const { path, name, summary, filter, item, all, links } = list;
    const optional = Object.fromEntries(
      Object.entries(filter).map(([one, schema]) => [one, schema.optional()]),
    );
    return defineRoute({
      ...{ method: 'get', path, name, summary, action: 'law.read' },
      query: { ...optional, ...pageParameters() },
      answer: pageOf(item),
      ...(links ? { links } : {}),
      run: ({ query }): ApiAnswer<{ items: z.input<Item>[]; next: string | null }> => {
        const { cursor, limit, ...asked } = query as Record<string, string | undefined>;
        const about = [name, law.hash, asked];
        const from = cursor === undefined ? 0 : cursors.read(about, cursor, z.int().min(0));
        if (from === undefined) return { ok: false, code: 'bad-cursor' };
        const items = all(asked as { [Name in keyof F]?: string });
        const to = from + limitOf({ limit });
        const next = to < items.length ? cursors.write(about, to) : null;
        return { ok: true, body: { items: items.slice(from, to), next } };
      },
    }) as ApiRoute;
  };
}

function instrumentJson({ id, short, kind, state, name, adopted, inForce, articles }: Instrument) {
  return {
    ...{ id, short, kind, state: state ?? null },
    ...{ name: name?.value ?? null, adopted: adopted?.value ?? null, inForce: inForce?.value ?? null },
    articles: articles.filter(({ isHeading }) => !isHeading).length,
  };
}

function articlesJson({ id, articles }: Instrument) {
  return articles
    .filter(({ isHeading }) => !isHeading)
    .map(({ anchor, title, text, strength, status }) => ({
      ...{ ref: `${id}#${anchor}`, instrument: id, anchor, title, text },
      ...{ strength: strength ?? null, status },
    }));
}

function decisionJson(decision: AnyDecision) {
  const { id, title, court, citation, decided, issues, states, link, status } = decision;
  return {
    ...{ id, title, court, citation, decided, link, status },
    ...{ issues: [...issues], states: [...states], tested: decision.leftOut === undefined },
  };
}

function factJson({ id, theme, group, type, sensitivity, label, question, why }: Fact) {
  const { min, max } = type.kind === 'number' ? type : { min: null, max: null };
  return {
    id,
    theme,
    group: group ?? null,
    type: { kind: type.kind, min, max },
    sensitivity,
    label,
    question,
    why,
  };
}
