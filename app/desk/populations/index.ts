export { createPopulationCounter } from './count-population.ts';
export { populationPages } from './pages/index.ts';
export { emptyScratch } from './plain-file.ts';
