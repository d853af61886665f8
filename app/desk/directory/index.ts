export { type HsdsDocument, readHsds, writeService, writeServices } from './hsds/read-hsds.ts';
export { Listing, LONGEST } from './listing.ts';
export { type IsOpen, isOpenAt } from './opening-hours.ts';
export { directoryPages } from './pages/index.ts';
export { COST_WORDS, hoursText, NEED_WORDS, SERVED_WORDS } from './pages/listing-words.tsx';
export { partnerPages } from './pages/partner-pages.tsx';
export { readShownHelp, type ShownHelp } from './shown-help.ts';
export { NEEDS, type Need, SERVED, type Served } from './terms.ts';
