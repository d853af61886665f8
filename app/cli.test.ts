import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const checkout = dirname(import.meta.dirname);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clew cli '));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Ran = { code: number | null; stdout: string; stderr: string };

/** Runs `clew` as a person in another folder does. */
function clew(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(checkout, 'bin', 'clew.mjs'), ...args],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: process.env.HOME, CLEW_DATA: join(folder, 'data'), ...env },
      },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

async function caseFile(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const example = join(checkout, 'examples', 'domestic-worker.yaml');

describe('help', () => {
  test('names the commands, the exit codes and where to begin', async () => {
    const { code, stdout } = await clew(['--help']);
    expect(code).toBe(0);
    for (const word of [
      'start',
      'assess',
      'facts',
      'law',
      'doctor',
      'Exit codes',
      'examples/domestic-worker.yaml',
    ])
      expect(stdout).toContain(word);
  });

  test('an unknown command and an unknown flag are bad input', async () => {
    expect((await clew(['asess', example])).code).toBe(2);
    expect((await clew(['assess', example, '--nonsense'])).code).toBe(2);
    expect((await clew([])).code).toBe(2);
    expect((await clew(['assess', example, '--lang', 'de'])).code).toBe(2);
  });
});

test('nothing is run from, or left in, the temporary folder, where another user could have put it', async () => {
  const temporary = await mkdtemp(join(folder, 'temporary-'));
  expect((await clew(['assess', example], { TMPDIR: temporary })).code).toBe(0);
  expect(await readdir(temporary)).toEqual([]);
});

describe('assess', () => {
  test('answers the example, without colour where nobody watches', async () => {
    const { code, stdout, stderr } = await clew(['assess', example]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('trafficking.victim');
    expect(stdout).not.toContain('\u001b[');
  });

  test('prints JSON and nothing else', async () => {
    const { stdout } = await clew(['assess', example, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ verdicts: { 'trafficking.victim': { strict: 'yes' } } });
  });

  test('takes States, a day and reforms, each State and reform as often as it is given', async () => {
    const chosen = ['--state', 'NO', '--state', 'SE', '--on', '2024-02-29'];
    const reforms = ['reform.trafficking-is-a-ground', 'reform.trafficking-is-persecution'];
    const { code, stdout } = await clew([
      ...['assess', example, '--json', ...chosen],
      ...reforms.flatMap((id) => ['--reform', id]),
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).law).toMatchObject({ states: ['NO', 'SE'], on: '2024-02-29', reforms });
    expect((await clew(['assess', example, '--state', 'UK'])).stderr).toContain('Did you mean “GB”?');
  });

  test('a failed expectation is a finding', async () => {
    const path = await caseFile(
      'expects.yaml',
      'title: Expects too much\nsource: made up\nfacts:\n  act.recruited: not_known\nexpect:\n  trafficking.victim: yes\n',
    );
    const { code, stdout } = await clew(['assess', path]);
    expect(code).toBe(1);
    expect(stdout).toContain('trafficking.victim');
  });

  test('a file that is not there, or says what no case says, is bad input with file and line', async () => {
    expect(await clew(['assess', 'nowhere.yaml'])).toMatchObject({ code: 2, stdout: '' });
    const path = await caseFile('wrong.yaml', 'title: Wrong\nsource: made up\nfacts:\n  act.recruted: yes\n');
    const { code, stdout, stderr } = await clew(['assess', path]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('wrong.yaml:4');
    expect(stderr).toContain('act.recruited');
  });
});

describe('facts, law pack, and asking again', () => {
  test('a law is kept, and answers as it did', async () => {
    expect(await clew(['law', 'pack', 'law.json'])).toMatchObject({ code: 0 });
    const { stdout } = await clew(['assess', example, '--law', 'law.json', '--json']);
    await caseFile('answer.json', stdout);
    expect(await clew(['assess', '--again', 'answer.json', '--law', 'law.json'])).toMatchObject({ code: 0 });
  });

  test('a case is put, or an answer is asked for again: not both, and not neither', async () => {
    await caseFile('any.json', '{}');
    expect(await clew(['assess', example, '--again', 'any.json'])).toMatchObject({ code: 2, stdout: '' });
    expect(await clew(['assess'])).toMatchObject({ code: 2, stdout: '' });
  });

  test('words find facts, and a word that none has is bad input', async () => {
    expect((await clew(['facts', 'act.recruited'])).stdout).toContain('act.recruited');
    expect(await clew(['facts', 'act.recruted'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('doctor', () => {
  test('looks without a node, and says so as JSON too', async () => {
    const { stdout } = await clew(['doctor', '--json']);
    const { findings } = JSON.parse(stdout) as { findings: { name: string }[] };
    expect(findings.map(({ name }) => name)).toEqual([
      'settings',
      'Clew',
      'Node.js',
      'PostgreSQL',
      'disk',
      'clock',
      'node',
    ]);
  });

  test('names a setting that is wrong, and exits with a finding', async () => {
    const { code, stdout } = await clew(['doctor'], { CLEW_PORT: 'many' });
    expect(code).toBe(1);
    expect(stdout).toContain('LOOK  settings: CLEW_PORT');
  });
});

describe('start', () => {
  test('a wrong setting is bad input, told by name and code', async () => {
    const { code, stderr } = await clew(['start'], { CLEW_HOST: '0.0.0.0' });
    expect(code).toBe(2);
    expect(stderr).toContain('[settings.exposed]');
  });

  test('a database that does not answer is a fault', async () => {
    const { code, stderr } = await clew(['start'], {
      DATABASE_URL: `postgres://app@localhost/clew?host=${folder}`,
      DATABASE_ADMIN_URL: `postgres://boss@localhost/clew?host=${folder}`,
    });
    expect(code).toBe(3);
    expect(stderr).toContain('[store.unavailable]');
  });
});

describe('output that cannot be written', () => {
  test.runIf(process.platform === 'linux')('is a fault that is said, and no answer', async () => {
    const full = await open('/dev/full', 'w');
    const child = spawn(process.execPath, [join(checkout, 'bin', 'clew.mjs'), 'facts', 'child'], {
      stdio: ['ignore', full.fd, 'pipe'],
    });
    let said = '';
    child.stderr?.on('data', (piece: Buffer) => {
      said += piece.toString();
    });
    const [code] = await once(child, 'close');
    await full.close();
    expect(code).toBe(3);
    expect(said).toContain('could not be written where it was sent (ENOSPC)');
    expect(said).not.toContain('    at ');
  });
});
