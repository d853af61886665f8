export { reformPages } from './pages.tsx';
export { PopulationResults } from './population-results.tsx';
