import type { Strength } from '@clew/rules';
import { describe, expect, test } from 'vitest';
import { loadLaw } from './index.ts';
import { lawFiles } from './load-law.ts';

type Days = { adopted?: string; opened?: string; inForce?: string };
type Said = { days: Days; strengths: Partial<Record<Strength | 'none', string>> };

/** What each instrument's file must say, written a second time by hand: its days, and how strong each paragraph is. */
const INSTRUMENTS: Record<string, Said> = {
  ecat: {
    days: { opened: '2005-05-16', inForce: '2008-02-01' },
    strengths: {
      definition: '2 4.a 4.b 4.c 4.d 4.e',
      shall:
        '3 5.1 5.2 5.3 5.4 5.5 10.1 10.2 10.3 10.4.a 10.4.b 11.1 11.2 12.1 12.2 12.3 12.4 12.6 12.7 13.1 13.2 14.1 14.1.a 14.1.b 14.4 14.5 15.1 15.3 15.4 16.1 16.2 16.3 16.4 16.5 16.6 16.7 27.1 27.2 27.3 28.1 28.2 28.3 29.1 29.2 40.1 40.4',
      'shall-where-appropriate': '5.6 12.5 14.2 15.2 28.4',
      'shall-enable': '26',
      endeavour: '10.4.c 16.5.reintegration',
      consider: '11.3 28.5 29.4',
      may: '13.3 14.3',
    },
  },
  'asean-convention': {
    days: { adopted: '2015-11-21', inForce: '2017-03-08' },
    strengths: {
      shall: '14.1 14.2 14.3 14.8',
      'shall-where-appropriate': '14.6',
      endeavour: '14.5',
      consider: '14.4 14.7',
    },
  },
  'child-committee-comment-6': {
    days: {},
    strengths: { recommended: '31 33-38 84' },
  },
  'civil-rights-covenant': {
    days: { adopted: '1966-12-16', inForce: '1976-03-23' },
    strengths: { shall: '2.1 2.3 7 8 9.1 9.4 12.1 12.2 12.4 13 24.1 24.2-3 26' },
  },
  'torture-convention': {
    days: { adopted: '1984-12-10', inForce: '1987-06-26' },
    strengths: { definition: '1.1', shall: '2.2 3.1 3.2 13 14.1 16.1' },
  },
  'eu-asylum-management-regulation': {
    days: { adopted: '2024-05-14', inForce: '2024-06-11' },
    strengths: { shall: '23.1-2' },
  },
  'eu-asylum-procedure-regulation': {
    days: { adopted: '2024-05-14', inForce: '2024-06-11' },
    strengths: { shall: '20 21 23.2.a 23.2.b' },
  },
  'eu-reception-directive': {
    days: { adopted: '2024-05-14' },
    strengths: { shall: '24.h 25.1', none: '27.1.b' },
  },
  'eu-residence-permit-directive': {
    days: { adopted: '2004-04-29', inForce: '2004-08-06' },
    strengths: {
      definition: '6.3',
      shall: '5 6.1 6.2 7.1 7.2 8.1 8.3',
      'shall-where-appropriate': '7.3',
      may: '3.2-3 6.4 7.4',
      unverified: '13 14',
    },
  },
  'eu-screening-regulation': {
    days: { adopted: '2024-05-14', inForce: '2024-06-11' },
    strengths: {
      shall: '8.3 11.1.b 12.3 13 17.1.e',
      'shall-where-appropriate': '8.trafficking 17.2.d',
      unverified: '8.4',
    },
  },
  'eu-trafficking-directive': {
    days: { adopted: '2011-04-05', inForce: '2011-04-15' },
    strengths: {
      definition: '2.1 2.2 2.3 2.3.added 2.5 2.5.surrogacy',
      shall: '11.1 11.1.specialised 11.2 11.3 11.4 11.4.referral 13.1 13.2 13.3 14.1 14.2 16.3 17 19.1 19.2',
      'shall-where-appropriate': '14.3',
      'shall-enable': '8 8.unlawful',
      may: '17.victims-fund 19.3',
      unverified: '2.4 11.5 11.6 11.7 11a 12 15',
    },
  },
  'forced-labour-convention': {
    days: { adopted: '1930-06-28', inForce: '1932-05-01' },
    strengths: { definition: '2.1 2.2.a 2.2.b 2.2.c 2.2.d 2.2.e', shall: '1.1 25' },
  },
  'forced-labour-protocol': {
    days: { adopted: '2014-06-11', inForce: '2016-11-09' },
    strengths: { shall: '1.1 1.2 1.3 2 3 4.1 5', 'shall-enable': '4.2' },
  },
  'greta-guidance-note': {
    days: {},
    strengths: { recommended: 'asylum transfer' },
  },
  'human-rights-convention': {
    days: { adopted: '1950-11-04', inForce: '1953-09-03' },
    strengths: { shall: '3 4.prohibition 4.investigation 4.identification 4.compensation' },
  },
  'odihr-return-principles': {
    days: {},
    strengths: { recommended: 'risks due-process no-option children lasting remedies monitoring' },
  },
  'ohchr-principles': {
    days: {},
    strengths: {
      recommended: 'guideline-2.identification guideline-2.7 guideline-6.care guideline-6.7 7 8 9 10 11',
    },
  },
  'organized-crime-convention': {
    days: { adopted: '2000-11-15', inForce: '2003-09-29' },
    strengths: { shall: '25.2 34.2', 'shall-where-appropriate': '24.1 25.1 25.3' },
  },
  palermo: {
    days: { adopted: '2000-11-15', inForce: '2003-12-25' },
    strengths: {
      definition: '3.a 3.b 3.c 3.d 4',
      shall: '1.2-3 5.1 5.2 6.4 8.1 8.2 8.3-4 9.1 9.4 9.5 10.2 11.2-4 14.1 14.2',
      'shall-where-appropriate': '6.1 6.2 7.2 9.3 11.1',
      'shall-enable': '6.6',
      endeavour: '6.5 9.2',
      consider: '6.3 7.1 11.5-6',
      none: '2 18.1 18.3-5',
    },
  },
  'refugee-convention': {
    days: { adopted: '1951-07-28', inForce: '1954-04-22' },
    strengths: {
      definition: '1.a.2 1.c.1-4 1.c.5-6 1.d 1.e 1.f.a 1.f.b 1.f.c',
      shall: '3 16.1 16.2 17.1 17.2 21 22.1 22.2 23 24.1 26 27 28.1 31.1 31.2 32.2 32.3 33.1',
      endeavour: '34',
      consider: '17.3',
      none: '33.2 45.1-2',
    },
  },
  'refugee-protocol': {
    days: { adopted: '1967-01-31', inForce: '1967-10-04' },
    strengths: { definition: '1.2', shall: '1.1 1.3' },
  },
  'child-convention': {
    days: { adopted: '1989-11-20', inForce: '1990-09-02' },
    strengths: {
      shall:
        '2.1 3.1 6.2 7.1 7.2 12.1 12.2 19.1 20.1 20.2 22.1 22.2.without-family 24.2 28.1 32.2 33 34 35 36 37.a 37.b 37.c 37.d 38.2-3 39',
      'shall-where-appropriate': '22.2 38.4',
      endeavour: '24.1',
      recommended: '19.2',
      none: '32.1',
    },
  },
  'slavery-convention': {
    days: { adopted: '1926-09-25', inForce: '1927-03-09' },
    strengths: { definition: '1.1 1.2', shall: '5 6', 'shall-where-appropriate': '2' },
  },
  'statelessness-convention': {
    days: { adopted: '1954-09-28', inForce: '1960-06-06' },
    strengths: { definition: '1.1 1.2', shall: '16.1 27 28 31.1 31.2', endeavour: '32' },
  },
  'supplementary-slavery-convention': {
    days: { adopted: '1956-09-07', inForce: '1957-04-30' },
    strengths: { definition: '1.a 1.b 1.c 1.d', shall: '3.1 4 6.1', 'shall-where-appropriate': '1 2 6.2' },
  },
  'unhcr-best-interests-procedure': {
    days: {},
    strengths: { recommended: 'assessment determination timing' },
  },
  'women-convention': {
    days: { adopted: '1979-12-18', inForce: '1981-09-03' },
    strengths: { definition: '1', shall: '2.c 2.e 6 9.1 9.2 12.1 12.2 16.1.b 16.2' },
  },
  'women-committee-recommendation-38': {
    days: { adopted: '2020-11-20' },
    strengths: { recommended: 'summary 38 39 40 42 43' },
  },
  'forced-labour-abolition-convention': {
    days: { adopted: '1957-06-25', inForce: '1959-01-17' },
    strengths: { shall: '1.a 1.b 1.c 1.d 1.e 2' },
  },
  'minimum-age-convention': {
    days: { adopted: '1973-06-26', inForce: '1976-06-19' },
    strengths: { shall: '1 2.1 2.3 3.1', may: '2.4 3.3 7.1' },
  },
  'worst-child-labour-convention': {
    days: { adopted: '1999-06-17', inForce: '2000-11-19' },
    strengths: { definition: '2 3.a 3.b 3.c 3.d', shall: '1 7.1 7.2.a 7.2.b 7.2.c 7.2.d 7.2.e 8' },
  },
  'domestic-workers-convention': {
    days: { adopted: '2011-06-16', inForce: '2013-09-05' },
    strengths: {
      definition: '1',
      shall: '3.2.b 5 7 8.1 8.4 9.a 9.b 9.c 15.1.b 15.1.c 15.1.e 17.1 17.2',
      'shall-where-appropriate': '16',
    },
  },
  'traffic-in-persons-convention': {
    days: { adopted: '1949-12-02', opened: '1950-03-21', inForce: '1951-07-25' },
    strengths: { shall: '1 6 16 20' },
  },
  'statelessness-reduction-convention': {
    days: { adopted: '1961-08-30', inForce: '1975-12-13' },
    strengths: { shall: '1.1 1.3 1.4 2 8.1 8.4', may: '1.2 8.2-3' },
  },
  'child-sale-protocol': {
    days: { adopted: '2000-05-25', inForce: '2002-01-18' },
    strengths: {
      definition: '2.a 2.b',
      shall: '1 3.1 8.1.a 8.1.b 8.1.d 8.1.g 8.2 8.3 8.4 9.1 9.4 10.2',
      'shall-where-appropriate': '8.1.c 8.1.e 8.1.f 8.5 9.3',
    },
  },
  'migrant-workers-convention': {
    days: { adopted: '1990-12-18', inForce: '2003-07-01' },
    strengths: {
      definition: '2.1 3.d',
      shall: '7 10 11.1 11.2 16.2 16.4 21 22.1 22.2 22.4 22.6 23 25.1 25.3 28 29 30 82 83',
      none: '35',
    },
  },
  'disability-convention': {
    days: { adopted: '2006-12-13', opened: '2007-03-30', inForce: '2008-05-03' },
    strengths: { definition: '1', shall: '6.1 7.2 7.3 13.1 14.1.b 16.1 16.2 16.3 16.4 16.5 18.1.b 27.2' },
  },
  'racial-discrimination-convention': {
    days: { adopted: '1965-12-21', opened: '1966-03-07', inForce: '1969-01-04' },
    strengths: { definition: '1.1 1.2', shall: '5.a 5.b 5.d 5.e 6' },
  },
  'rome-statute': {
    days: { adopted: '1998-07-17', inForce: '2002-07-01' },
    strengths: { definition: '7.1.c 7.1.g 7.2.c', shall: '68.1 68.3', may: '75.2', none: '75.6' },
  },
  'remedy-principles': {
    days: { adopted: '2005-12-16' },
    strengths: {
      recommended:
        'trafficked victims treatment 11 13 15 16 restitution compensation rehabilitation satisfaction',
    },
  },
  'unhcr-guidelines-1': {
    days: { adopted: '2002-05-07' },
    strengths: { recommended: '1' },
  },
  'unhcr-guidelines-12': {
    days: { adopted: '2016-12-02' },
    strengths: { recommended: 'conflict singled-out 26' },
  },
  'unicef-child-victims-guidelines': {
    days: {},
    strengths: { recommended: 'reflection' },
  },
  'trafficking-working-group-2009': {
    days: {},
    strengths: { recommended: 'non-punishment identify-first' },
  },
  'trafficking-rapporteur-2011': {
    days: { adopted: '2011-04-13' },
    strengths: { recommended: '43 44 50' },
  },
  'slavery-working-group-2004': {
    days: { adopted: '2004-07-20' },
    strengths: { recommended: '29.a' },
  },
  'organ-transplant-principles': {
    days: {},
    strengths: { recommended: 'commercial' },
  },
  'smuggling-protocol': {
    days: { adopted: '2000-11-15', inForce: '2004-01-28' },
    strengths: { definition: '3.a', shall: '5 16.1 16.2 16.3 16.4 16.5 18.5 19.1 19.2' },
  },
  'child-soldiers-protocol': {
    days: { adopted: '2000-05-25', inForce: '2002-02-12' },
    strengths: { shall: '2 6.3', 'shall-where-appropriate': '1 4.2', recommended: '4.1' },
  },
  'social-rights-covenant': {
    days: { adopted: '1966-12-16', inForce: '1976-01-03' },
    strengths: {
      shall: '2.2 6.1 11.1',
      'shall-where-appropriate': '2.1 13.2.a',
      recommended: '10.3',
      none: '7 12.1',
    },
  },
  'forced-labour-recommendation-203': {
    days: { adopted: '2014-06-11' },
    strengths: { recommended: '1.a 1.b' },
  },
  'unhcr-guidelines-7': {
    days: { adopted: '2006-04-07' },
    strengths: { recommended: '13 15 16 17 18 19-20 21-24 25-28 29-32 33-40 37-39 41-44 45-49 50' },
  },
  'oau-refugee-convention': {
    days: { adopted: '1969-09-10', inForce: '1974-06-20' },
    strengths: { definition: '1.1 1.2', shall: '5.1', unverified: '2.3' },
  },
  'cartagena-declaration': {
    days: { adopted: '1984-11-22' },
    strengths: { recommended: '3.3' },
  },
  'saarc-convention': {
    days: { adopted: '2002-01-05' },
    strengths: { definition: '1.1 1.3', shall: '3.1 8-9' },
  },
  'american-convention': {
    days: { adopted: '1969-11-22', inForce: '1978-07-18' },
    strengths: { shall: '6.1 6.2 22.8', 'shall-where-appropriate': '22.7' },
  },
  'african-charter': {
    days: { adopted: '1981-06-27', inForce: '1986-10-21' },
    strengths: { shall: '5', unverified: '12.3' },
  },
  'maputo-protocol': {
    days: { adopted: '2003-07-11', inForce: '2005-11-25' },
    strengths: { shall: '11', unverified: '4.2.g' },
  },
  'organs-convention': {
    days: { opened: '2015-03-25', inForce: '2018-03-01' },
    strengths: { shall: '3 4.1.a 4.1.b 15 18 19.1 19.2', 'shall-where-appropriate': '19.3 20.1' },
  },
  'eu-qualification-directive': {
    days: { adopted: '2011-12-13' },
    strengths: { definition: '15', shall: '9.1 9.2 9.3 10.1.d' },
  },
  'eu-qualification-regulation': {
    days: { adopted: '2024-05-14', inForce: '2024-06-11' },
    strengths: { definition: '15', shall: '9.1 9.2 9.3 10.1.d 21 33' },
  },
  'eu-asylum-procedure-directive': {
    days: { adopted: '2013-06-26' },
    strengths: { unverified: '24 25' },
  },
  'eu-reception-directive-2013': {
    days: { adopted: '2013-06-26' },
    strengths: { shall: 'vulnerable.trafficking 23.1 23.2' },
  },
  'eu-trafficking-directive-2024': {
    days: { adopted: '2024-06-13', inForce: '2024-07-14' },
    strengths: { shall: 'transposition knowing-use' },
  },
  'universal-declaration': {
    days: { adopted: '1948-12-10' },
    strengths: { recommended: '4 8 14.1 14.2' },
  },
  'eu-charter': {
    days: { adopted: '2007-12-12' },
    strengths: { shall: '5.3 18 19' },
  },
  'unhcr-statute': {
    days: { adopted: '1950-12-14' },
    strengths: { definition: '1', recommended: 'resolution.2' },
  },
  'ecri-recommendation-16': {
    days: { adopted: '2016-03-16' },
    strengths: { recommended: 'rights firewalls' },
  },
  'joint-comment-3-22': {
    days: {},
    strengths: { recommended: '9 firewall' },
  },
  'odihr-referral-handbook': {
    days: {},
    strengths: { recommended: 'pillars assessment' },
  },
  'trafficked-refugees-paper': {
    days: {},
    strengths: { none: '6.1 6.2 6.3 6.4 6.5 6.6 6.7 6.8 7.1 9.a 9.b' },
  },
  'icat-legal-frameworks': {
    days: {},
    strengths: { none: '4.1.definition 4.1.offences 4.3 4.4 4.5.residence 4.5.shelters 4.5.returns 4.2' },
  },
  'icat-refugee-brief': {
    days: {},
    strengths: { recommended: 'repatriation integration third-country', none: 'linked pathways' },
  },
  'refugee-risk-article': {
    days: {},
    strengths: { recommended: 'solutions care', none: 'enforcement resettlement means' },
  },
  'unhcr-resettlement-handbook': {
    days: {},
    strengths: { recommended: 'preconditions categories priority priority.urgent priority.normal children' },
  },
  'unhcr-trafficking-presentation': {
    days: {},
    strengths: { recommended: 'unconditional not-refugees' },
  },
};

