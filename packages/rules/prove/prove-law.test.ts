import { describe, expect, test } from 'vitest';
import { readLaw, readUnproved } from '../read-law.ts';
import { digest, overlay, rule } from '../testing.ts';
import { proveLaw, proveOverlays } from './prove-law.ts';
import { factsFile } from './testing.ts';

describe('a law that is too large to prove', () => {
  const ids = Array.from({ length: 28 }, (_, index) => `f${index}`);
  const pairs = ids.slice(0, 14).map((id, index) => `{all: [${id}, f${index + 14}]}`);
  // The order of the facts is that of the first rule, and the worst for the second.
  const law =
    rule(`{id: all.of, label: L, cite: club#1.a, all: [${ids.join(', ')}]}`) +
    rule(`{id: pairs, label: L, cite: club#1.a, any: [${pairs.join(', ')}]}`);

  test.each([
    ['wide', { nodes: 5_000, variables: 500, readings: 500 }],
    ['deep', { nodes: 500_000, variables: 40, readings: 500 }],
  ])('because it is too %s is refused and never passed over', (_, limits) => {
    const read = readLaw({ files: filesOf(law), hash: digest });
    expect(read.ok).toBe(true);
    if (!read.ok) return;
    const problems = proveLaw(read.law, () => ({ file: 'facts.yaml', line: 1 }), limits);
    expect(problems).toEqual([
      {
        code: 'too-large-to-prove',
        file: 'rules.md',
        line: expect.any(Number),
        message: expect.stringContaining('too large to prove'),
      },
    ]);
  });

  test('because its overlays can be applied together in too many ways is refused before any is', () => {
    const more = Array.from({ length: 40 }, (_, index) =>
      overlay(`o${index}`, `{op: add-any, rule: all.of, member: {is: f${index % 28}, cite: club#1.a}}`),
    );
    const chained = more.map((text, index) =>
      index === 0 ? text : text.replace('ops:', `after: o${index - 1}\nops:`),
    );
    const read = readLaw({ files: filesOf(law), hash: digest });
    if (!read.ok) throw new Error('The law is good.');
    const many = readUnproved({
      files: filesOf(law + chained.join('').replaceAll('club#1.b', 'club#1.a')),
      hash: digest,
    });
    if (!many.ok) throw new Error(JSON.stringify(many.problems[0]));
    const limits = { nodes: 500_000, variables: 500, readings: 820 };
    const placeOf = () => ({ file: 'facts.yaml', line: 1 });
    expect(proveLaw(read.law, placeOf, limits)).toEqual([]);
    expect(proveLaw(many.law, placeOf, limits)).toMatchObject([
      { code: 'too-large-to-prove', file: 'rules.md', message: expect.stringContaining('its 40 overlays') },
    ]);
  });

  test('is told of an overlay at the overlay’s own line, not at one of the law', () => {
    const read = readUnproved({
      files: filesOf(law + overlay('own', '{op: repeal, rule: pairs}').replace('club#1.b', 'club#1.a')),
      hash: digest,
    });
    const own = read.ok ? read.law.overlays.own : undefined;
    if (!read.ok || !own) throw new Error('The law is good.');
    const others = Array.from({ length: 3_000 }, (_, index) => {
      const id = `o${index}`;
      return [id, { ...own, id, place: { file: 'other.md', line: 219 } }] as const;
    });
    const many = { ...read.law, overlays: { own, ...Object.fromEntries(others) } };
    expect(proveOverlays(many, ['own'])).toMatchObject([{ code: 'too-large-to-prove', ...own.place }]);
  });

  function filesOf(rules: string) {
    const instrument =
      '```instrument\nid: club\nshort: Club Rules\n```\n\n## Rule 1: members {#1}\n\n> One. {#1.a}\n';
    return [
      { path: 'club.md', text: instrument },
      { path: 'facts.yaml', text: factsFile(ids.join(' ')) },
      { path: 'rules.md', text: rules },
    ];
  }
});
