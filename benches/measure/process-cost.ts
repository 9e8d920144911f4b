/** What a process costs, read from /proc: processor time of all its threads, proportional memory, context switches. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ: /proc counts processor time in hundredths of a second on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Seconds of processor time that a process and all its threads, dead ones too, have used. */
export const processorSeconds = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; fields are counted behind it. utime and stime are the 14th and 15th of all.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
};

const statusField = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);

/** Proportional set size in bytes: memory shared between processes is counted once in their sum. */
export const proportionalBytes = (pid: number): number =>
  statusField(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'), 'Pss') * 1024;

/** Voluntary and involuntary context switches of all threads that are alive. */
export const contextSwitches = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    const text = readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8');
    return (
      sum + statusField(text, 'voluntary_ctxt_switches') + statusField(text, 'nonvoluntary_ctxt_switches')
    );
  }, 0);

/** Sum of a figure over processes. */
export const total = (pids: readonly number[], figure: (pid: number) => number): number =>
  pids.reduce((sum, pid) => sum + figure(pid), 0);
