/** Waiting for what sockets, processes and disks bring. */
const POLL_MS = 10;

/**
 * Fulfilled once `isSo`, looked at every few milliseconds; `what` names it where it doesn't happen.
 * @throws Error when `timeoutMs` are over
 */
export async function until(what: string, isSo: () => boolean, timeoutMs = 30_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`still not so after ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
