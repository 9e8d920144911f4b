/** A client of the recorder's socket: hears what is broadcast, and watches streams as the server does for a browser. */
import { connect } from 'node:net';
import { join } from 'node:path';
import {
  decodeFromRecorderFrame,
  encodeToRecorderFrame,
  FrameReader,
  type FromRecorderFrame,
  LINK_PROTOCOL_VERSION,
} from '@matlang/link';

/** Granted at once for each channel, and again for what was read. */
const CREDIT_BYTES = 4 * 1024 * 1024;

export interface LinkClientOptions {
  readonly dataDirectory: string;
  /** Main streams to watch, a channel each. */
  readonly watch?: readonly string[];
  readonly onFrame?: (frame: FromRecorderFrame) => void;
}

export interface LinkClient {
  /** Bytes of live pictures so far. */
  readonly watchedBytes: number;
  close(): void;
}

export const openLinkClient = ({ dataDirectory, watch = [], onFrame }: LinkClientOptions): LinkClient => {
  const socket = connect(join(dataDirectory, 'run', 'recorder.sock'));
  const frames = new FrameReader(decodeFromRecorderFrame);
  const client = { watchedBytes: 0, close: () => socket.destroy() };
  const send = (frame: Parameters<typeof encodeToRecorderFrame>[0]): void => {
    socket.write(encodeToRecorderFrame(frame));
  };
  socket.on('error', () => {});
  socket.on('connect', () => {
    send({
      type: 'hello',
      protocolVersion: LINK_PROTOCOL_VERSION,
      role: 'tool',
      productVersion: 'bench',
    });
    for (const [index, cameraId] of watch.entries())
      send({
        type: 'subscribe',
        channel: index + 1,
        cameraId,
        kind: 'main',
        creditBytes: CREDIT_BYTES,
        priority: 0,
      });
  });
  socket.on('data', (chunk) => {
    frames.push(chunk, (frame) => {
      if (frame.type === 'channel-fragment') {
        client.watchedBytes += frame.bytes.length;
        send({ type: 'credit', channel: frame.channel, bytes: frame.bytes.length });
      }
      onFrame?.(frame);
    });
  });
  return client;
};
