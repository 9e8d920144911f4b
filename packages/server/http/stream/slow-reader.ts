/**
 * Readers that take their answer so slowly that they would keep a place of the few there are for ever: a few bytes a minute, each in time for the
 * time-out of idle connections. Whoever takes all that is offered is never slow, however little there is.
 */
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/** What must be taken, and in which time. */
export interface ReaderPatience {
  readonly leastBytes: number;
  readonly withinMs: number;
}

/**
 * 2 kB/s: a tenth of the slowest network that a picture of 360 lines comes through live. The kernel takes up to a few megabytes on behalf of a
 * reader and says so in steps; within two minutes they are seen on any network that is faster than this.
 */
export const READER_PATIENCE: ReaderPatience = { leastBytes: 256 * 1024, withinMs: 120_000 };

/** An answer was broken off because of its reader. */
export class SlowReaderError extends Error {
  override readonly name = 'SlowReaderError';
}

const LOOKS = 8;

/** Of all answers that are streams; each breaks off, as far as it was sent, when its reader is too slow. */
export function watchReaders(app: FastifyInstance, patience: ReaderPatience = READER_PATIENCE): void {
  app.addHook('onSend', async (_request, reply, payload) => {
    if (!(payload instanceof Readable)) return payload;
    watchReader(reply.raw, patience, (error) => {
      payload.destroy(error);
      // The last bytes may be on their way, and the stream over.
      reply.raw.destroy();
    });
    return payload;
  });
}

/** Looks until the answer is over. `breakOff` is called once at the most. */
function watchReader(
  response: ServerResponse,
  { leastBytes, withinMs }: ReaderPatience,
  breakOff: (error: SlowReaderError) => void,
): void {
  let sinceMs = performance.now();
  let takenThen = takenBytes(response);
  const timer = setInterval(() => {
    const nowMs = performance.now();
    const taken = takenBytes(response);
    // What it waits for is ours to bring; or it was quick enough.
    if (response.writableLength === 0 || taken - takenThen >= leastBytes) {
      sinceMs = nowMs;
      takenThen = taken;
    } else if (nowMs - sinceMs >= withinMs) {
      clearInterval(timer);
      const tookMs = Math.round(nowMs - sinceMs);
      breakOff(new SlowReaderError(`${taken - takenThen} bytes were taken in ${tookMs} ms`));
    }
  }, withinMs / LOOKS);
  timer.unref();
  response.once('close', () => clearInterval(timer));
}

/** Those that the kernel took, over the connection's whole life. */
function takenBytes({ socket }: ServerResponse): number {
  return socket === null ? 0 : socket.bytesWritten - socket.writableLength;
}
