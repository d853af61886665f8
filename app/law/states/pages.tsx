import type { Day, Law } from '@clew/rules';
import { definePage, notFound, type Page } from '../../web/index.ts';
import { readAskedPlace } from '../asked-day.tsx';
import { lawWordsIn } from '../law-words.ts';
import type { Shelf } from '../library/index.ts';
import { loadRightsTable } from '../rights-table.ts';
import { ResidencePage, readResidenceAsked } from './residence-page.tsx';
import { RightsPage } from './rights-page.tsx';
import { readStateAsked, StatePage } from './state-page.tsx';
import { readStatesAsked, StatesPage } from './states-page.tsx';

/** The pages about States: whom a treaty binds, and what one State owes. */
export function statePages(law: Law, { today, shelf }: { today: () => Day; shelf: Shelf }): Page[] {
  return [
    definePage({
      path: '/law/rights',
      method: 'get',
      action: 'law.read',
      title: 'shell.law',
      render: ({ words, query }) => {
        const said = lawWordsIn(law, words.language);
        return <RightsPage asked={readAskedPlace(query, today())} said={said} table={loadRightsTable()} />;
      },
    }),
    definePage({
      path: '/law/residence',
      method: 'get',
      action: 'law.read',
      title: 'shell.law',
      render: ({ words, query }) => {
        const said = lawWordsIn(law, words.language);
        return <ResidencePage asked={readResidenceAsked(query, today())} said={said} />;
      },
    }),
    definePage({
      path: '/law/states',
      method: 'get',
      action: 'law.read',
      title: 'shell.law',
      render: ({ words, query }) => {
        const said = lawWordsIn(law, words.language);
        return <StatesPage asked={readStatesAsked(query, said, today())} said={said} />;
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
        return <StatePage asked={asked} said={lawWordsIn(law, words.language)} decisions={decisions} />;
      },
    }),
  ];
}
