import { randomBytes, randomUUID } from 'node:crypto';
import { contextOf, open, seal } from '@clew/seal';
import { openKeyring } from '../keys/keyring.ts';
import { findSession } from '../session/find-session.ts';
import { readTicket } from '../session/ticket.ts';
import type { TestWorker } from './people.ts';
import type { TestDesk } from './test-desk.ts';

/** A part of a file whose key a program was given by its worker, and how it seals for it and opens what is there. */
export type OpenPart = {
  agencyId: string;
  generation: number;
  seal(words: string, number: number): { entry: string; generation: number; box: string };
  open(sealed: { entry: string; generation: number; box: string }): unknown;
};

/** Makes a file on the pages, with some words in its narrative. Returns its id. */
export async function makeFile({ browser }: TestWorker, words: string): Promise<string> {
  await browser.visit('/desk/files');
  const { html } = await browser.send('/desk/files/new');
  const file = /\/desk\/files\/([0-9a-f-]{36})/.exec(html)?.[1] ?? '';
  await browser.visit(`/desk/files/${file}/write`);
  const what = { what: 'narrative told', source: 'person', certainty: 'certain', on: '2026-03-04' };
  await browser.send(`/desk/files/${file}/write`, { ...what, words });
  return file;
}

/** What a program could do to which its worker gave a key of theirs. */
export async function openPart(
  test: TestDesk,
  worker: TestWorker,
  { file, part }: { file: string; part: string },
): Promise<OpenPart> {
  const state = await findSession(test.desk, readTicket(worker.browser.cookies.get('clew')));
  if (state.kind !== 'in') throw new Error('Nobody is signed in.');
  const { door, secrets, ticket } = state;
  const { agencyId } = ticket;
  const workerId = state.worker.worker_id;
  const keys = await openKeyring({ door, agencyId, workerId, secrets });
  const opened = await keys?.open(`file:${file}:${part}`);
  if (!opened) throw new Error('There is no key.');
  const { key, generation } = opened;
  const contextAt = (entry: string, at: number) => contextOf(agencyId, 'file_entry', file, entry, part, at);
  return {
    agencyId,
    generation,
    seal: (words, number) => {
      const entry = randomUUID();
      const said = {
        ...{ kind: 'statement', about: 'told', words, certainty: 'certain', source: 'person' },
        ...{ at: test.desk.now().toISOString(), by: workerId },
      };
      const text = JSON.stringify({ number, entry: said });
      const random = (length: number) => Uint8Array.from(randomBytes(length));
      return { entry, generation, box: seal({ key, random, context: contextAt(entry, generation), text }) };
    },
    open: (sealed) => {
      const read = open({ key, context: contextAt(sealed.entry, sealed.generation), box: sealed.box });
      return read.ok ? JSON.parse(read.text) : undefined;
    },
  };
}
