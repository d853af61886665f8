import type { Day, Law } from '@clew/rules';
import { definePage, notFound, type Page } from '../../web/index.ts';
import { readAskedPlace, showAsked } from '../asked-day.tsx';
import { lawWordsIn } from '../law-words.ts';
import type { Shelf } from '../library/index.ts';
import { loadRightsTable } from '../rights-table.ts';
import { ResidencePage, readResidenceAsked } from './residence-page.tsx';
import { RightsPage } from './rights-page.tsx';
import { readStateAsked, StatePage } from './state-page.tsx';
import { readStatesAsked, StatesPage } from './states-page.tsx';
import { worldOutlines } from './world-outlines.ts';

/** The pages about States: whom a treaty binds, and what one State owes. */
export function statePages(law: Law, { today, shelf }: { today: () => Day; shelf: Shelf }): Page[] {
  // Drawn once for all, before anybody asks: it takes longer than a page may.
  worldOutlines();
  return [
    definePage({
      path: '/law/rights',
      method: 'get',
      action: 'law.read',
      title: 'shell.law',
      render: ({ words, query }) => {
        const said = lawWordsIn(law, words.language);
        const asked = readAskedPlace(query, today());
        return showAsked(<RightsPage asked={asked} said={said} table={loadRightsTable()} />, asked);
      },
    }),
    definePage({
      path: '/law/residence',
      method: 'get',
      action: 'law.read',
      title: 'shell.law',
      render: ({ words, query }) => {
        const said = lawWordsIn(law, words.language);
        const asked = readResidenceAsked(query, today());
        return showAsked(<ResidencePage asked={asked} said={said} />, asked);
      },
    }),
    definePage({
      path: '/law/states',
      method: 'get',
      action: 'law.read',
      title: 'shell.law',
      render: ({ words, query }) => {
        const said = lawWordsIn(law, words.language);
        const asked = readStatesAsked(query, said, today());
        return showAsked(<StatesPage asked={asked} said={said} />, asked);
      },
    }),
    definePage({
      path: '/law/states/:state',
      method: 'get',
      action: 'law.read',
      title: 'shell.law',
      render: ({ words, query, params }) => {
        const asked = readStateAsked(params.state ?? '', query, today());
        if (!asked || !law.states[asked.state]) return notFound();
        const decisions = shelf.decisions.filter(({ states }) => states.includes(asked.state));
        const said = lawWordsIn(law, words.language);
        return showAsked(<StatePage asked={asked} said={said} decisions={decisions} />, asked);
      },
    }),
  ];
}
