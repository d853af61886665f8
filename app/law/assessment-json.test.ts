import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AssessmentJson, assessmentJsonSchema } from './assessment-schema.ts';
import { packLaw } from './law-pack.ts';
import { caseFolder, EXAMPLE, EXAMPLES, runAssess } from './testing/index.ts';
import { TOWN_LAW } from './testing/town-law.ts';

const SCHEMA = fileURLToPath(new URL('assessment.schema.json', import.meta.url));

/** Everything that was ever published. A line here is never taken out or changed: programs rest on it. */
const PUBLISHED = `
law law.hash law.on law.states law.reforms verdicts verdicts.* verdicts.*.strict verdicts.*.burden
duties duties.* duties.*.id duties.*.owed duties.*.owed.strict duties.*.owed.burden duties.*.bearer duties.*.act
duties.*.strength duties.*.breach duties.*.due duties.*.deadline duties.*.deadline.days duties.*.deadline.calendar
duties.*.deadline.from duties.*.deadline.unknown duties.*.deadline.words duties.*.source
values values.* values.*.id values.*.applies values.*.applies.strict values.*.applies.burden values.*.unit
values.*.value values.*.floor values.*.source values.*.states values.*.states.* values.*.states.*.state
values.*.states.*.value values.*.states.*.said values.*.states.*.why values.*.states.*.since values.*.states.*.source
findings findings.* findings.*.code findings.*.rule findings.*.state findings.*.value findings.*.floor findings.*.source
presumed presumed.* presumed.*.rule presumed.*.value presumed.*.cites presumed.*.bound presumed.*.conditions
next next.* next.*.fact next.*.question next.*.why next.*.path unverified unverified.*
failed failed.* failed.*.rule failed.*.which failed.*.expected failed.*.found
asked asked.facts asked.people asked.expect asked.language
national national.* national.*.rule national.*.treaty national.*.state national.*.since duties.*.bound
protections protections.binding protections.notKnown protections.notBinding protections.noState protections.proposed
protections.open footing footing.* footing.*.rests footing.*.sources footing.*.presumed
failed.*.state byState byState.* byState.*.verdicts byState.*.duties byState.*.values byState.*.findings
byState.*.presumed byState.*.national byState.*.next byState.*.unverified byState.*.failed byState.*.law
duties.*.deadline.orLater values.*.states.*.orLater national.*.seen national.*.seen.* national.*.seen.*.text
`
  .trim()
  .split(/\s+/);

/** What a program may rely on to be there, and with these names and no other: written by hand, and never from the code. */
const REQUIRED: readonly [string, readonly string[]][] = [
  ['', ['law', 'verdicts', 'duties', 'next', 'unverified']],
  ['law', ['hash', 'on', 'states', 'reforms']],
  ['verdicts.*', ['strict', 'burden']],
  ['duties.*', ['id', 'bearer', 'act', 'strength', 'due', 'source']],
  ['next.*', ['fact', 'question', 'why']],
];

type Schema = {
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
  items?: Schema;
  anyOf?: Schema[];
};

/** The path of every member that a schema names; `*` stands for each of a list or of a record. */
function membersOf(schema: Schema, path = ''): string[] {
  const below = (name: string, inner: Schema) => {
    const here = path === '' ? name : `${path}.${name}`;
    return [here, ...membersOf(inner, here)];
  };
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => below(name, inner)),
    ...(typeof schema.additionalProperties === 'object' ? below('*', schema.additionalProperties) : []),
    ...(schema.items ? below('*', schema.items) : []),
    ...(schema.anyOf ?? []).flatMap((inner) => membersOf(inner, path)),
  ];
}

/** The schema at a path; `*` stands for each of a list or of a record. */
function schemaAt(schema: Schema, path: string): Schema | undefined {
  const names = path === '' ? [] : path.split('.');
  return names.reduce<Schema | undefined>(
    (at, name) => (name === '*' ? (at?.items ?? at?.additionalProperties) : at?.properties?.[name]),
    schema,
  );
}

/** JSON as Biome formats it: a list of words stands in one line if it fits. */
function formatted(schema: object): string {
  const text = JSON.stringify(schema, null, 2).replace(/^.*\[\s+[^[\]{}]*?\s+\],?$/gm, (lines) => {
    const line = lines
      .replace(/\s*\n\s*/g, ' ')
      .replace('[ ', '[')
      .replace(/ \](,?)$/, ']$1');
    return line.length > 110 ? lines : line;
  });
  return `${text}\n`;
}

