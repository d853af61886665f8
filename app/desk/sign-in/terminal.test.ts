import { EventEmitter } from 'node:events';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  addWorker,
  createTestDesk,
  makeAgency,
  nextCode,
  PASSPHRASE,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';
import { openTerminal, signInAtTerminal, type Terminal, type TerminalStreams } from './terminal.ts';

let here: TestDesk;
let amina: TestWorker;
let hana: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'));
  amina = await makeAgency(here, 'Harbour House');
  hana = await addWorker(here, amina, { own: 'hana', roles: ['auditor'] });
});
afterAll(() => here.drop());

/** Somebody who answers what is asked, and what was asked without showing the answer. */
function sitting(answers: readonly string[]): { terminal: Terminal; hidden: string[] } {
  const left = [...answers];
  const hidden: string[] = [];
  const answer = async () => left.shift() ?? '';
  return {
    hidden,
    terminal: {
      ask: answer,
      askHidden: (question) => {
        hidden.push(question);
        return answer();
      },
    },
  };
}

describe('a command that touches what is an agency’s', () => {
  test('asks who is there, hides the passphrase, and leaves no session behind', async () => {
    const { terminal, hidden } = sitting([hana.signInName, PASSPHRASE, nextCode(here, hana)]);
    const signed = await signInAtTerminal(here.desk, terminal, 'journal.verify');
    if (!signed.ok) throw new Error(signed.message);
    expect(hidden).toEqual(['Passphrase: ', 'Code: ']);
    expect(await signed.worker.names.worker(signed.worker.actor.workerId)).toBe('Name of hana');
    expect(await signed.worker.door.verifyJournal()).toMatchObject({ ok: true });
    const before = await sessions();
    await signed.end();
    expect(await sessions()).toBe(before - 1);
  });

  test('is refused to whoever cannot say so, in the words of the sign-in page', async () => {
    const { terminal } = sitting([hana.signInName, 'not the passphrase', nextCode(here, hana)]);
    expect(await signInAtTerminal(here.desk, terminal, 'journal.verify')).toEqual({
      ok: false,
      message:
        'Name, passphrase and code do not go together. Check all three; a code works once, and no passkey works here.',
    });
  });

  test('is refused to a worker whose roles do not include it', async () => {
    const { terminal } = sitting([amina.signInName, PASSPHRASE, nextCode(here, amina)]);
    const before = await sessions();
    expect(await signInAtTerminal(here.desk, terminal, 'journal.read')).toMatchObject({ ok: false });
    expect(await sessions()).toBe(before);
  });
});

async function sessions(): Promise<number> {
  const { rows } = await sql<{ n: string }>`SELECT count(*) AS n FROM clew.session`.execute(
    here.database.admin,
  );
  return Number(rows[0]?.n);
}

describe('a terminal', () => {
  /** Streams that keep what was written, and into which a test types. */
  function streams(isTTY = true): {
    streams: TerminalStreams;
    type: (text: string) => void;
    written: string[];
  } {
    const written: string[] = [];
    const input = Object.assign(new EventEmitter(), {
      isTTY,
      setRawMode: () => undefined,
      setEncoding: () => undefined,
      pause: () => undefined,
      resume: () => undefined,
    });
    const output = { isTTY, write: (text: string) => written.push(text) };
    return {
      written,
      streams: { input, output } as unknown as TerminalStreams,
      type: (text) => input.emit('data', text),
    };
  }

  test('shows a name and never a passphrase', async () => {
    const { streams: both, type, written } = streams();
    const terminal = openTerminal(both);
    const name = terminal?.ask('Name: ');
    type('aminx\u007fa\r');
    expect(await name).toBe('amina');
    expect(written.join('')).toContain('amin');
    written.length = 0;
    const passphrase = terminal?.askHidden('Passphrase: ');
    type('canary قف\u007fفل\r');
    expect(await passphrase).toBe('canary قفل');
    expect(written).toEqual(['Passphrase: ', '\n']);
  });

  test('ends on Ctrl-C', async () => {
    const { streams: both, type } = streams();
    const asked = openTerminal(both)?.ask('Name: ');
    type('ami\u0003');
    await expect(asked).rejects.toThrow('Stopped.');
  });

  test('is none where nobody sits', () => {
    expect(openTerminal(streams(false).streams)).toBeUndefined();
  });
});
