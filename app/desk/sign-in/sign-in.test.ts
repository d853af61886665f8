import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Desk } from '../desk.ts';
import {
  addWorker,
  createTestDesk,
  hiddenFields,
  makeAgency,
  nextCode,
  openBrowser,
  PASSPHRASE,
  signInAs,
  type TestDesk,
  type TestWorker,
} from '../testing/index.ts';
import { DEVICE_COOKIE } from './device.ts';
import { GUESSES_AN_HOUR } from './guess-budget.ts';
import { deriveKey, isBearable, LEAST_KDF, passphraseProblem, USUAL_KDF } from './passphrase.ts';
import { agencyOf, nobody } from './prove-worker.ts';
import { signIn } from './sign-in.ts';
import { hashName, isOwnPart, makeCode, readSignInName } from './sign-in-name.ts';

const HOUR_MS = 3_600_000;

let here: TestDesk;
let amina: TestWorker;
let lena: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'));
  amina = await makeAgency(here, 'Harbour House');
  lena = await addWorker(here, amina, { own: 'lena', roles: ['case-worker'] });
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

/** Everything that somebody could get wrong, in turn. */
function attempts(): Record<string, { name: string; passphrase: string; code: string }> {
  const right = { name: amina.signInName, passphrase: PASSPHRASE, code: nextCode(here, amina) };
  const [, code = ''] = amina.signInName.split('@');
  return {
    'a passphrase that is wrong': { ...right, passphrase: 'another passphrase entirely' },
    'a code that is wrong': { ...right, code: '000000' },
    'no code': { ...right, code: '' },
    'a name that nobody has': { ...right, name: `nobody@${code}` },
    'an agency that nobody has': { ...right, name: 'amina@bcdfghjk' },
    'a name that cannot be one': { ...right, name: '' },
    'the name of a colleague': { ...right, name: lena.signInName },
  };
}

