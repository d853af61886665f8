import { describe, expect, test } from 'vitest';
import { contentFiles, sha256 } from '../content-files.ts';
import { loadLaw } from '../load-law.ts';
import { readReferral } from './read-referral.ts';

const law = loadLaw();
const files = contentFiles('laws/referral');

/** Every problem with the text of one file changed. */
function told(name: string, from: string | RegExp, to: string): string[] {
  const changed = files.map((file) =>
    file.path.endsWith(`${name}.yaml`) ? { ...file, text: file.text.replace(from, to) } : file,
  );
  const read = readReferral({ files: changed, hash: sha256, law });
  return read.ok ? [] : read.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
}

const own = readReferral({ files, hash: sha256, law });
if (!own.ok) throw new Error(JSON.stringify(own.problems, null, 1));
const { referral } = own;

describe('the referral mechanism', () => {
  test('has the nine stages of four pillars, nine walls and twelve principles', () => {
    expect(referral.stages.map(({ id }) => id)).toEqual(['1a', '1b', '1c', '1d', '2', '2b', '3', '3b', '4']);
    for (const { id, pillar } of referral.stages) expect(id.startsWith(pillar)).toBe(true);
    expect(referral.walls).toHaveLength(9);
    expect(referral.principles).toHaveLength(12);
    expect(referral.coordinator.tasks).toHaveLength(6);
  });

  test('says which principles a source calls so: eight, and four that it says elsewhere', () => {
    const named = (how: string) => referral.principles.filter((one) => one.named === how).length;
    expect([named('key'), named('bridge'), named('parameter')]).toEqual([8, 3, 1]);
    expect(referral.principles.every(({ compared }) => compared?.finding === 'confirmed')).toBe(true);
  });

  test('claims nothing of the handbook that nobody read, and nobody checked anything', () => {
    expect(referral.stagesFrom).toMatchObject({ status: 'unverified', compared: { finding: 'partly' } });
    const status = Object.fromEntries(referral.walls.map((wall) => [wall.id, wall.status]));
    expect(status).toMatchObject({ W1: 'compared', W2: 'compared', W3: 'compared', W4: 'unverified' });
    const all = [...referral.walls, ...referral.principles, referral.coordinator, referral.stagesFrom];
    expect(all.flatMap(({ checkedBy }) => checkedBy)).toEqual([]);
    expect(referral.drafts).toEqual(['fr', 'ar', 'es']);
  });

  test('never ends help where consent is refused, nor hands over to who removes people', () => {
    const said = JSON.stringify(referral);
    expect(said).toContain('Who refuses consent gets no less help.');
    expect(said).toContain('Identification does not hang on working with the police.');
    const actors = referral.stages.flatMap((stage) => stage.actors.map(({ en }) => en));
    expect(actors.filter((actor) => /immigration/.test(actor))).toEqual([]);
  });

  test('names duties that the law has, one stage each', () => {
    const duties = referral.stages.flatMap((stage) => stage.duties);
    expect(new Set(duties).size).toBe(duties.length);
    expect(duties.filter((id) => !law.duties[id])).toEqual([]);
    expect(duties.length).toBeGreaterThan(90);
  });

  test('has words of Arabic script where they are Arabic, and four languages apart', () => {
    const said = [
      ...referral.stages.flatMap(({ name, limits }) => [name, ...limits]),
      ...referral.walls.map(({ says }) => says),
      ...referral.principles.flatMap(({ says, asks }) => [says, asks]),
    ];
    for (const { en, fr, ar, es } of said) {
      expect(ar, en).toMatch(/\p{Script=Arabic}/u);
      expect(new Set([en, fr, es]).size, en).toBe(3);
    }
  });

  test('is refused with the file and the line', () => {
    expect(told('stages', '- duty.reflection\n', '- duty.reflexion\n')).toEqual([
      expect.stringMatching(
        /^laws\/referral\/stages\.yaml:\d+ The law has no duty “duty\.reflexion”\. Did you mean “duty\.reflection”\?/,
      ),
    ]);
    expect(told('stages', '- duty.refer\n', '- duty.refer\n      - duty.refer\n')[0]).toContain(
      'named twice',
    );
    expect(told('walls', 'id: W2', 'id: W1')[0]).toContain('“W1” is written twice.');
    expect(told('walls', /^ {4}source: A rule of this procedure.*\n/m, '')[0]).toMatch(
      /“walls\.3\.source” is missing/,
    );
    expect(told('principles', 'named: key', 'named: golden')[0]).toContain('write key, bridge or parameter');
    expect(told('stages', /es: Detección\n/, '\n')[0]).toMatch(/name\.es.*is missing/);
  });

  test('misses no file, and takes none that it does not know', () => {
    const without = readReferral({ files: files.slice(1), hash: sha256, law });
    expect(without.ok ? [] : without.problems.map(({ file }) => file)).toEqual([
      'laws/referral/principles.yaml',
    ]);
    const more = [...files, { path: 'laws/referral/extra.yaml', text: 'a: b' }];
    const with4 = readReferral({ files: more, hash: sha256, law });
    expect(with4.ok ? [] : with4.problems.map(({ file }) => file)).toEqual(['laws/referral/extra.yaml']);
  });
});
