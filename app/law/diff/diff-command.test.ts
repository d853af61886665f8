import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { packLaw } from '../law-pack.ts';
import { flat } from '../testing/index.ts';
import { TOWN_LAW } from '../testing/town-law.ts';
import { diffLaws } from './diff-command.ts';
import { readVersion } from './read-version.ts';

const root = mkdtempSync(join(tmpdir(), 'clew-diff-'));
afterAll(() => rmSync(root, { recursive: true }));
let made = 0;

type Edit = readonly [from: string | RegExp, to: string];

/** A folder with the town's law in which some texts are changed. */
function town(...edits: readonly Edit[]): string {
  const home = join(root, `town-${made++}`);
  for (const { path, text } of TOWN_LAW) {
    const at = join(home, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(
      at,
      edits.reduce((changed, [from, to]) => changed.replace(from, to), text),
    );
  }
  return home;
}

const today = new Date(2026, 0, 1);
const diff = (from: string, to: string) => diffLaws({ from, to, json: false, colour: false, today });

/** What is said of a change planted in the town's law. */
async function told(...edits: readonly Edit[]): Promise<string> {
  const { text, exitCode } = await diff(town(), town(...edits));
  expect(exitCode, text).toBe(1);
  expect(text.split('\n').filter((line) => [...line].length > 80 && !line.includes(root))).toEqual([]);
  return flat(text);
}

type Said = { effect: string; id: string; why: string; protects: boolean; state?: string };

async function touched(...edits: readonly Edit[]): Promise<Said[]> {
  const { text } = await diffLaws({ from: town(), to: town(...edits), json: true, colour: false, today });
  return JSON.parse(text).touched;
}

const GUEST = 'all: [from-afar, {not: has-room}]';

describe('clew law diff', () => {
  test('says of two that are the same that they are, and ends with 0', async () => {
    const { text, exitCode } = await diff(town(), town());
    expect(text).toContain('Both say the same.');
    expect(exitCode).toBe(0);
  });

  test('a limb more in “all” takes away, with a case that shows it', async () => {
    const text = await told([GUEST, 'all: [from-afar, {not: has-room}, {not: lives-here}]']);
    expect(text).toContain('LESS A room duty.room It holds in fewer cases.');
    expect(text).toContain(
      'It held before and does not now, for example with “From afar” (from-afar): yes; “Has a room” (has-room): no.',
    );
    expect(text).toContain('- Now needed too: not “Lives here” (lives-here).');
    expect(text).not.toContain('MORE A room');
  });

  test('“any” in place of “all” gives more', async () => {
    const text = await told([GUEST, 'any: [from-afar, {not: has-room}]']);
    expect(text).toContain('MORE A room duty.room It holds in more cases.');
    expect(text).toContain('It holds now and did not before, for example with');
    expect(text).toContain('- It asked for all of (');
  });

  test('one limb for another takes and gives', async () => {
    const effects = await touched([GUEST, 'all: [from-afar, has-room]'], ['has-room: no}', 'has-room: yes}']);
    expect(effects.map(({ id, effect }) => `${id} ${effect}`)).toEqual([
      ...['guest both', 'duty.room both', 'room-days both'],
    ]);
  });

  test('a rewording that asks the same touches nobody', async () => {
    const text = await told(['label: The person is a guest', 'label: A guest of the town']);
    expect(text).toContain('Nothing was found in what was compared: what rules');
    expect(text).toContain('label: was “The person is a guest”, is “A guest of the town”.');
    const same = await told([GUEST, 'not: {any: [{not: from-afar}, has-room]}']);
    expect(same).toContain('Nothing was found in what was compared');
  });

  test('a weaker word binds less, a stronger one more', async () => {
    const text = await told(['strength: shall', 'strength: may']);
    expect(text).toContain('LESS A room duty.room It binds less: shall became may.');
    const back = await diff(town(['strength: shall', 'strength: may']), town());
    expect(flat(back.text)).toContain('MORE A room duty.room It binds more: may became shall.');
  });

  test('of a number that has a least, fewer days give less', async () => {
    const text = await told(['days: 10', 'days: 5']);
    expect(text).toContain(
      'LESS Days in the room room-days IS gives 5 days; before, 10, from 2010-01-01 on.',
    );
    expect(text).toContain('- IS from 2010-01-01: value: was 10, is 5.');
    const least = await touched(['floor: 30', 'floor: 31'], ['value: 30', 'value: 31']);
    expect(least.map(({ effect, why }) => `${effect} ${why}`)).toEqual([
      'wider The treaty gives 31 days; before, 30.',
      'wider The least is 31 days; before, 30.',
    ]);
  });

  test('a number of days long past is told, with its days', async () => {
    const past = 'from: 2000-01-01\nto: 2009-12-31\ncite: is-act#1.a\ndays: ';
    const more = (days: number): Edit => [
      '```variant\nvalue: room-days',
      `\`\`\`variant\nvalue: room-days\nstate: IS\n${past}${days}\n\`\`\`\n\n\`\`\`variant\nvalue: room-days`,
    ];
    const { text } = await diff(town(more(45)), town(more(20)));
    expect(flat(text)).toContain(
      'LESS Days in the room room-days IS gives 20 days; before, 45, from 2000-01-01 to 2009-12-31.',
    );
    const ended = await touched([
      'from: 2010-01-01\ncite: is-act#1.a\ndays',
      'from: 2010-01-01\nto: 2015-12-31\ncite: is-act#1.a\ndays',
    ]);
    expect(ended.map(({ why }) => why)).toEqual([
      'IS gives nobody has said how many days; before, 10, from 2016-01-01 on.',
    ]);
  });

  test('a State’s reading that ends is compared from the day after its last', async () => {
    const effects = await touched([
      'from: 2010-01-01\ncite: is-act#1.a\nis',
      'from: 2010-01-01\nto: 2015-12-31\ncite: is-act#1.a\nis',
    ]);
    expect(effects).toMatchObject([{ id: 'guest.national', state: 'IS', on: '2016-01-01' }]);
  });

  test('what a State reads in its own way is asked in that State, too, where what it reads changed', async () => {
    const effects = await touched(
      [GUEST, 'all: [from-afar, {not: has-room}, {not: lives-here}]'],
      ['is-act#1.a\nis: from-afar', 'is-act#1.a\nis: guest'],
    );
    expect(effects.map(({ id, state }) => `${id} ${state ?? 'as read'}`)).toContain('guest.national IS');
  });

  test('how one State reads a rule is compared there, from that day on', async () => {
    const effects = await touched([/cite: is-act#1\.a\nis: from-afar/, `cite: is-act#1.a\n${GUEST}`]);
    expect(effects).toMatchObject([
      { id: 'guest.national', effect: 'narrower', state: 'IS', on: '2010-01-01' },
    ]);
  });

  test('a State that is bound no more owes less', async () => {
    const text = await told([
      '{instrument: charter, bound: yes, as_of',
      '{instrument: charter, bound: no, as_of',
    ]);
    expect(text).toContain(
      'LESS Charter charter Whether it binds Iceland was not known and is no up to 2024-12-31; was yes and is no on 2025-01-01; was yes and is not known from 2025-01-02 on. 5 rest on it: guest, guest.national, table, duty.room, room-days.',
    );
  });

  test('a duty that is gone, and one that is new', async () => {
    const more: Edit = [
      '```test',
      '```duty\nid: duty.bread\nlabel: Bread\ncite: charter#1.b\nwhen: guest\nbearer: the town\nact: gives bread\nstrength: may\nbreach: No bread.\n```\n\n```test',
    ];
    const gone = await diff(town(more), town());
    expect(flat(gone.text)).toContain('LESS Bread duty.bread It is gone.');
    expect(flat(gone.text)).toContain('Duties duty.bread: Bread (gone');
    const come = await diff(town(), town(more));
    expect(flat(come.text)).toContain('MORE Bread duty.bread It is new.');
  });

  test('who checked a rule, a source, a paragraph’s words: each is told, and touches nobody', async () => {
    const checked = await told([
      GUEST,
      `${GUEST}\nchecked_by:\n  - {name: Ada Nowhere, role: lawyer, on: 2025-05-01}`,
    ]);
    expect(checked).toContain('checked by: now Ada Nowhere, lawyer, on 2025-05-01.');
    const text = await told([
      '> A guest is given a room for thirty days.',
      '> A guest gets a room for thirty days.',
    ]);
    expect(text).toContain('Paragraphs charter#1.b: Charter, 1.b (changed)');
    expect(text).toContain('text: was “A guest is given a room for thirty days.”, is “A guest gets a room');
    const cited = await told([
      'label: The person is a guest\ncite: charter#1.a',
      'label: The person is a guest\ncite: charter#1.b',
    ]);
    expect(cited).toContain('source: no longer charter#1.a. - source: now charter#1.b.');
    expect(cited).toContain('Nothing was found in what was compared');
  });

  test('a promise that is given up is told', async () => {
    const ban = `${GUEST}\nnever_reads:\n  - {fact: lives-here, cite: charter#1.a}`;
    const { text } = await diff(town([GUEST, ban]), town());
    expect(flat(text)).toContain(
      'It may now depend on “lives-here”: that it never does is no longer promised.',
    );
  });

  test('a law that cannot be read is told with its lines, and ends with 2', async () => {
    const broken = town([GUEST, 'all: [from-afar, {not: has-rom}]']);
    const { text, exitCode } = await diff(town(), broken);
    expect(exitCode).toBe(2);
    expect(text).toMatch(/charter\.md:\d+ {2}.*Did you mean “has-room”/);
    expect((await diff(town(), join(root, 'nowhere'))).exitCode).toBe(2);
  });
});

describe('a version of a law', () => {
  test('is a folder or a pack, and both give the same', async () => {
    const pack = packLaw('test', TOWN_LAW);
    if (!pack.ok) throw new Error('The town’s law is refused.');
    const path = join(root, 'town.json');
    writeFileSync(path, pack.text);
    expect((await diff(path, town())).text).toContain('Both say the same.');
  });

  test('is a revision of the checkout’s git, with its folder if it is another', async () => {
    const home = town();
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', home, '-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args]);
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'The law of the town');
    writeFileSync(join(home, 'laws/instruments/charter.md'), '# Nothing');
    const hashOf = async (name: string) => {
      const read = await readVersion(name, home);
      return read.ok ? read.law.hash : read.problems.map(({ message }) => message).join();
    };
    const before = await readVersion(town());
    expect(await hashOf('HEAD')).toBe(before.ok && before.law.hash);
    expect(await hashOf('HEAD:laws')).toBe(await hashOf('HEAD'));
    expect(await hashOf('HEAD:instruments')).toContain('no folder, file or git revision');
  });

  test.each(['--output=x', '-h', 'HEAD; rm', ':', 'HEAD:../..', 'HEAD^{blob}', ''])(
    'is not %j, and nothing of it is read as an option',
    async (name) => {
      const read = await readVersion(name, town());
      expect(read.ok ? 'read' : read.problems[0]?.message).toContain(
        'There is no folder, file or git revision',
      );
    },
  );
});