describe('the JSON Schema of an assessment', () => {
  test('stands in the repository as it is generated: npx vitest run app/law/assessment-json -u', async () => {
    await expect(formatted(assessmentJsonSchema())).toMatchFileSnapshot(SCHEMA);
  });

  test('has every member that was ever published', () => {
    const members = new Set(membersOf(JSON.parse(readFileSync(SCHEMA, 'utf8'))));
    expect(PUBLISHED.filter((path) => !members.has(path))).toEqual([]);
  });

  test.each(REQUIRED)('requires, of “%s”, %j', (path, names) => {
    expect(schemaAt(assessmentJsonSchema(), path)?.required).toEqual(expect.arrayContaining([...names]));
  });

  test.each([
    ['without a State or a day', {}],
    ['in a State on a day', { states: ['NO'], on: '2025-09-01' }],
    ['in two States', { states: ['CY', 'NO'], on: '2026-03-12' }],
    ['in French, with a reform', { lang: 'fr', reforms: ['reform.trafficking-is-a-ground'] }],
  ])('holds for every example %s, and names all that is printed', async (_, more) => {
    const fromFile = z.fromJSONSchema(JSON.parse(readFileSync(SCHEMA, 'utf8')));
    for (const path of EXAMPLES) {
      const { text } = await runAssess(path, { json: true, today: new Date(2100, 0, 1), ...more });
      const printed = JSON.parse(text);
      expect(fromFile.safeParse(printed).error).toBeUndefined();
      // A member that the schema does not name is dropped here.
      expect(AssessmentJson.parse(printed)).toEqual(printed);
    }
  });

  test('refuses what is no assessment', () => {
    const fromFile = z.fromJSONSchema(JSON.parse(readFileSync(SCHEMA, 'utf8')));
    for (const wrong of [{}, { verdicts: {} }, [], 'yes'])
      expect(fromFile.safeParse(wrong).success).toBe(false);
  });
});

describe('clew assess --json', () => {
  test('prints JSON with a stable shape, whatever rules the law has besides', async () => {
    const { text, exitCode } = await runAssess(EXAMPLE, { json: true });
    expect(exitCode).toBe(0);
    const answer = JSON.parse(text);
    const verdict = expect.stringMatching(/^(yes|no|unknown)$/);
    expect(Object.keys(answer)[0]).toBe('protections');
    expect(answer).toEqual({
      protections: {
        binding: expect.arrayContaining(['protection.asylum-access']),
        ...{ discretion: [], notKnown: [], notBinding: [] },
        ...{ noState: [], proposed: [], open: expect.any(Number) },
      },
      footing: expect.objectContaining({
        'trafficking.victim': {
          rests: 'binding',
          sources: expect.arrayContaining([
            expect.objectContaining({ instrument: 'ecat', standing: 'binds' }),
          ]),
          presumed: [],
          isCustomSaid: false,
        },
      }),
      law: {
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        on: '2025-09-01',
        states: ['NO'],
        reforms: [],
      },
      asked: {
        facts: expect.objectContaining({ age: 27, 'means.force': 'withheld' }),
        people: {},
        expect: expect.arrayContaining([{ rule: 'child', which: 'strict', verdict: 'no' }]),
        language: 'en',
      },
      verdicts: expect.objectContaining({
        'trafficking.victim': { strict: 'yes', burden: 'yes' },
        child: { strict: 'no', burden: 'no' },
        // Nothing was asked about this yet.
        'refugee.status': { strict: 'unknown', burden: 'unknown' },
      }),
      duties: expect.arrayContaining([
        expect.objectContaining({
          id: 'duty.no-removal',
          owed: { strict: 'unknown', burden: 'unknown' },
          due: null,
        }),
      ]),
      values: expect.arrayContaining([
        expect.objectContaining({ id: 'protection.reflection-days', value: 30, floor: 30 }),
      ]),
      findings: [],
      national: expect.any(Array),
      presumed: [],
      next: [
        {
          fact: expect.any(String),
          question: expect.any(String),
          why: expect.any(String),
          path: expect.any(Array),
        },
      ],
      unverified: expect.arrayContaining(['ecat#10.3', 'palermo#3.a']),
      failed: [],
    });
    for (const one of Object.values(answer.verdicts))
      expect(one).toEqual({ strict: verdict, burden: verdict });
    expect(answer.unverified).toEqual([...new Set<string>(answer.unverified)].sort());
  });
});

describe('clew assess --json in several States', () => {
  const { caseOf, write } = caseFolder();
  const packed = packLaw('0.0.0', TOWN_LAW);
  const law = write('town.json', packed.ok ? packed.text : '');

  test('says at the top what failed or lies below the floor in any of them, not only in the first', async () => {
    const file = caseOf('from-afar: yes, has-room: no', 'expect: {guest.national: unknown}');
    const { text } = await runAssess(file, { law, json: true, on: '2025-06-01', states: ['LI', 'IS'] });
    const { failed, findings, byState } = JSON.parse(text);
    expect(failed).toMatchObject([
      { rule: 'guest.national', state: 'IS', expected: 'unknown', found: 'yes' },
    ]);
    expect(findings).toMatchObject([{ code: 'below-floor', rule: 'room-days', state: 'IS', value: 10 }]);
    expect([byState.LI.failed, byState.LI.findings]).toEqual([[], []]);
  });
});
