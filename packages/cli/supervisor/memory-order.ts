/**
 * Who goes first when the machine has no memory left: the kernel ends the process with the highest score, and recording outranks
 * everything. Only Linux asks; elsewhere nothing happens.
 */
import { writeFileSync } from 'node:fs';
import type { ProcessRole } from './supervised-process.ts';

/** Beside the share of the memory in thousandths that the process holds. The recorder's stays what it was started with. */
const SCORES: Readonly<Record<ProcessRole, number | null>> = { recorder: null, server: 400, analyst: 800 };

/** Raising it needs no right; a system that refuses goes by memory alone. */
export function yieldMemory(role: ProcessRole, pid: number): void {
  const score = SCORES[role];
  if (score === null || process.platform !== 'linux') return;
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, String(score));
  } catch {
    // See above.
  }
}
