export { BlockPool, PictureMemory } from './picture-memory.ts';
