import { expect, test } from 'vitest';
import { loadLaw } from './load-law.ts';

const law = loadLaw();

/**
 * Every treaty in the two public tables of who is party (github.com/zmjones/untreaties of March 2015, with the ILO's as of 2013;
 * github.com/world-politics-datalab/humanrights-treaties-ratification-status of August 2022), by the tables' own code, with
 * how many States either of them tells as party. The second word is the treaty here. The ILO's table spells Equatorial Guinea
 * otherwise; of the slavery convention the rows of 1926 and of 1953 stand in one list; who joined the Rome Statute or the
 * forced labour convention and is told otherwise is left out of the count.
 */
const TABLES = `
CAT torture-convention 173
CEDAW women-convention 189
COE_197 ecat 48
CRC child-convention 196
CRPD disability-convention 184
ICCPR civil-rights-covenant 175
ICERD racial-discrimination-convention 181
ICESCR social-rights-covenant 172
ICRMW migrant-workers-convention 57
ILO_C029 forced-labour-convention 168
ILO_C105 forced-labour-abolition-convention 163
ILO_C182 worst-child-labour-convention 168
OPSC child-sale-protocol 177
OP_CRC_AC child-soldiers-protocol 172
PALERMO_TIP_PROTOCOL palermo 158
REFUGEE_CONVENTION_1951 refugee-convention 145
REFUGEE_PROTOCOL_1967 refugee-protocol 146
ROME_STATUTE rome-statute 120
SLAVERY_1926 slavery-convention 111
SLAVERY_1926_AMENDED slavery-convention 111
SLAVERY_SUPPLEMENTARY_1956 supplementary-slavery-convention 123
SMUGGLING_PROTOCOL smuggling-protocol 137
STATELESSNESS_REDUCTION_1961 statelessness-reduction-convention 63
STATELESS_PERSONS_1954 statelessness-convention 86
TRAFFIC_1949 traffic-in-persons-convention 82
UNTOC organized-crime-convention 178`
  .trim()
  .split('\n')
  .map((row) => row.split(' '));

/** The treaties of those tables that the law does not hold, by words of their names. */
const NOT_HELD = [
  'enforced disappearance',
  'Optional Protocol to the Convention against Torture',
  'Optional Protocol to the Convention on the Elimination',
  'communications procedure',
];

const PARTY: readonly string[] = ['consented', 'succeeded', 'at-latest', 'disputed', 'bound'];

test.each(TABLES)('%s: its list is here, and names every party of the tables', (_, id = '', count) => {
  expect(law.instruments[id], `no instrument “${id}”`).toBeDefined();
  const list = law.parties[id];
  const named = [...Object.values(list?.states ?? {}), ...Object.values(list?.earlier?.states ?? {})];
  expect(named.filter(({ kind }) => PARTY.includes(kind))).toHaveLength(Number(count));
});

test('every list that was made from those tables is one of them', () => {
  const made = Object.values(law.parties).filter(({ compared }) => compared?.source.includes('untreaties'));
  const told = new Set(TABLES.map(([, id]) => id));
  expect(made.map(({ instrument }) => instrument).filter((id) => !told.has(id))).toEqual([]);
});

test('a treaty of the tables that the law takes in later has to bring its list', () => {
  const names = Object.values(law.instruments).map(({ name }) => name?.value ?? '');
  expect(NOT_HELD.filter((words) => names.some((name) => name.includes(words)))).toEqual([]);
});
