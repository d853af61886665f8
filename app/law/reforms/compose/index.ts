export { composePages } from './pages.tsx';
