import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorsOf, headsOfClaim, isConditional, isSkipped, rowsOf } from './docs-claims.ts';

const root = import.meta.dirname;
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const STATES = ['held', 'written', 'by operator', 'open', 'not needed'] as const;
type State = (typeof STATES)[number];
type Requirement = { id: string; level: string; asks: string; state: State; by: string; what: string };

const page = read('docs/asvs.md');
const requirements = rowsOf(page)
  .filter(([id = '']) => /^V\d+\.\d+\.\d+$/.test(id))
  .map(([id = '', level = '', asks = '', state = '', by = '', what = '']) => {
    return { id, level, asks, state, by, what } as Requirement;
  });
const wanted = read('docs/asvs-5.0.0.csv')
  .split('\n')
  .filter((line) => /^V/.test(line))
  .map((line) => line.split(','))
  .map(([id = '', level = '']) => ({ id, level }));

const inState = (state: State) => requirements.filter((one) => one.state === state);

/** The page with its counts as they are: how many of each state, by level. */
function withCounts(text: string): string {
  const countOf = (state: State, levels: string) =>
    inState(state).filter(({ level }) => levels.includes(level)).length;
  const rows = STATES.map(
    (state) => `| ${state} | ${countOf(state, '1')} | ${countOf(state, '2')} | ${countOf(state, '12')} |`,
  );
  const of = (levels: string) => requirements.filter(({ level }) => levels.includes(level)).length;
  const table = [
    '| state | level 1 | level 2 | both |',
    '| --- | --- | --- | --- |',
    ...rows,
    `| all | ${of('1')} | ${of('2')} | ${of('12')} |`,
  ];
  return text.replace(/(<!-- counts -->\n)[\s\S]*?(<!-- \/counts -->)/, `$1\n${table.join('\n')}\n\n$2`);
}

test('the list has every requirement of the standard, as its authors count them', () => {
  expect(wanted).toHaveLength(345);
  expect(['1', '2', '3'].map((level) => wanted.filter((one) => one.level === level).length)).toEqual([
    70, 183, 92,
  ]);
});

test('every requirement of levels 1 and 2 stands on the page once, in the order of the standard', () => {
  const expected = wanted.filter(({ level }) => level !== '3').map(({ id, level }) => `${id} ${level}`);
  expect(requirements.map(({ id, level }) => `${id} ${level}`)).toEqual(expected);
});

test('each says what it asks for, its state and why', () => {
  const unsaid = requirements.filter(
    ({ asks, state, what }) => asks === '' || !STATES.includes(state) || what === '',
  );
  expect(unsaid).toEqual([]);
});

test('the counts are those of the tables', async () => {
  await expect(withCounts(page)).toMatchFileSnapshot('docs/asvs.md');
});

describe('what is held', () => {
  test.each(inState('held'))('$id: by $by, $what', ({ by, what }) => {
    const path = /^`(.+\.test\.tsx?)`$/.exec(by)?.[1] ?? '';
    const heads = existsSync(join(root, path)) ? headsOfClaim(read(path), what) : undefined;
    expect(heads).toBeDefined();
    expect(heads?.filter((head) => isSkipped(head) || isConditional(head))).toEqual([]);
  });
});

describe('what is written, or for the operator', () => {
  test.each([...inState('written'), ...inState('by operator')])('$id: $by', ({ by }) => {
    const [, target = '', anchor = ''] = /^\[[^\]]+\]\(([^#)]+)#([^)]+)\)$/.exec(by) ?? [];
    const path = join('docs', target);
    expect(target !== '' && existsSync(join(root, path))).toBe(true);
    expect(anchorsOf(read(path))).toContain(anchor);
  });
});

test('what is open or not needed names no test as if it held', () => {
  expect([...inState('open'), ...inState('not needed')].filter(({ by }) => by !== '')).toEqual([]);
});