describe('the instruments', () => {
  const { instruments } = loadLaw();

  test('are those of the list, beside the laws of each State: one that is added is written there too', () => {
    const treaties = lawFiles().filter(({ path }) => /^laws\/(instruments|reforms)\//.test(path));
    const written = [...treaties].flatMap(({ text }) => /^```instrument\nid: (\S+)/m.exec(text)?.[1] ?? []);
    expect(written.sort()).toEqual(Object.keys(INSTRUMENTS).sort());
  });

  test.each(Object.entries(INSTRUMENTS))('%s has its days and the strength of each paragraph', (id, said) => {
    const { adopted, opened, inForce, articles = [] } = instruments[id] ?? {};
    expect({ adopted: adopted?.value, opened: opened?.value, inForce: inForce?.value }).toEqual(said.days);
    const found: Record<string, string[]> = {};
    for (const { anchor, strength = 'none' } of articles.filter(({ isHeading }) => !isHeading)) {
      found[strength] = [...(found[strength] ?? []), anchor];
    }
    const wanted = Object.entries(said.strengths).map(([strength, anchors]) => [
      strength,
      anchors.split(' ').sort(),
    ]);
    for (const anchors of Object.values(found)) anchors.sort();
    expect(found).toEqual(Object.fromEntries(wanted));
  });
});
