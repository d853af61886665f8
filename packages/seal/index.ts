export { KEY_BYTES, type Opened, open, type Random, type Sealing, seal } from './box.ts';