describe('signing in', () => {
  test('is refused with one text and one code, whatever was wrong', async () => {
    const answers = new Set<string>();
    for (const [what, attempt] of Object.entries(attempts())) {
      const stranger = openBrowser(here.site);
      await stranger.visit('/desk/sign-in');
      const { status, html } = await stranger.send('/desk/sign-in', attempt);
      expect([what, status]).toEqual([what, 403]);
      const main = /<main.*<\/main>/s.exec(html)?.[0] ?? '';
      answers.add(main.replaceAll(/ value(="[^"]*")?|data-asked="[^"]*"/g, ''));
    }
    expect(answers.size).toBe(1);
    here.moveClock(HOUR_MS);
  });

  test('does the same work for a name that nobody has as for one that somebody has', async () => {
    const worked: string[] = [];
    const counting: Desk = {
      ...here.desk,
      line: {
        run: (turn, work) => {
          worked.push(turn.isKnownDevice ? 'known' : 'strange');
          return here.desk.line.run(turn, work);
        },
      },
    };
    for (const attempt of Object.values(attempts())) {
      const before = worked.length;
      expect(await signIn(counting, attempt)).toEqual({ ok: false, why: 'wrong' });
      expect(worked.slice(before)).toEqual(['strange']);
    }
    here.moveClock(HOUR_MS);
  });

  test('counts wrong attempts at a name that nobody has as at one that somebody has', async () => {
    for (const name of [amina.signInName, 'nobody@bcdfghjk']) {
      const guess = () => signIn(here.desk, { name, passphrase: 'a guess that is wrong', code: '123456' });
      for (let made = 0; made < GUESSES_AN_HOUR; made++)
        expect(await guess()).toMatchObject({ why: 'wrong' });
      expect(await guess()).toMatchObject({
        why: 'wait',
        until: new Date(here.desk.now().getTime() + HOUR_MS),
      });
    }
    here.moveClock(HOUR_MS);
  });

  test('is not shut for a colleague by whoever guesses at her name', async () => {
    const guess = () =>
      signIn(here.desk, { name: amina.signInName, passphrase: 'a guess that is wrong', code: '123456' });
    for (let made = 0; made <= GUESSES_AN_HOUR; made++) await guess();
    expect(await guess()).toMatchObject({ why: 'wait' });
    expect((await signInAs(here, amina)).status).toBe(200);
    expect(amina.browser.shown.html).toContain('Name of amina');
    const elsewhere = openBrowser(here.site);
    expect((await signInAs(here, amina, elsewhere)).status).toBe(429);
    here.moveClock(HOUR_MS);
    expect((await signInAs(here, amina, elsewhere)).status).toBe(200);
  });

  test('in a browser that knows her is counted apart, and runs out too', async () => {
    const devices = amina.browser.cookies.get(DEVICE_COOKIE);
    const guess = () =>
      signIn(here.desk, { name: amina.signInName, passphrase: 'a guess that is wrong', code: '1', devices });
    for (let made = 0; made < GUESSES_AN_HOUR; made++) expect(await guess()).toMatchObject({ why: 'wrong' });
    expect(await guess()).toMatchObject({ why: 'wait' });
    here.moveClock(HOUR_MS);
  });

  test('takes no token of a colleague, of another name, or one that was changed', async () => {
    const devices = amina.browser.cookies.get(DEVICE_COOKIE) ?? '';
    const turns: boolean[] = [];
    const watching: Desk = {
      ...here.desk,
      line: {
        run: (turn, work) => {
          turns.push(turn.isKnownDevice);
          return here.desk.line.run(turn, work);
        },
      },
    };
    const attempt = { passphrase: 'a guess that is wrong', code: '1' };
    await signIn(watching, { ...attempt, name: amina.signInName, devices });
    await signIn(watching, { ...attempt, name: lena.signInName, devices });
    await signIn(watching, {
      ...attempt,
      name: amina.signInName,
      devices: devices.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')).replace(/^./, 'z'),
    });
    expect(turns).toEqual([true, false, false]);
    here.moveClock(HOUR_MS);
  });

  test('takes each code once, also of two who come with it at the same moment', async () => {
    const attempt = { name: lena.signInName, passphrase: PASSPHRASE, code: nextCode(here, lena) };
    const both = await Promise.all([signIn(here.desk, attempt), signIn(here.desk, attempt)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await signIn(here.desk, attempt)).toEqual({ ok: false, why: 'wrong' });
  });

  test('with a code that was used leaves no session in the journal', async () => {
    const begun = async () =>
      (
        await sql<{ n: string }>`
          SELECT count(*) AS n FROM clew.journal_entry WHERE action = 'session.begin'
        `.execute(here.database.admin)
      ).rows[0]?.n;
    const attempt = { name: lena.signInName, passphrase: PASSPHRASE, code: nextCode(here, lena) };
    expect(await signIn(here.desk, attempt)).toMatchObject({ ok: true });
    const before = await begun();
    expect(await signIn(here.desk, attempt)).toEqual({ ok: false, why: 'wrong' });
    expect(await begun()).toBe(before);
  });

  test('by a flood of made-up names fills no disk, and forgets none that was guessed at often', async () => {
    const guess = (name: string) =>
      signIn(here.desk, { name, passphrase: 'a guess that is wrong', code: '123456' });
    for (let made = 0; made <= GUESSES_AN_HOUR; made++) await guess(amina.signInName);
    await sql`
      INSERT INTO clew.guess SELECT gen_random_uuid(), sha256(n::text::bytea), 1 + n % 9, ${here.desk.now()}
      FROM generate_series(1, 25000) n
    `.execute(here.database.admin);
    await guess('nobody@bcdfghjk');
    const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM clew.guess`.execute(
      here.database.admin,
    );
    expect(rows[0]?.n).toBeLessThanOrEqual(20_001);
    expect(await guess(amina.signInName)).toMatchObject({ why: 'wait' });
    here.moveClock(2 * HOUR_MS);
    await guess('nobody@bcdfghjk');
    const left = await sql`SELECT 1 FROM clew.guess`.execute(here.database.admin);
    expect(left.rows).toHaveLength(1);
  });

  test('leads on to a page of the desk whose address is short, and nowhere else', async () => {
    const backOn = async (path: string) => {
      const stranger = openBrowser(here.site);
      await stranger.visit(path);
      return new Map(hiddenFields(stranger.shown.html, '/desk/sign-in')).get('back');
    };
    expect(await backOn('/desk/people?after=x')).toBe('/desk/people?after=x');
    expect(await backOn(`/desk/people?after=${'x'.repeat(300)}`)).toBe('/desk');
  });

  test('takes the code of the half minute before too, and none older', async () => {
    for (const [late, ok] of [
      [0, true],
      [30_000, true],
      [90_000, false],
    ] as const) {
      here.moveClock(600_000);
      const code = nextCode(here, lena);
      here.moveClock(late);
      const result = await signIn(here.desk, { name: lena.signInName, passphrase: PASSPHRASE, code });
      expect([late, result.ok]).toEqual([late, ok]);
    }
  });
});

describe('a passphrase that was made a key in a cheaper way', () => {
  const DEAR = 'argon2id:16:2:1';
  const kept = async () => {
    const { rows } = await sql<{ kdf: string; salt: string; secret_box: string }>`
      SELECT kdf, salt, secret_box FROM clew.worker WHERE name_hash = ${hashName(readSignInName(lena.signInName))}
    `.execute(here.database.admin);
    if (!rows[0]) throw new Error('There is no such worker.');
    return rows[0];
  };
  const attempt = () => ({ name: lena.signInName, passphrase: PASSPHRASE, code: nextCode(here, lena) });

  test('is made one as it is today with the next sign-in, and with no other attempt', async () => {
    const dear: Desk = { ...here.desk, kdf: DEAR };
    const before = await kept();
    expect(before.kdf).not.toBe(DEAR);
    expect(await signIn(dear, { ...attempt(), passphrase: 'not this one, sorry' })).toMatchObject({
      ok: false,
    });
    expect(await signIn(dear, { ...attempt(), code: '000000' })).toMatchObject({ ok: false });
    expect(await kept()).toEqual(before);
    expect(await signIn(dear, attempt())).toMatchObject({ ok: true });
    const after = await kept();
    expect(after.kdf).toBe(DEAR);
    expect(after.salt).not.toBe(before.salt);
    expect(await signIn(dear, attempt())).toMatchObject({ ok: true });
    expect(await kept()).toEqual(after);
    // Nor is it made cheaper where a desk asks for less.
    expect(await signIn(here.desk, attempt())).toMatchObject({ ok: true });
    expect(await kept()).toEqual(after);
  });

  test('stays as it is where the session does not come about, or the worker changes keys', async () => {
    const dear: Desk = { ...here.desk, kdf: 'argon2id:32:2:1' };
    const before = await kept();
    const used = attempt();
    expect(await signIn(here.desk, used)).toMatchObject({ ok: true });
    expect(await signIn(dear, used)).toMatchObject({ ok: false });
    expect(await kept()).toEqual(before);
    await sql`
      INSERT INTO clew.key_change (agency_id, worker_id, recipient, verify_key, secret_box, statement, asked_at, number, own_signature)
      SELECT agency_id, worker_id, 'x', 'x', 'x', 'x', now(), 2, 'x' FROM clew.worker
      WHERE name_hash = ${hashName(readSignInName(lena.signInName))}
    `.execute(here.database.admin);
    expect(await signIn(dear, attempt())).toMatchObject({ ok: true });
    expect(await kept()).toEqual(before);
    await sql`DELETE FROM clew.key_change`.execute(here.database.admin);
  });

  test.each([
    ['argon2id:1048576:99:1', 'dearer than a node bears'],
    ['argon2id:262144:11:1', 'dearer than a node bears'],
    ['argon2id:80:1:9', 'in more lanes than there are'],
    ['argon2id:7:1:1', 'for next to nothing'],
    ['nonsense', 'in no way'],
  ])(
    'and that somebody wrote down as %s, %s, is refused like a wrong one, with the usual work',
    async (kdf) => {
      const before = await kept();
      const set = (to: string) =>
        sql`UPDATE clew.worker SET kdf = ${to} WHERE name_hash = ${hashName(readSignInName(lena.signInName))}`.execute(
          here.database.admin,
        );
      await set(kdf);
      expect(await signIn(here.desk, attempt())).toEqual({ ok: false, why: 'wrong' });
      await set(before.kdf);
      expect(await signIn(here.desk, attempt())).toMatchObject({ ok: true });
    },
  );

  test('in an older way tells no name: a made-up one is worked at as its neighbour is', async () => {
    const [, code = ''] = lena.signInName.split('@');
    const older = 'argon2id:16:2:1';
    const set = (kdf: string) => sql`UPDATE clew.worker SET kdf = ${kdf}`.execute(here.database.admin);
    const { rows } = await sql<{ kdf: string }>`SELECT kdf FROM clew.worker LIMIT 1`.execute(
      here.database.admin,
    );
    const waysOf = async (codes: string) => {
      const hashes = ['nobody', 'no.one', 'somebody'].map((own) => hashName({ own, code: codes }));
      const ids = await agencyOf(here.desk, codes);
      const made = await Promise.all(
        hashes.map((nameHash) => nobody(here.desk, { agencyId: ids, nameHash })),
      );
      return made.map(({ kdf }) => kdf);
    };
    await set(older);
    expect(await waysOf(code)).toEqual([older, older, older]);
    // Nor does it tell whether there is such an agency.
    expect(await waysOf('bcdfghjk')).toEqual([older, older, older]);
    // What somebody wrote into the database is not worked at for anybody.
    await set('argon2id:1048576:99:1');
    expect(await waysOf(code)).toEqual([here.desk.kdf, here.desk.kdf, here.desk.kdf]);
    await set(rows[0]?.kdf ?? '');
  });

  test('is refused below the floor where a desk asks for the usual', () => {
    const salt = Buffer.alloc(16).toString('base64url');
    const usual = { leastKdf: LEAST_KDF };
    const isTaken = (kdf: string) => isBearable({ kdf, salt }, usual);
    expect(['argon2id:19456:2:1', USUAL_KDF, 'argon2id:262144:10:4'].filter(isTaken)).toHaveLength(3);
    expect(['argon2id:19455:2:1', 'argon2id:65536:1:1', 'argon2id:8:1:1'].filter(isTaken)).toEqual([]);
    expect(isBearable({ kdf: USUAL_KDF, salt: 'AAAA' }, usual)).toBe(false);
  });
});

describe('a passphrase', () => {
  test.each([
    ['short words', 'short'],
    ['x'.repeat(201), 'long'],
    ['aaaaaaaaaaaaaaaaaaaa', 'simple'],
    ['amina amina amina amina', 'simple'],
    ['demo passphrase of amina', 'known'],
    ['Demo Passphrase of lena 99', 'known'],
  ])('"%s" is refused', (passphrase, why) => {
    expect(passphraseProblem(passphrase, ['amina'])).toBe(why);
  });

  test('of four words in any script is taken', () => {
    expect(passphraseProblem(PASSPHRASE, ['amina'])).toBeUndefined();
    expect(passphraseProblem('قفازات الشتاء بجانب الإبريق', [])).toBeUndefined();
  });

  test('is made the key that RFC 9106 says, at 64 MiB and three passes unless told otherwise', async () => {
    expect(USUAL_KDF).toBe('argon2id:65536:3:1');
    const salt = Buffer.from('somesaltsomesalt').toString('base64url');
    const key = await deriveKey('password', { kdf: 'argon2id:65536:2:1', salt });
    expect(key).toHaveLength(32);
    expect(Buffer.from(await deriveKey('password', { kdf: 'argon2id:65536:2:1', salt }))).toEqual(
      Buffer.from(key),
    );
  });

  test.each(['argon2i:64:1:1', 'argon2id:4194304:3:1', 'argon2id:64:0:1', '', 'argon2id:64:1:1;'])(
    'is not derived by "%s", whoever wrote that into the database',
    async (kdf) => {
      await expect(deriveKey('password', { kdf, salt: 'AAAAAAAAAAAAAAAAAAAAAA' })).rejects.toThrow(
        RangeError,
      );
    },
  );
});

describe('a sign-in name', () => {
  test('is one however it is written', () => {
    expect(readSignInName('  Amina@K7MQ4TBZ ')).toEqual({ own: 'amina', code: 'k7mq4tbz' });
    expect(readSignInName('ａｍｉｎａ@k7mq4tbz')).toEqual({ own: 'amina', code: 'k7mq4tbz' });
  });

  test('has an own part of letters of any script', () => {
    for (const own of ['amina', 'أمينة', 'r.haddad', 'x2'])
      expect([own, isOwnPart(own)]).toEqual([own, true]);
    for (const own of ['', 'a', 'a b', 'a@b', '<b>', '-a'])
      expect([own, isOwnPart(own)]).toEqual([own, false]);
  });

  test('ends in a code without vowels or letters that look alike, each letter as likely as the others', () => {
    let count = 0;
    const every = () => Uint8Array.from({ length: 8 }, () => count++ % 256);
    const seen = new Map<string, number>();
    for (let made = 0; made < 270; made++)
      for (const letter of makeCode(every)) seen.set(letter, (seen.get(letter) ?? 0) + 1);
    expect([...seen.keys()].sort().join('')).toBe('23456789bcdfghjkmnpqrstvwxz');
    expect(Math.max(...seen.values()) - Math.min(...seen.values())).toBeLessThan(12);
  });
});
