import { sql } from 'kysely';
import { z } from 'zod';
import {
  type ApiAnswer,
  type ApiRoute,
  type Cursors,
  cursorParameter,
  dayParameter,
  defineRoute,
  idParameter,
  pageOf,
  wordParameter,
} from '../../web/index.ts';
import type { Desk } from '../desk.ts';
import { browseJournal } from '../journal/browse-journal.ts';
import { readApprovedLaws } from '../keys/agency-rules.ts';
import { ACTIONS, MANDATES, type Mandate, NOTES } from '../policy/index.ts';
import { PROPOSAL_MS } from '../proposals/open-limit.ts';
import { isProposed, SIGNED_PROPOSAL_COLUMNS } from '../proposals/signed-proposal.ts';
import { enterByToken, isFor } from './enter.ts';
import type { Bearer } from './find-token.ts';
import { listOwnTokens, revokeToken } from './own-tokens.ts';

const TokenJson = z.object({
  token: z.uuid(),
  expiresAt: z.iso.datetime(),
  usedAt: z.iso.datetime().nullable().describe('To the hour.'),
  holds: z.boolean(),
});
const SelfJson = z.object({
  token: z.uuid(),
  agency: z.uuid(),
  worker: z.uuid(),
  actions: z.array(z.string()),
  expiresAt: z.iso.datetime(),
});
const PROPOSAL_KINDS = ['mandate', 'approval', 'role', 'provider'] as const;
const ProposalJson = z.object({
  proposal: z.uuid(),
  kind: z.enum(PROPOSAL_KINDS),
  at: z.iso.datetime(),
  proposedBy: z.uuid(),
});
const LineJson = z.object({
  number: z.int(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  thing: z.string(),
});
const Finding = z.object({
  sound: z.boolean(),
  entries: z.int().nullable(),
  head: z.string().nullable(),
  number: z.int().nullable().describe('The entry that is not as it must be.'),
  reason: z.string().nullable(),
});

/** The token itself, the worker's other tokens, the agency, what waits for a second person, and the journal. */
export function agencyRoutes(desk: Desk, cursors: Cursors): ApiRoute[] {
  return [...tokenRoutes(desk), ...plainRoutes(desk), ...journalRoutes(desk, cursors)];
}

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of routes, in which nothing branches
function tokenRoutes(desk: Desk): ApiRoute[] {
  const enter = enterByToken(desk);
  return [
    defineRoute({
      method: 'get',
      path: '/api/desk/self',
      name: 'readSelf',
      action: 'token.read',
      summary: 'For whom this token acts, what it was made for, and until when it is good.',
      answer: SelfJson,
      enter,
      run: ({ who }) => ({
        ok: true,
        body: {
          token: who.token.tokenId,
          agency: who.actor.agencyId,
          worker: who.actor.workerId,
          actions: [...who.actions],
          expiresAt: who.expiresAt.toISOString(),
        },
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/tokens',
      name: 'listTokens',
      action: 'token.read',
      summary:
        'The tokens of the same worker. What they are for is sealed to the worker, and stands on their page.',
      answer: pageOf(TokenJson),
      links: { endToken: { token: '$response.body#/items/0/token' } },
      enter,
      run: async ({ who }) => ({ ok: true, body: { items: await ownTokens(who), next: null } }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/tokens/{token}',
      name: 'readToken',
      action: 'token.read',
      summary: 'A token of the same worker.',
      params: { token: idParameter() },
      answer: TokenJson,
      enter,
      run: async ({ who, params }): Promise<ApiAnswer<z.input<typeof TokenJson>>> => {
        const found = (await ownTokens(who)).find(({ token }) => token === params.token);
        return found ? { ok: true, body: found } : { ok: false, code: 'not-found' };
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/api/desk/tokens/{token}',
      name: 'endToken',
      action: 'token.revoke',
      summary: 'Ends a token of the same worker, from the next request on. It may be this one.',
      params: { token: idParameter() },
      answer: z.object({ token: z.uuid() }),
      links: { readToken: { token: '$request.path.token' } },
      enter,
      run: async ({ who, params: { token } }): Promise<ApiAnswer<{ token: string }>> =>
        (await revokeToken(who, token)) ? { ok: true, body: { token } } : { ok: false, code: 'not-found' },
    }),
  ];
}

async function ownTokens({ actor, door, desk }: Bearer): Promise<z.input<typeof TokenJson>[]> {
  const tokens = await listOwnTokens({ actor, door, now: desk.now() });
  return tokens.map(({ tokenId, expiresAt, usedAt, holds }) => ({
    token: tokenId,
    expiresAt: expiresAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
    holds,
  }));
}

function plainRoutes(desk: Desk): ApiRoute[] {
  const enter = enterByToken(desk);
  return [
    defineRoute({
      method: 'get',
      path: '/api/desk/agency',
      name: 'readAgency',
      action: 'agency.read',
      summary: 'The agency. Its name is sealed; its code is what stands in sign-in names.',
      answer: z.object({
        agency: z.uuid(),
        code: z.string(),
        mandates: z.array(z.enum(MANDATES)),
        approvedLaws: z.array(z.string()),
      }),
      enter,
      run: ({ who }) => readAgency(who),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/proposals',
      name: 'listProposals',
      action: 'desk.read',
      summary: 'What waits for a second person, of one kind. What is proposed is sealed.',
      query: { kind: wordParameter(PROPOSAL_KINDS).optional() },
      answer: pageOf(ProposalJson),
      enter,
      run: ({ who, query }) => listProposals(who, query.kind),
    }),
  ];
}

async function readAgency({ actor, door, pins }: Bearer) {
  const { agencyId } = actor;
  const { code, laws } = await door.read(async (transaction) => {
    const row = await transaction
      .selectFrom('clew.agency')
      .select('code')
      .where('agency_id', '=', agencyId)
      .executeTakeFirstOrThrow();
    const approved = await readApprovedLaws(transaction, pins);
    return { code: row.code, laws: [...approved.keys()].sort() };
  });
  const mandates = [...actor.mandates] as Mandate[];
  return { ok: true as const, body: { agency: agencyId, code, mandates, approvedLaws: laws } };
}

async function listProposals(
  who: Bearer,
  kind: (typeof PROPOSAL_KINDS)[number] | undefined,
): Promise<ApiAnswer<{ items: z.input<typeof ProposalJson>[]; next: null }>> {
  const kinds = PROPOSAL_KINDS.filter((one) => isFor(who, `${one}.read`) && (kind ?? one) === one);
  if (kinds.length === 0) {
    who.desk.note('token.wrong');
    return { ok: false, code: 'narrow-token' };
  }
  const { agencyId } = who.actor;
  const since = new Date(who.desk.now().getTime() - PROPOSAL_MS);
  const items = await who.door.read(async (transaction) => {
    const rows = await transaction
      .selectFrom('clew.proposal as p')
      .innerJoin('clew.worker as w', (join) =>
        join.onRef('w.agency_id', '=', 'p.agency_id').onRef('w.worker_id', '=', 'p.proposed_by'),
      )
      .select(SIGNED_PROPOSAL_COLUMNS.map((column) => `p.${column}` as const))
      .select('p.at')
      .where('p.agency_id', '=', agencyId)
      .where('p.kind', 'in', kinds)
      .where('p.confirmed_by', 'is', null)
      .where('p.at', '>', since)
      .where('w.standing', '=', 'in')
      .orderBy('p.at', 'desc')
      .orderBy('p.proposal_id')
      .limit(MOST_PROPOSALS)
      .execute();
    const signed: z.input<typeof ProposalJson>[] = [];
    for (const row of rows)
      if (await isProposed(transaction, who.pins, row))
        signed.push({
          proposal: row.proposal_id,
          kind: row.kind as (typeof PROPOSAL_KINDS)[number],
          at: row.at.toISOString(),
          proposedBy: row.proposed_by,
        });
    return signed;
  });
  return { ok: true, body: { items, next: null } };
}

/** They wait for two weeks at most, so there are few. */
const MOST_PROPOSALS = 200;

function journalRoutes(desk: Desk, cursors: Cursors): ApiRoute[] {
  const enter = enterByToken(desk);
  const walking = new Set<string>();
  return [
    defineRoute({
      method: 'get',
      path: '/api/desk/journal',
      name: 'readJournal',
      action: 'journal.read',
      summary: 'The journal, the newest first, fifty at a time. Each look is an entry itself.',
      query: {
        action: wordParameter([...ACTIONS, ...NOTES] as unknown as [string, ...string[]]).optional(),
        day: dayParameter().optional(),
        worker: idParameter().optional(),
        file: idParameter().optional(),
        cursor: cursorParameter().optional(),
      },
      answer: pageOf(LineJson),
      enter,
      run: (visit) => readJournal(cursors, visit),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/journal/head',
      name: 'readJournalHead',
      action: 'journal.verify',
      summary: 'How many entries there are, and the hash of the last: to be kept elsewhere.',
      answer: z.object({ entries: z.int(), head: z.string() }),
      enter,
      run: async ({ who }) => {
        const { rows } = await who.door.read((transaction) =>
          sql<{ number: string; hash: Buffer }>`
            SELECT number, hash FROM clew.journal_head WHERE chain = ${who.actor.agencyId}
          `.execute(transaction),
        );
        const [head] = rows;
        return {
          ok: true,
          body: { entries: Number(head?.number ?? 0), head: head?.hash.toString('hex') ?? '' },
        };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/journal/check',
      name: 'checkJournal',
      action: 'journal.verify',
      summary: 'Walks the whole journal of the agency and computes every hash again.',
      answer: Finding,
      enter,
      run: async ({ who }): Promise<ApiAnswer<z.input<typeof Finding>>> => {
        // A long journal takes a while: one at a time, of each agency, so that none learns what another does.
        const { agencyId } = who.actor;
        if (walking.has(agencyId)) return { ok: false, code: 'busy', retryAfter: 10 };
        walking.add(agencyId);
        try {
          return { ok: true, body: findingJson(await who.door.verifyJournal()) };
        } finally {
          walking.delete(agencyId);
        }
      },
    }),
  ];
}

function findingJson(found: Awaited<ReturnType<Bearer['door']['verifyJournal']>>): z.input<typeof Finding> {
  if (found.ok) return { sound: true, entries: found.entries, head: found.head, number: null, reason: null };
  return { sound: false, entries: null, head: null, number: found.number, reason: found.reason };
}

type JournalQuery = Partial<Record<'action' | 'day' | 'worker' | 'file' | 'cursor', string | undefined>>;

async function readJournal(
  cursors: Cursors,
  { who, query }: { who: Bearer; query: JournalQuery },
): Promise<ApiAnswer<{ items: z.input<typeof LineJson>[]; next: string | null }>> {
  const { cursor, action, day, worker, file } = query;
  const list = ['journal', who.actor.agencyId, action ?? null, day ?? null, worker ?? null, file ?? null];
  const from = cursor === undefined ? undefined : cursors.read(list, cursor, z.string());
  if (cursor !== undefined && from === undefined) return { ok: false, code: 'bad-cursor' };
  const thing = file === undefined ? undefined : `file ${file}`;
  const page = await who.door.readSealed({ action: 'journal.read', thing: 'journal' }, (transaction) =>
    browseJournal(transaction, { action, day, actor: worker, thing }, from),
  );
  const next = page.next === undefined ? null : cursors.write(list, page.next);
  return { ok: true, body: { items: page.lines, next } };
}
