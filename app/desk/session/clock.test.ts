import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { noteClockJump } from '../../store/index.ts';
import { Language, wordsIn } from '../../web/index.ts';
import { deskPage } from '../pages/desk-page.tsx';
import {
  addWorker,
  createTestDesk,
  makeAgency,
  nextCode,
  openBrowser,
  signInAs,
  type TestBrowser,
  type TestDesk,
  type TestWorker,
  tokenOn,
} from '../testing/index.ts';
import { IDLE_MS, LONGEST_MS } from './find-session.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOTE = '/desk/note';
const note = deskPage({
  path: NOTE,
  method: 'post',
  action: 'self.change',
  title: 'desk.you',
  render: () => ({ kind: 'redirect', path: '/desk', cookies: [] }),
});

let here: TestDesk;
let amina: TestWorker;
let lena: TestWorker;
beforeAll(async () => {
  here = await createTestDesk(inject('store'), { more: [note] });
  amina = await makeAgency(here, 'Harbour House');
  lena = await addWorker(here, amina, { own: 'lena', roles: ['case-worker'] });
});
afterEach(async () => {
  await sql`DELETE FROM clew.clock_jump`.execute(here.database.admin);
});
afterAll(async () => {
  expect(here.errors).toEqual([]);
  await here.drop();
});

/** The clock is moved, and the watch of the node notes it. */
async function jump(movedMs: number): Promise<void> {
  here.moveClock(movedMs);
  await noteClockJump(here.database.adminUrl, { at: here.desk.now(), movedMs });
}

/** For how long a session holds from now on that is used again and again. */
async function hoursLeft(browser: TestBrowser): Promise<number> {
  let passed = 0;
  while ((await browser.visit('/desk')).status === 200 && passed < 3 * LONGEST_MS) {
    here.moveClock(20 * 60_000);
    passed += 20 * 60_000;
  }
  return passed / HOUR;
}

describe('a clock that was moved', () => {
  test.each(Language.options)(
    'is told on every page, forward and back, and what to do to administrators (%s)',
    async (language) => {
      const { t } = wordsIn(language);
      await signInAs(here, lena);
      await signInAs(here, amina);
      const pages = async ({ browser }: TestWorker) => {
        const shown = [
          await browser.visit(`/${language}/desk`),
          await browser.visit(`/${language}/desk/you`),
        ];
        return shown.map(({ html }) => html);
      };
      const [title, advice] = [t('desk.clock.title'), t('desk.clock.administrator')];
      for (const html of await pages(lena)) expect(html).not.toContain(title);
      await jump(60_000);
      for (const html of await pages(lena)) {
        expect(html).toContain(title);
        expect(html).not.toContain(advice);
      }
      for (const html of await pages(amina)) expect(html).toContain(advice);
      await jump(-HOUR);
      await signInAs(here, lena);
      for (const html of await pages(lena)) expect(html).toContain(title);
      here.moveClock(DAY + 1);
      await signInAs(here, lena);
      for (const html of await pages(lena)) expect(html).not.toContain(title);
    },
  );

  test('forward over the end of a session is told to who was just writing, and their words are kept', async () => {
    await signInAs(here, lena);
    await lena.browser.visit('/desk');
    const token = tokenOn(lena.browser, '/desk/sign-out');
    await jump(3 * HOUR);
    const asked = await lena.browser.post(NOTE, [
      ['form-token', token],
      ['text', 'what she told'],
    ]);
    expect(asked.status).toBe(401);
    expect(asked.html).toContain('About 3 hours forward');
    const { signInName: name, passphrase } = lena;
    const back = await lena.browser.send('/desk/sign-in', { name, passphrase, code: nextCode(here, lena) });
    expect(back.html).toContain('what she told');
  });

  test('back is told too, with by how much', async () => {
    await signInAs(here, lena);
    await jump(-3 * DAY);
    await signInAs(here, lena);
    expect((await lena.browser.visit('/desk')).html).toContain('About 3 days back');
  });
});

describe('a node that was off', () => {
  test.each(Language.options)(
    'for a week says so on every page, and whether that is certain (%s)',
    async (language) => {
      const { t } = wordsIn(language);
      for (const movedMs of [7 * DAY, 0]) {
        here.moveClock(7 * DAY);
        await noteClockJump(here.database.adminUrl, { at: here.desk.now(), movedMs, offMs: 7 * DAY });
        await signInAs(here, amina);
        const { html } = await amina.browser.visit(`/${language}/desk`);
        expect(html).toContain(t('desk.clock.off-title'));
        const isUnsure = movedMs > 0;
        expect([isUnsure, html.includes(t('desk.clock.off-unsure'))]).toEqual([isUnsure, isUnsure]);
        expect([isUnsure, html.includes(t('desk.clock.administrator'))]).toEqual([isUnsure, isUnsure]);
        await sql`DELETE FROM clew.clock_jump`.execute(here.database.admin);
      }
    },
  );

  test('while the clock was set back gives the sessions of before their own end, and no more', async () => {
    const [used, left] = [openBrowser(here.site), openBrowser(here.site)];
    await signInAs(here, lena, used);
    await signInAs(here, amina, left);
    await jump(-DAY);
    expect((await left.visit('/desk')).status).toBe(200);
    expect(await hoursLeft(used)).toBeLessThanOrEqual(LONGEST_MS / HOUR);
    expect((await left.visit('/desk')).status).toBe(401);
  });
});

describe('a session that was made while the clock was ahead', () => {
  test('does not outlive its limits once the clock is set back', async () => {
    await jump(DAY);
    const [used, left] = [openBrowser(here.site), openBrowser(here.site)];
    await signInAs(here, lena, used);
    await signInAs(here, amina, left);
    here.moveClock(20 * 60_000);
    await jump(-DAY);
    expect((await left.visit('/desk')).status).toBe(200);
    expect(await hoursLeft(used)).toBeLessThanOrEqual(LONGEST_MS / HOUR);
    expect((await left.visit('/desk')).status).toBe(401);
  });

  test('and is left alone ends as soon as one of any other time', async () => {
    await jump(DAY);
    const left = openBrowser(here.site);
    await signInAs(here, lena, left);
    await jump(-DAY);
    here.moveClock(IDLE_MS + 60_000);
    expect((await left.visit('/desk')).status).toBe(401);
  });

  test('keeps nobody from signing in again: a code that was given then is none of a time to come', async () => {
    await jump(DAY);
    await signInAs(here, lena, openBrowser(here.site));
    await jump(-DAY);
    const own = openBrowser(here.site);
    await signInAs(here, lena, own);
    expect((await own.visit('/desk')).status).toBe(200);
  });

  test('is over where nobody saw that the clock was set back', async () => {
    const own = openBrowser(here.site);
    await signInAs(here, lena, own);
    here.moveClock(-DAY);
    expect((await own.visit('/desk')).status).toBe(401);
    here.moveClock(DAY);
  });
});
