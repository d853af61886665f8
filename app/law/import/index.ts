export { importDecisions } from './import-command.ts';
export { importPages } from './import-page.tsx';
