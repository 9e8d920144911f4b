/**
 * One run of an ffmpeg program: bounded in memory, so that what a hostile recording makes of it takes nothing else along. When this process
 * ends, in whichever way, the pipes end, and the program with them. Nice value and place in the kernel's order of ending are inherited.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { watchMemory } from '../memory-limit.ts';

/** Two 8K pictures of H.265 with all that they refer to; a batch of eight pictures of 1080p takes 0.5 GiB. */
export const MAX_PROGRAM_RESIDENT_BYTES = 1024 * 1024 * 1024;
const PAGE_BYTES = 4096;

/** A run that was begun. */
export interface FfmpegProcess {
  readonly child: ChildProcess;
  /** Fulfilled when all that it wrote is read. Rejects where it can't be started. */
  readonly ended: Promise<void>;
  /** Nobody wants it any more. */
  readonly kill: () => void;
}

/** @param pipes as `spawn` has them: input, output, errors, others. @param maxResidentBytes another in tests only */
export function startFfmpeg(
  program: string,
  parameters: readonly string[],
  pipes: readonly ('ignore' | 'pipe')[],
  maxResidentBytes = MAX_PROGRAM_RESIDENT_BYTES,
): FfmpegProcess {
  const child = spawn(program, ['-v', 'quiet', '-nostdin', ...parameters], { stdio: [...pipes] });
  const kill = (): void => void child.kill('SIGKILL');
  const stopWatching = watchMemory({
    residentBytes: () => residentBytesOf(child.pid),
    maxBytes: maxResidentBytes,
    onBeyond: kill,
  });
  child.once('exit', stopWatching);
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (error) => {
      stopWatching();
      reject(error);
    });
    child.once('close', () => resolve());
  });
  // Who waits hears of it; nobody need.
  ended.catch(() => {});
  return { child, ended, kill };
}

/** 0 where the system does not tell, or it has ended. */
function residentBytesOf(pid: number | undefined): number {
  try {
    // In pages: all, resident, shared …
    const [, resident] = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ');
    return Number(resident ?? 0) * PAGE_BYTES;
  } catch {
    return 0;
  }
}
