import { assess, readLaw } from '@clew/rules';
import { expect, test } from 'vitest';
import { lawWordsIn } from './law-words.ts';
import { renderTreeText } from './render-tree-text.ts';

test('a rule that many rules use is drawn once, so that a chain of them is soon done', () => {
  const chain = Array.from({ length: 30 }, (_, i) => {
    const next = i === 29 ? 'a' : `r${i + 1}`;
    const body = `any: [{all: [${next}, f${i}]}, {all: [${next}, {not: f${i}}, g${i}]}]`;
    return `\`\`\`rule\n{id: r${i}, label: Rule ${i}, cite: x#1, ${body}}\n\`\`\`\n`;
  });
  const facts = ['a', ...chain.flatMap((_, i) => [`f${i}`, `g${i}`])].map(
    (id) =>
      `  - {id: ${id}, type: yes-no, sensitivity: 1, known_by: [x], label: ${id}, question: Q?, why: W.}`,
  );
  const read = readLaw({
    files: [
      {
        path: 'x.md',
        text: `# X\n\n\`\`\`instrument\nid: x\nshort: X\n\`\`\`\n\n## One {#1}\n\n${chain.join('\n')}`,
      },
      { path: 'facts.yaml', text: `theme: t\nfacts:\n${facts.join('\n')}\n` },
    ],
    hash: (text) => String(text.length),
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { tree } = assess(read.law, { facts: { a: 'yes' } }).rules.r0 ?? {};
  const lines = tree
    ? renderTreeText(tree, { words: lawWordsIn(read.law, 'en'), style: { colour: false }, at: undefined })
    : [];
  expect(lines.join(' ').match(/Rule 5 /g)).toHaveLength(2);
  expect(lines.join(' ').match(/See\s+above\./g)).toHaveLength(29);
});
