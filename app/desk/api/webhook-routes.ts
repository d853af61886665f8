import { z } from 'zod';
import { type ApiAnswer, type ApiRoute, defineRoute, idParameter, pageOf } from '../../web/index.ts';
import type { Desk } from '../desk.ts';
import { actionsFor, EVENT_KINDS } from '../webhooks/event-kinds.ts';
import { listSentEvents, listWebhooks, type OwnWebhook, replayEvents } from '../webhooks/list-webhooks.ts';
import {
  changeSecret,
  endWebhook,
  type Given,
  MOST_WEBHOOKS,
  type NotSet,
  OVERLAP_MS,
  setWebhook,
} from '../webhooks/set-webhook.ts';
import { WebhookAddress } from '../webhooks/webhook-box.ts';
import { enterByToken, isFor } from './enter.ts';
import type { Bearer } from './find-token.ts';
import { doOnce } from './once.ts';

const Kind = z.enum(EVENT_KINDS);
/** As the program drew it: any sixteen bytes, also such as no version of UUID has. */
const Drawn = idParameter();
const WebhookJson = z.object({
  webhook: Drawn,
  address: z.string().nullable(),
  kinds: z.array(Kind),
  madeAt: z.iso.datetime(),
  failingSince: z.iso.datetime().nullable().describe('Since when it has taken nothing.'),
  stopped: z
    .object({ at: z.iso.datetime(), why: z.enum(['silent', 'gone', 'no-key']) })
    .nullable()
    .describe('Nothing is sent to it any more: it took nothing for three days, or answered 410.'),
});
const WebhookBody = z.strictObject({
  webhook: idParameter().describe('Drawn at random.'),
  address: WebhookAddress.describe('Over https.'),
  kinds: z.array(Kind).min(1).max(EVENT_KINDS.length),
});
const SentJson = z.object({
  event: z.uuid().describe('What stands in the header webhook-id.'),
  kind: Kind,
  madeAt: z.iso.datetime(),
  triedAt: z.iso.datetime(),
  attempts: z.int(),
  outcome: z.enum(['taken', 'refused', 'unreached', 'too-large', 'no-key']),
});

/** Addresses that are told when something happens to a file that the token may see: Standard Webhooks, with nothing of what. */
export function webhookRoutes(desk: Desk): ApiRoute[] {
  return [...readingRoutes(desk), ...changingRoutes(desk)];
}

const params = () => ({ webhook: idParameter() });

