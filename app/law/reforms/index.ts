export { reformPages } from './pages.tsx';
export { PopulationResults } from './population-page.tsx';
