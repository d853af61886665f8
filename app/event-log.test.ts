import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DESK_EVENTS } from './desk/index.ts';
import { createEventLog, EVENT_CODES } from './event-log.ts';
import { NODE_EVENTS } from './supervisor/index.ts';
import { WEB_EVENTS } from './web/index.ts';

/** A log whose minutes pass when the test says so. */
function logUnderTest() {
  const lines: Record<string, unknown>[] = [];
  const due: (() => void)[] = [];
  const log = createEventLog({
    write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>),
    after: (_ms, call) => void due.push(call),
  });
  const passMinute = () => {
    for (const call of due.splice(0)) call();
  };
  return { log, lines, passMinute };
}

test('every event is a line of JSON with its time in UTC, its level, its code, and nothing but closed facts', () => {
  const { log, lines } = logUnderTest();
  for (const code of EVENT_CODES)
    log.note(code, { action: 'law.read', error: 'TypeError', factor: 'code', line: 'A sentence.' });
  expect(lines.map(({ event }) => event)).toEqual(EVENT_CODES);
  for (const line of lines) {
    expect(Object.keys(line)).toEqual([
      'level',
      'time',
      'event',
      'action',
      'error',
      'factor',
      'line',
      'count',
    ]);
    expect(line.level).toMatch(/^(info|warn|error)$/);
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  }
});

test('who tries a thousand times writes two lines: one at once, and one with the rest when the minute is over', () => {
  const { log, lines, passMinute } = logUnderTest();
  for (let tried = 0; tried < 1000; tried++) log.note('sign-in.wrong');
  expect(lines.map(({ count }) => count)).toEqual([1]);
  passMinute();
  expect(lines.map(({ count }) => count)).toEqual([1, 999]);
  log.note('sign-in.wrong');
  expect(lines.map(({ count }) => count)).toEqual([1, 999, 1]);
  expect(log.totals().get('sign-in.wrong')).toBe(1001);
});

test('what is still summed up when a process ends is written then', () => {
  const { log, lines } = logUnderTest();
  for (let tried = 0; tried < 3; tried++) log.note('form.without-token');
  log.end();
  expect(lines.map(({ event, count }) => [event, count])).toEqual([
    ['form.without-token', 1],
    ['form.without-token', 2],
  ]);
});

test('the list is closed: each code is of one part, and stands in the operator’s guide', () => {
  const all = [...WEB_EVENTS, ...DESK_EVENTS, ...NODE_EVENTS];
  expect(new Set(all).size).toBe(all.length);
  expect([...EVENT_CODES].sort()).toEqual([...all].sort());
  const guide = readFileSync(join(import.meta.dirname, '../docs/guide/operator.md'), 'utf8');
  const part = /\n### Events\n[\s\S]*?\n## /.exec(guide)?.[0] ?? '';
  expect([...part.matchAll(/`([a-z]+(?:-[a-z]+)?\.[a-z-]+)`/g)].map(([, code]) => code).sort()).toEqual(
    [...all].sort(),
  );
});
