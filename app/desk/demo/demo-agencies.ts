import type { Mandate, RoleName } from '../policy/index.ts';

/** Somebody who is made up, for a demo. */
export type DemoPerson = { own: string; name: string; roles: readonly RoleName[] };

export type DemoAgency = {
  code: string;
  name: string;
  mandates: readonly Mandate[];
  team: string;
  people: readonly DemoPerson[];
};

/** Four agencies and twenty people. None of them is real; the first of each agency founds it, and the second confirms the others. */
export const DEMO_AGENCIES: readonly DemoAgency[] = [
  {
    code: 'shtrhs22',
    name: 'Harbour House',
    mandates: ['shelter', 'identification'],
    team: 'First weeks',
    people: [
      { own: 'amina', name: 'Amina Sadat', roles: ['administrator'] },
      { own: 'mira', name: 'Mira Kovač', roles: ['supervisor'] },
      { own: 'lena', name: 'Lena Ortiz', roles: ['case-worker'] },
      { own: 'joseph', name: 'Joseph Amadi', roles: ['case-worker'] },
      { own: 'tomas', name: 'Tomas Berg', roles: ['health'] },
      { own: 'hana', name: 'Hana Ito', roles: ['auditor'] },
    ],
  },
  {
    code: 'nrthgt33',
    name: 'Northgate Legal',
    mandates: ['legal-aid', 'asylum'],
    team: 'Claims',
    people: [
      { own: 'samuel', name: 'Samuel Okoro', roles: ['administrator'] },
      { own: 'clara', name: 'Clara Weiss', roles: ['supervisor'] },
      { own: 'ines', name: 'Inés Prado', roles: ['lawyer', 'case-worker'] },
      { own: 'yusuf', name: 'Yusuf Demir', roles: ['lawyer'] },
      { own: 'petra', name: 'Petra Novak', roles: ['auditor'] },
    ],
  },
  {
    code: 'brdrpt44',
    name: 'Border Service',
    mandates: ['immigration-enforcement'],
    team: 'Gate three',
    people: [
      { own: 'erik', name: 'Erik Lund', roles: ['administrator'] },
      { own: 'sofia', name: 'Sofia Marin', roles: ['supervisor'] },
      { own: 'dana', name: 'Dana Ross', roles: ['screener'] },
      { own: 'milan', name: 'Milan Horvat', roles: ['decision-maker'] },
    ],
  },
  {
    code: 'grdnff55',
    name: 'Guardian Office',
    mandates: ['child-protection', 'coordination'],
    team: 'Under eighteen',
    people: [
      { own: 'ruth', name: 'Ruth Haddad', roles: ['administrator'] },
      { own: 'nadia', name: 'Nadia Roy', roles: ['coordinator'] },
      { own: 'peter', name: 'Peter Maas', roles: ['guardian'] },
      { own: 'leila', name: 'Leila Karimi', roles: ['guardian', 'case-worker'] },
      { own: 'oskar', name: 'Oskar Lind', roles: ['panel-member'] },
    ],
  },
];

/** The one secret of all codes in a demo, so that its sign-in page can show the code of the moment. */
export const DEMO_CODE_SECRET = 'CLEWDEMOCLEWDEMOCLEWDEMOCLEWDEMO';