function readingRoutes(desk: Desk): ApiRoute[] {
  const enter = enterByToken(desk);
  const action = 'webhook.read';
  return [
    defineRoute({
      method: 'get',
      path: '/api/desk/webhooks',
      name: 'listWebhooks',
      action,
      summary: 'The addresses that this token set.',
      answer: pageOf(WebhookJson),
      links: { readWebhook: { webhook: '$response.body#/items/0/webhook' } },
      enter,
      run: async ({ who }) => ({
        ok: true,
        body: { items: (await listWebhooks(who)).map(webhookJson), next: null },
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/webhooks/{webhook}',
      name: 'readWebhook',
      action,
      summary: 'An address that this token set, and whether it takes what it is sent.',
      params: params(),
      answer: WebhookJson,
      links: { listEvents: { webhook: '$request.path.webhook' } },
      enter,
      run: async ({ who, params: { webhook } }): Promise<ApiAnswer<z.input<typeof WebhookJson>>> => {
        const found = (await listWebhooks(who)).find(({ webhookId }) => webhookId === webhook);
        return found ? { ok: true, body: webhookJson(found) } : { ok: false, code: 'not-found' };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/desk/webhooks/{webhook}/events',
      name: 'listEvents',
      action,
      summary:
        'The last hundred events that were sent to an address within seven days, and what it answered.',
      params: params(),
      answer: pageOf(SentJson),
      enter,
      run: async ({ who, params: { webhook } }) => {
        const sent = await listSentEvents(who, webhook);
        if (!sent) return { ok: false as const, code: 'not-found' as const };
        const items = sent.map(({ deliveryId, madeAt, triedAt, ...more }) => ({
          ...{ ...more, event: deliveryId },
          ...{ madeAt: madeAt.toISOString(), triedAt: triedAt.toISOString() },
        }));
        return { ok: true as const, body: { items, next: null } };
      },
    }),
  ];
}

const SetJson = z.object({
  webhook: Drawn,
  secret: z.string().describe('whsec_ and base64: told here, and never again.'),
});

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of routes, in which nothing branches
function changingRoutes(desk: Desk): ApiRoute[] {
  const enter = enterByToken(desk);
  const action = 'webhook.write';
  return [
    defineRoute({
      method: 'post',
      path: '/api/desk/webhooks',
      name: 'setWebhook',
      action,
      summary: `Sets an address that is told of what happens from now on; ${MOST_WEBHOOKS} a token. It ends with the token.`,
      body: WebhookBody,
      status: 201,
      answer: SetJson,
      location: true,
      problems: ['taken', 'too-many'],
      once: true,
      links: { readWebhook: { webhook: '$response.body#/webhook' } },
      enter,
      run: takeWebhook,
    }),
    defineRoute({
      method: 'delete',
      path: '/api/desk/webhooks/{webhook}',
      name: 'endWebhook',
      action,
      summary: 'Takes an address away, with what was on its way to it.',
      params: params(),
      answer: z.object({ webhook: Drawn }),
      enter,
      run: async ({ who, params: { webhook } }): Promise<ApiAnswer<{ webhook: string }>> =>
        (await endWebhook(who, webhook)) ? { ok: true, body: { webhook } } : { ok: false, code: 'not-found' },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/webhooks/{webhook}/secret',
      name: 'changeSecret',
      action,
      summary: `Gives an address another secret. For ${OVERLAP_MS / 3_600_000} hours both sign.`,
      params: params(),
      answer: SetJson,
      once: true,
      enter,
      run: async ({ who, params: { webhook }, once }) => {
        const answer = ({ secret }: Given) => ({ ok: true as const, body: { webhook, secret } });
        const done = await doOnce<Given, { ok: false; why: 'none' | 'no-sender' }>(
          who,
          { once, action, answer },
          (door) => changeSecret(who, door, webhook),
        );
        if (done.ok || 'code' in done) return done as ApiAnswer<z.input<typeof SetJson>>;
        return { ok: false, code: done.why === 'none' ? 'not-found' : 'busy' };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/desk/webhooks/{webhook}/replay',
      name: 'replayEvents',
      action,
      summary:
        'Sends anew what was put on its way since a moment of the last seven days, each event under its own id, and takes up an address that was stopped.',
      params: params(),
      body: z.strictObject({ since: z.iso.datetime() }),
      answer: z.object({ webhook: Drawn }),
      enter,
      run: async ({ who, params: { webhook }, body }): Promise<ApiAnswer<{ webhook: string }>> => {
        const isThere = await replayEvents(who, { webhookId: webhook, since: new Date(body.since) });
        return isThere ? { ok: true, body: { webhook } } : { ok: false, code: 'not-found' };
      },
    }),
  ];
}

type SetVisit = {
  who: Bearer;
  body: z.infer<typeof WebhookBody>;
  once: { key: string; request: string };
};

async function takeWebhook({
  who,
  body: { webhook, address, kinds },
  once,
}: SetVisit): Promise<ApiAnswer<z.input<typeof SetJson>>> {
  // Of what it is not made for a token hears nothing: better told now than never.
  if (!kinds.every((kind) => actionsFor(kind).every((needed) => isFor(who, needed)))) {
    who.desk.note('token.wrong');
    return { ok: false, code: 'narrow-token' };
  }
  const done = await doOnce<Given, NotSet>(
    who,
    {
      ...{ once, action: 'webhook.write' },
      answer: ({ secret }) => ({
        ...{ ok: true, body: { webhook, secret } },
        location: `/api/desk/webhooks/${webhook}`,
      }),
    },
    (door) => setWebhook(who, door, { webhookId: webhook, address, kinds: [...new Set(kinds)] }),
  );
  if (done.ok || 'code' in done) return done as ApiAnswer<z.input<typeof SetJson>>;
  const codes = { taken: 'taken', many: 'too-many', 'no-sender': 'busy' } as const;
  return { ok: false, code: codes[done.why] };
}

function webhookJson({ webhookId, address, kinds, madeAt, failingSince, stopped }: OwnWebhook) {
  return {
    ...{ webhook: webhookId, address: address ?? null, kinds, madeAt: madeAt.toISOString() },
    failingSince: failingSince?.toISOString() ?? null,
    stopped: stopped ? { at: stopped.at.toISOString(), why: stopped.why } : null,
  };
}
