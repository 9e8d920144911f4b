/** A client of the recorder's socket: hears what is broadcast, and watches streams as the server does for a browser. */
import { join } from 'node:path';
import type { FromRecorderFrame } from '@matlang/link';
import { LinkClient } from '@matlang/testkit';

/** Granted at once for each channel, and again for what was read. */
const CREDIT_BYTES = 4 * 1024 * 1024;

export interface WatchingClientOptions {
  readonly dataDirectory: string;
  /** Main streams to watch, a channel each. */
  readonly watch?: readonly string[];
  readonly onFrame?: (frame: FromRecorderFrame) => void;
}

export interface WatchingClient {
  /** Bytes of live pictures so far. */
  readonly watchedBytes: number;
  close(): void;
}

export const openLinkClient = ({
  dataDirectory,
  watch = [],
  onFrame,
}: WatchingClientOptions): WatchingClient => {
  const link = new LinkClient(join(dataDirectory, 'run', 'recorder.sock'), {
    onFrame: (frame) => {
      if (frame.type === 'channel-fragment') {
        client.watchedBytes += frame.bytes.length;
        link.send({ type: 'credit', channel: frame.channel, bytes: frame.bytes.length });
      }
      onFrame?.(frame);
    },
  });
  const client = { watchedBytes: 0, close: () => link.close() };
  for (const [index, cameraId] of watch.entries()) {
    link.send({
      type: 'subscribe',
      channel: index + 1,
      cameraId,
      kind: 'main',
      creditBytes: CREDIT_BYTES,
      priority: 0,
    });
  }
  return client;
};
