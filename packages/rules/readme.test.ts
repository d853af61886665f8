import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as rules from './index.ts';

test('the README does what it says', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  const block = (fence: string, info: string) =>
    new RegExp(`^${fence}${info}\\n([\\s\\S]*?)\\n${fence}$`, 'm').exec(readme)?.[1] ?? '';
  const code = block('```', 'js').replace(/^import (\{[^}]*\}) from '@clew\/rules';$/m, 'const $1 = rules;');
  const printed: string[] = [];
  const run = new Function('rules', 'sha256', 'markdown', 'yaml', 'print', code);
  run(
    rules,
    (text: string) => createHash('sha256').update(text).digest('hex'),
    block('````', 'markdown'),
    block('```', 'yaml'),
    (value: unknown) => printed.push(typeof value === 'string' ? value : JSON.stringify(value)),
  );
  expect(printed.join('\n')).toBe(block('```', 'text'));
});
