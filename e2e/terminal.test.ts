import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeAt, DEMO_AGENCIES, DEMO_CODE_SECRET } from '../app/desk/testing/index.ts';
import { type RunningClew, startClew } from './running-clew.ts';

let clew: RunningClew;
beforeAll(async () => {
  clew = await startClew({ flags: ['--demo'] });
}, 120_000);
afterAll(() => clew.stop());

/** A command at a pseudo terminal, which `script` of util-linux opens: what it shows, and somebody who types. */
type AtTerminal = {
  child: ChildProcess;
  shown(): string;
  /** Waits for a question, then types an answer and presses Enter. */
  answer(question: string, typed: string): Promise<void>;
  ended: Promise<number | null>;
};

function openAtTerminal(words: string): AtTerminal {
  const command = join(dirname(import.meta.dirname), 'bin', 'clew.mjs');
  const child = spawn('script', ['-qfec', `'${process.execPath}' '${command}' ${words}`, '/dev/null'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, CLEW_DATA: clew.dataFolder, TERM: 'dumb' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const early = ended.then((code) =>
    Promise.reject(new Error(`It ended with ${code} and showed:\n${shown}`)),
  );
  early.catch(() => undefined);
  return {
    child,
    shown: () => shown,
    answer: async (question, typed) => {
      while (!shown.endsWith(question)) await Promise.race([once(child.stdout, 'data'), early]);
      child.stdin.write(`${typed}\r`);
    },
    ended,
  };
}

/** What every process of this machine that may be looked at was started with, and its environment. */
async function everyProcess(): Promise<string> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = (pid: string, file: string) => readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '');
  const found = await Promise.all(pids.flatMap((pid) => [read(pid, 'cmdline'), read(pid, 'environ')]));
  return found.join('\n').replaceAll('\0', ' ');
}

/** The demo's administrator of an agency, and what they type. */
function administratorOf(index: number) {
  const agency = DEMO_AGENCIES[index];
  const person = agency?.people.find(({ roles }) => roles.includes('administrator'));
  if (!agency || !person) throw new Error('The demo has no such agency.');
  const passphrase = `demo passphrase of ${person.own}`;
  return { name: `${person.own}@${agency.code}`, passphrase, own: person.own };
}

const code = () => codeAt(DEMO_CODE_SECRET, new Date());

describe('at a real terminal', () => {
  test('the drill asks who is there, shows neither passphrase nor code, and keeps both out of the process list', async () => {
    const { name, passphrase } = administratorOf(0);
    const at = openAtTerminal('keys drill --demo');
    await at.answer('Sign-in name: ', name);
    await at.answer('Passphrase: ', passphrase);
    const typed = code();
    await at.answer('Code: ', typed);
    const processes = await everyProcess();
    expect(processes).toContain('keys drill --demo');
    expect(processes).not.toContain(passphrase);
    expect(processes).not.toMatch(new RegExp(`\\b${typed}\\b`));
    // Nobody of the demo has chosen custodians: a finding.
    expect([await at.ended, at.shown()]).toEqual([1, expect.stringContaining('chose nobody')]);
    expect(at.shown()).toContain(name);
    expect(at.shown()).not.toContain(passphrase);
    expect(at.shown()).not.toContain(typed);
  });

  test('changing keys asks for the passphrase once more, and does not show it either', async () => {
    const { name, passphrase } = administratorOf(1);
    const at = openAtTerminal('keys rotate --demo');
    await at.answer('Sign-in name: ', name);
    await at.answer('Passphrase: ', passphrase);
    await at.answer('Code: ', code());
    await at.answer('Passphrase again: ', passphrase);
    expect([await at.ended, at.shown()]).toEqual([1, expect.stringMatching(/(\d{5} ){5}\d{5}/)]);
    expect(at.shown()).not.toContain(passphrase);
  });

  test('a wrong passphrase is refused without being shown, and Ctrl-C leaves', async () => {
    const { name } = administratorOf(2);
    const at = openAtTerminal('keys renew --demo');
    await at.answer('Sign-in name: ', name);
    await at.answer('Passphrase: ', 'not the passphrase of anybody');
    await at.answer('Code: ', code());
    expect([await at.ended, at.shown()]).toEqual([2, expect.stringContaining('do not go together')]);
    expect(at.shown()).not.toContain('of anybody');
    const stopped = openAtTerminal('keys renew --demo');
    await stopped.answer('Sign-in name: ', name);
    await stopped.answer('Passphrase: ', 'half of it\u0003');
    expect(await stopped.ended).not.toBe(0);
    expect(stopped.shown()).not.toContain('half of it');
  });
});
