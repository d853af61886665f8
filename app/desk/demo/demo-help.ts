import type { Said } from '../directory/index.ts';

/** A service that is made up. Its number is of a range that no phone has. */
export type DemoHelp = {
  id: string;
  name: string;
  description: string;
  how: string;
  number: string;
  languages: readonly string[];
  hours?: { byday: string; opens_at: string; closes_at: string };
  city: string;
  said: Partial<Said>;
};

/** Whom each agency of the demo vouches for: who proposes, and what. The second person of the agency confirms. */
export const DEMO_HELP: Readonly<Record<string, { by: string; help: readonly DemoHelp[] }>> = {
  shtrhs22: {
    by: 'lena',
    help: [
      {
        id: '5a0f6b8e-3b57-4c43-8a53-0e9e55a3d101',
        name: 'Night line (made up)',
        description: 'A bed for tonight, for women alone or with children.',
        how: 'Call at any hour. Whoever answers says how to come.',
        number: '+44 1632 960101',
        languages: ['en', 'ar', 'ti'],
        hours: { byday: 'MO,TU,WE,TH,FR,SA,SU', opens_at: '00:00', closes_at: '24:00' },
        city: 'Northport',
        said: { needs: ['shelter'], served: ['women', 'families'], isFree: true },
      },
      {
        id: '5a0f6b8e-3b57-4c43-8a53-0e9e55a3d102',
        name: 'Warm room (made up)',
        description: 'Food, clothes, and somebody who listens.',
        how: 'Come in. Nobody asks for papers.',
        number: '+44 1632 960102',
        languages: ['en', 'fr'],
        hours: { byday: 'MO,WE,FR', opens_at: '10:00', closes_at: '16:00' },
        city: 'Northport',
        said: { needs: ['food', 'talk'], isFree: true, isPlaceOpen: true },
      },
    ],
  },
  nrthgt33: {
    by: 'ines',
    help: [
      {
        id: '5a0f6b8e-3b57-4c43-8a53-0e9e55a3d103',
        name: 'Free legal hour (made up)',
        description: 'A lawyer listens and says what can be asked for.',
        how: 'Call for a time. You need not give your name.',
        number: '+44 1632 960103',
        languages: ['en', 'es', 'uk', 'ru'],
        hours: { byday: 'TU,TH', opens_at: '13:00', closes_at: '18:00' },
        city: 'Southbridge',
        said: { needs: ['law', 'papers', 'work'], isFree: true, isPlaceOpen: true },
      },
    ],
  },
  grdnff55: {
    by: 'leila',
    help: [
      {
        id: '5a0f6b8e-3b57-4c43-8a53-0e9e55a3d104',
        name: 'Under eighteen (made up)',
        description: 'Somebody who stands by a child who is alone, and a place in school.',
        how: 'Call, or let somebody you trust call.',
        number: '+44 1632 960104',
        languages: ['en', 'fa', 'ps', 'so'],
        city: 'Southbridge',
        said: { needs: ['talk', 'learning'], served: ['children'] },
      },
    ],
  },
};
