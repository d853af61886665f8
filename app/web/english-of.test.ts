import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import english from '../../locales/english.json' with { type: 'json' };
import { asShown, CATALOGUES, englishOf, PUBLIC_KEYS } from './catalogues.ts';
import { hashOfEnglish } from './english-of.ts';
import { exportWords, importWords } from './exchange/exchange-words.ts';

const KEY = 'guide.sign.papers';
const CHECKED = { text: 'Texte', status: 'checked', by: 'A. Speaker', on: '2026-01-05' } as const;
/** Of an English that was there before. */
const OLD = '00000000';

describe('the English that translations were made from', () => {
  test('is noted of every string of the public pages, and of no other: `npm run words:english` does it', () => {
    expect(Object.keys(english)).toEqual(PUBLIC_KEYS);
  });

  test('is the English there is now: whoever changes it translates it anew, or says so in english.json', () => {
    const outdated = Object.values(CATALOGUES).flatMap((catalogue) =>
      PUBLIC_KEYS.filter((key) => catalogue[key]?.isOutdated),
    );
    expect([...new Set(outdated)]).toEqual([]);
  });

  test('takes the check from a translation where it was changed since', () => {
    expect(asShown(KEY, CHECKED)).toEqual(CHECKED);
    expect(asShown(KEY, { ...CHECKED, of: hashOfEnglish(englishOf(KEY).text) }).status).toBe('checked');
    expect(asShown(KEY, { ...CHECKED, of: OLD })).toMatchObject({ status: 'draft', isOutdated: true });
  });
});

describe('a string whose English was changed', () => {
  type Files = { folder: string; read: () => Record<string, { status: string; of?: string; text: string }> };

  function withOutdated(run: (files: Files) => void): void {
    const folder = mkdtempSync(join(tmpdir(), 'clew locales '));
    cpSync(join(import.meta.dirname, '../../locales'), folder, { recursive: true });
    const file = join(folder, 'public', 'ti.json');
    const read: Files['read'] = () => JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...read(), [KEY]: { ...CHECKED, of: OLD } }));
    run({ folder, read });
    rmSync(folder, { recursive: true });
  }

  test.each(['xliff', 'po'] as const)('is shown to its translator as one, in %s', (format) => {
    withOutdated(({ folder }) => {
      const text = exportWords('ti', format, folder);
      expect(text.match(/The English is no longer the one/g)).toHaveLength(1);
      const begins = format === 'po' ? '\n\n' : '<unit';
      const entry = text.slice(
        text.lastIndexOf(begins, text.indexOf('The English is no longer')),
        text.indexOf('Texte'),
      );
      expect(entry).toContain(KEY);
      expect(entry).toContain(format === 'po' ? '#, fuzzy' : 'state="translated"');
    });
  });

  test.each(['xliff', 'po'] as const)('stays one where its translator only left it, in %s', (format) => {
    withOutdated(({ folder, read }) => {
      const file = join(folder, 'back');
      writeFileSync(file, `${exportWords('ti', format, folder)}\n`);
      expect(importWords({ file, language: 'ti', reader: undefined, folder })).toMatchObject({
        ok: true,
        changed: 0,
      });
      expect(read()[KEY]?.of).toBe(OLD);
      expect(exportWords('ti', format, folder)).toBe(readFileSync(file, 'utf8').trimEnd());
    });
  });

  test('is one no longer once a speaker has read it beside the new English', () => {
    withOutdated(({ folder, read }) => {
      const file = join(folder, 'back');
      const text = exportWords('ti', 'xliff', folder);
      const unit = new RegExp(`(<unit id="${KEY}">[\\s\\S]*?)state="translated"`);
      writeFileSync(file, text.replace(unit, '$1state="final"'));
      const reader = { by: 'B. Speaker', on: '2026-03-01' };
      expect(importWords({ file, language: 'ti', reader, folder })).toMatchObject({ ok: true, checked: 1 });
      expect(read()[KEY]).toEqual({ ...CHECKED, ...reader });
      expect(exportWords('ti', 'xliff', folder)).not.toContain('The English is no longer the one');
    });
  });
});
