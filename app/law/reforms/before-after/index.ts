export { type BeforeAfter, beforeAfter } from './before-after.ts';
export { BeforeAfterJson, beforeAfterJson } from './before-after-json.ts';
export { BeforeAfterParts, PROVISION_TITLES, ProvisionChanges } from './before-after-part.tsx';
export { FoundHead } from './case-page.tsx';
export { casePages } from './case-pages.tsx';
export { renderBeforeAfterText } from './render-before-after-text.ts';
