import { z } from 'zod';
import {
  type ApiAnswer,
  type ApiRoute,
  type Cursors,
  defineRoute,
  etagOf,
  idParameter,
  isMeantFor,
  limitOf,
  pageOf,
  pageParameters,
  wordParameter,
} from '../../web/index.ts';
import type { Desk } from '../desk.ts';
import { seenFiles } from '../file/list-files.ts';
import type { Refused } from '../file/refusal.ts';
import {
  appendSealed,
  lookAtSealed,
  type NotAppended,
  type PartHead,
  readSealedEntries,
  readSealedEntry,
  SEALED_PARTS,
} from '../file/sealed-parts.ts';
import { COMPARTMENTS } from '../policy/index.ts';
import { enterByToken } from './enter.ts';
import type { Bearer } from './find-token.ts';
import { doOnce } from './once.ts';

/** The longest that a sealed entry may be, as text. */
const LONGEST_BOX = 48 * 1024;

const FileJson = z.object({
  file: z.uuid(),
  openedMonth: z.string().describe('2026-03'),
  owner: z.uuid(),
  team: z.uuid().nullable(),
  closed: z.boolean(),
});
const HeadJson = z.object({
  part: z.enum(SEALED_PARTS),
  keyId: z.string().describe('The id of its key.'),
  generation: z.int().min(0).describe('The generation of its key; 0 while it holds nothing.'),
  entries: z.int().min(0),
  version: z.string().describe('What If-Match takes.'),
});
const EntryJson = z.object({ entry: z.uuid(), generation: z.int(), box: z.string() });
const EntryBody = z.strictObject({
  entry: idParameter().describe('Drawn at random; the box is sealed for it.'),
  generation: z.int().min(1).max(1_000_000),
  box: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .min(64)
    .max(LONGEST_BOX)
    .describe('Sealed under the key of this part and generation, as @clew/seal does.'),
});

