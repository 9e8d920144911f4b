/** Files that run beside a test, in a thread or process of their own: tests of other packages name them from here. */

/** A volume's worker whose disk stalls while a shared flag is 1. */
export const STALLING_WORKER = new URL('./stalling-worker.ts', import.meta.url);

/** A process that records until it is killed; parameters: folder, first instant in Unix ms, boot id. */
export const RECORDING_CHILD = new URL('./recording-child.ts', import.meta.url);
