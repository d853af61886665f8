import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATALOGUES } from '../web/testing/index.ts';
import { loadRecordings } from './recordings.ts';
import { serveGuide } from './testing/site.ts';

let folder: string;
let site: ReturnType<typeof serveGuide>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clew recordings '));
  mkdirSync(join(folder, 'ti'));
  writeFileSync(join(folder, 'ti', 'guide.sign.promise.ogg'), 'OggS of a person');
  site = serveGuide({ isDemo: false, recordings: loadRecordings(folder) });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const firstQuestion = new URLSearchParams({ a: '', at: '00', say: '0' });
const ask = async (language: string) => (await site.post(`/${language}/i/1`, firstQuestion)).text();

describe('a question', () => {
  test('says that nobody has read it out, where nobody has', async () => {
    const html = await ask('en');
    expect(html).toContain('No recording yet');
    expect(html).not.toContain('<audio');
  });

  test('has a file to keep where somebody has read it out, and a player on top', async () => {
    const html = await ask('ti');
    expect(html).not.toContain(CATALOGUES.ti['guide.sound.none']?.text);
    const address = /<a href="(\/ti\/i\/s\/[0-9a-f]{16})" download/.exec(html)?.[1] ?? '';
    expect(html).toContain(`<audio controls preload="none" src="${address}">`);
    const answer = await site.get(address);
    expect(answer.headers.get('Content-Type')).toBe('audio/ogg');
    expect(answer.headers.get('Content-Disposition')).toBe('attachment; filename="information.ogg"');
    expect(answer.headers.get('Content-Security-Policy')).toContain("media-src 'self'");
    expect(await answer.text()).toBe('OggS of a person');
    expect((await site.get('/ti/i/s/0000000000000000')).status).toBe(404);
  });
});

describe('a folder of recordings', () => {
  test.each([
    ['xx/guide.sign.promise.ogg', /no public page speaks/],
    ['ti/guide.sign.nothing.ogg', /key of a string/],
    ['ti/guide.sign.promise.wav', /key of a string/],
  ])('is refused with %s', (name, why) => {
    const other = mkdtempSync(join(tmpdir(), 'clew recordings '));
    mkdirSync(join(other, name.slice(0, 2)));
    writeFileSync(join(other, name), 'x');
    expect(() => loadRecordings(other)).toThrow(why);
    rmSync(other, { recursive: true });
  });

  test('of this checkout is in order', () => {
    expect(loadRecordings().size).toBe(0);
  });
});