/** Files for programs: what stands in readable columns, and sealed boxes as they stand. No route opens anything. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of routes, in which nothing branches
export function fileRoutes(desk: Desk, cursors: Cursors): ApiRoute[] {
  const enter = enterByToken(desk);
  const file = idParameter();
  const part = wordParameter(SEALED_PARTS);
  return [
    defineRoute({
      method: 'get',
      path: '/api/desk/files',
      name: 'listFiles',
      action: 'file.list',
      summary: 'The files that the worker may see, the newest month first.',
      query: { closed: wordParameter(['yes', 'no']).optional(), ...pageParameters() },
      answer: pageOf(FileJson),
      links: { readFile: { file: '$response.body#/items/0/file' } },
      enter,
      run: (visit) => listFiles(cursors, visit),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/files/{file}',
      name: 'readFile',
      action: 'file.open',
      summary: 'A file, and how far the parts have got that the worker may read or write.',
      params: { file },
      answer: FileJson.extend({
        withdrawn: z.boolean(),
        parts: z.array(HeadJson.extend({ mayRead: z.boolean(), mayWrite: z.boolean() })),
      }),
      links: {
        listEntries: { file: '$request.path.file', part: '$response.body#/parts/0/part' },
      },
      enter,
      run: ({ who, params }) => readFile(who, params.file),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/files/{file}/parts/{part}/entries',
      name: 'listEntries',
      action: 'file.open',
      summary: 'The entries of a part, sealed as they stand, in no order that tells anything.',
      params: { file, part },
      query: pageParameters(),
      answer: pageOf(EntryJson).extend({ head: HeadJson }),
      etag: true,
      links: {
        appendEntry: {
          file: '$request.path.file',
          part: '$request.path.part',
          'If-Match': '$response.header.ETag',
        },
        readEntry: {
          file: '$request.path.file',
          part: '$request.path.part',
          entry: '$response.body#/items/0/entry',
        },
      },
      enter,
      run: (visit) => listEntries(cursors, visit),
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/files/{file}/parts/{part}/entries',
      name: 'appendEntry',
      action: 'file.open',
      summary: 'Writes an entry that you sealed behind the others of its part.',
      params: { file, part: wordParameter(COMPARTMENTS) },
      body: EntryBody,
      status: 201,
      answer: HeadJson.extend({ entry: z.uuid() }),
      etag: true,
      location: true,
      problems: ['taken', 'key-waits', 'changed'],
      once: true,
      ifMatch: true,
      links: {
        readEntry: { file: '$request.path.file', part: '$request.path.part', entry: '$response.body#/entry' },
      },
      enter,
      run: (visit) => appendEntry(visit),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/files/{file}/parts/{part}/entries/{entry}',
      name: 'readEntry',
      action: 'file.open',
      summary: 'One entry, sealed as it stands.',
      params: { file, part, entry: idParameter() },
      answer: EntryJson,
      enter,
      run: async ({ who, params: { file: fileId, part: of, entry: entryId } }) => {
        const read = await readSealedEntry(atFile(who), { fileId, part: of, entryId });
        if (!read.ok) return refusal(read);
        if (!read.entry) return { ok: false, code: 'not-found' };
        const { generation, box } = read.entry;
        return { ok: true, body: { entry: entryId, generation, box } };
      },
    }),
  ];
}

const Place = z.strictObject({ month: z.string(), fileId: z.uuid() });

async function listFiles(
  cursors: Cursors,
  {
    who,
    query,
  }: {
    who: Bearer;
    query: { closed?: 'yes' | 'no' | undefined; cursor?: string | undefined; limit?: string | undefined };
  },
): Promise<ApiAnswer<{ items: z.input<typeof FileJson>[]; next: string | null }>> {
  const { cursor } = query;
  const closed = query.closed === 'yes';
  const list = ['files', who.actor.agencyId, who.actor.workerId, closed];
  const after = cursor === undefined ? undefined : cursors.read(list, cursor, Place);
  if (cursor !== undefined && after === undefined) return { ok: false, code: 'bad-cursor' };
  const size = limitOf(query);
  const seen = await who.door.read((transaction) =>
    seenFiles(transaction, atFile(who), { after, closed, size }),
  );
  const last = seen[size - 1];
  const isMore = seen.length > size && last !== undefined;
  return {
    ok: true,
    body: {
      items: seen.slice(0, size).map(fileJson),
      next: isMore ? cursors.write(list, { month: last.opened_month, fileId: last.file_id }) : null,
    },
  };
}

async function readFile(who: Bearer, fileId: string) {
  const seen = await lookAtSealed(atFile(who), fileId);
  if (!seen.ok) return refusal(seen);
  const { file, heads } = seen;
  const parts = heads.map(({ mayRead, mayWrite, ...head }) => ({ ...headJson(head), mayRead, mayWrite }));
  return { ok: true as const, body: { ...fileJson(file), withdrawn: file.withdrawn, parts } };
}

type EntriesVisit = {
  who: Bearer;
  params: { file: string; part: (typeof SEALED_PARTS)[number] };
  query: { cursor?: string | undefined; limit?: string | undefined };
};

async function listEntries(cursors: Cursors, { who, params, query }: EntriesVisit) {
  const { file: fileId, part } = params;
  const list = ['entries', who.actor.agencyId, who.actor.workerId, fileId, part];
  const after = query.cursor === undefined ? undefined : cursors.read(list, query.cursor, z.uuid());
  const isForged = query.cursor !== undefined && after === undefined;
  if (isForged) return { ok: false as const, code: 'bad-cursor' as const };
  const size = limitOf(query);
  const read = await readSealedEntries(atFile(who), { fileId, part, after, size });
  if (!read.ok) return refusal(read);
  const items = read.entries
    .slice(0, size)
    .map(({ entryId, generation, box }) => ({ entry: entryId, generation, box }));
  const last = items.at(-1);
  const next = read.entries.length > size && last ? cursors.write(list, last.entry) : null;
  return { ok: true as const, body: { items, next, head: headJson(read.head) }, etag: versionOf(read.head) };
}

type AppendVisit = {
  who: Bearer;
  params: { file: string; part: (typeof COMPARTMENTS)[number] };
  body: z.infer<typeof EntryBody>;
  once: { key: string; request: string };
  ifMatch: string;
};

async function appendEntry({ who, params, body, once, ifMatch }: AppendVisit) {
  const { file: fileId, part } = params;
  const { entry: entryId, generation, box } = body;
  const appended = await doOnce<{ ok: true; head: PartHead }, NotAppended>(
    who,
    {
      once,
      action: `file.write.${part}`,
      answer: ({ head }) => ({
        ok: true,
        body: { ...headJson(head), entry: entryId },
        etag: versionOf(head),
        location: `/api/desk/files/${fileId}/parts/${part}/entries/${entryId}`,
      }),
    },
    (door) =>
      appendSealed(
        { ...atFile(who), door },
        {
          ...{ fileId, part, entry: { entryId, generation, box } },
          isMeantFor: (head) => isMeantFor(ifMatch, versionOf(head)),
        },
      ),
  );
  return notAppended(appended, ifMatch) as ApiAnswer<z.input<typeof HeadJson> & { entry: string }>;
}

function notAppended(answer: ApiAnswer | NotAppended, sent: string): ApiAnswer {
  if (answer.ok || 'code' in answer) return answer;
  if (answer.why === 'stale')
    return { ok: false, code: 'stale', versions: { sent, current: versionOf(answer.current) } };
  if (answer.why === 'taken' || answer.why === 'key-waits') return { ok: false, code: answer.why };
  if (answer.why === 'no-box')
    return { ok: false, code: 'invalid', wrong: [{ at: 'box', message: 'This is no sealed box.' }] };
  return refusal(answer as Refused);
}

function refusal({ why }: Refused): { ok: false; code: 'not-found' | 'forbidden' | 'key-waits' } {
  if (why === 'not-found' || why === 'forbidden') return { ok: false, code: why };
  return { ok: false, code: 'key-waits' };
}

function atFile({ actor, door, desk, pins }: Bearer) {
  return { actor, door, now: desk.now, keys: { pins } };
}

function fileJson(file: {
  file_id: string;
  opened_month: string;
  owner_id: string;
  team_id: string | null;
  closed: boolean;
}) {
  const { file_id, opened_month, owner_id, team_id, closed } = file;
  return { file: file_id, openedMonth: opened_month, owner: owner_id, team: team_id, closed };
}

function headJson(head: PartHead): z.input<typeof HeadJson> {
  return { ...head, version: versionOf(head) };
}

function versionOf({ generation, entries }: PartHead): string {
  return etagOf(`${generation}.${entries}`);
}
