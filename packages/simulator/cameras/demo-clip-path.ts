/** Where the bundled clips lie. */
import { fileURLToPath } from 'node:url';
import type { DemoCameraPlan } from './commune.ts';

/** The bundled clip of a camera. */
export function demoClipPath(plan: DemoCameraPlan, kind: 'main' | 'sub'): string {
  return fileURLToPath(new URL(`../clips/${plan.slug}-${kind}.mp4`, import.meta.url));
}
