import { describe, expect, test } from 'vitest';
import { writeDate } from './dates.ts';

describe('a day in words', () => {
  test('is day, month and year, never figures alone', () => {
    expect(writeDate('2026-03-16', 'en')).toBe('16 March 2026');
    expect(writeDate('2026-03-16', 'fr')).toBe('16 mars 2026');
    expect(writeDate('2026-03-16', 'es')).toBe('16 de marzo de 2026');
  });

  test('carries its weekday where someone must act', () => {
    expect(writeDate('2026-03-16', 'en', { withWeekday: true })).toBe('Monday 16 March 2026');
    expect(writeDate('2026-03-16', 'es', { withWeekday: true })).toBe('lunes, 16 de marzo de 2026');
  });

  test('names the month twice in Arabic', () => {
    expect(writeDate('2026-03-16', 'ar')).toBe('16 آذار/مارس 2026');
  });

  test('that does not exist is refused, with what to write instead', () => {
    expect(() => writeDate('2026-02-30', 'en')).toThrow('"2026-02-30" is not a day');
    expect(() => writeDate('16/03/26', 'en')).toThrow('Write it as 2026-03-16');
  });
});
