import type { PlainKey } from '../../web/index.ts';
import type { LeafletId } from '../print/leaflets.ts';

/** A group that material is composed for, and the texts that are chosen for it to begin with. */
type Group = { id: string; label: PlainKey; texts: readonly LeafletId[] };

export const GROUPS: readonly Group[] = [
  { id: 'work', label: 'desk.leaflets.group.work', texts: ['signs', 'ask', 'phone'] },
  { id: 'journey', label: 'desk.leaflets.group.journey', texts: ['signs', 'ask', 'rights'] },
  { id: 'children', label: 'desk.leaflets.group.children', texts: ['signs', 'ask', 'leaving'] },
  { id: 'women', label: 'desk.leaflets.group.women', texts: ['signs', 'ask', 'phone', 'leaving'] },
  { id: 'around', label: 'desk.leaflets.group.around', texts: ['helpers', 'signs'] },
  { id: 'employers', label: 'desk.leaflets.group.employers', texts: ['employers'] },
];
