export { gaps } from './gaps-command.ts';
export { statePages } from './pages.tsx';
