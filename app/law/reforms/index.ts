export { reformPages } from './pages.tsx';
