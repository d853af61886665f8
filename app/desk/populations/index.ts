export { type Counter, createPopulationCounter } from './count-population.ts';
export { memoryForCountsHere } from './counting-room.ts';
export { populationPages } from './pages/index.ts';
export { emptyScratch } from './plain-file.ts';
