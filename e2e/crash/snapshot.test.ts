import { expect, test } from 'vitest';
import { judgeChange } from './snapshot.ts';

const expected = { '+ file_entry': 1, '+ key_wrap': 3, '+ journal file.exclude': 1 };

test('as many rows of each kind are whole, none are nothing, and fewer or more of one kind are half', () => {
  expect(judgeChange({ ...expected }, expected)).toBe('whole');
  expect(judgeChange({}, expected)).toBe('nothing');
  expect(judgeChange({ ...expected, '+ key_wrap': 2 }, expected)).toBe('half');
  expect(judgeChange({ ...expected, '+ file_entry': 2 }, expected)).toBe('half');
  const { '+ file_entry': _entry, ...without } = expected;
  expect(judgeChange(without, expected)).toBe('half');
  expect(judgeChange({ ...expected, '- file': 1 }, expected)).toBe('half');
});

test('of what there is for each of several people there may be one more for each who came, and of nothing else', () => {
  expect(judgeChange({ ...expected, '+ key_wrap': 4 }, expected, 1)).toBe('whole');
  expect(judgeChange({ ...expected, '+ key_wrap': 5 }, expected, 1)).toBe('half');
  expect(judgeChange({ ...expected, '+ file_entry': 2 }, expected, 1)).toBe('half');
  const { '+ key_wrap': _wraps, ...without } = expected;
  expect(judgeChange(without, expected, 3)).toBe('half');
});

test('of what is read one by one there may be less, and nothing else is half for it', () => {
  const list = '+ journal file.list';
  expect(judgeChange({ [list]: 1 }, { [list]: 2 })).toBe('whole');
  expect(judgeChange({ [list]: 3 }, { [list]: 2 })).toBe('half');
  expect(judgeChange({ ...expected, [list]: 1, '+ file_entry': 0 }, { ...expected, [list]: 2 })).toBe('half');
});

test('what is tidied on the way counts only for a form that does nothing else', () => {
  expect(judgeChange({ ...expected, '- session': 2 }, expected)).toBe('whole');
  expect(judgeChange({ '- session': 1 }, expected)).toBe('nothing');
  expect(judgeChange({ '- session': 1 }, { '- session': 1 })).toBe('whole');
});
