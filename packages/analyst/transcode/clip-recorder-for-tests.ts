/** A recorder's socket that sends the pictures of a clip when told, as live fragments. */
import { readFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import {
  decodeToRecorderFrame,
  encodeFromRecorderFrame,
  FrameReader,
  type FromRecorderFrame,
  LINK_PROTOCOL_VERSION,
  type ToRecorderFrame,
} from '@matlang/link';
import { createInitSegment, readAtBytes, readMovie, writeFragment } from '@matlang/media/mp4';
import type { TestContext } from 'vitest';

/** Gone when the test is over. */
export class ClipRecorder {
  readonly heard: ToRecorderFrame[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #frames: FromRecorderFrame[] = [];

  /** @param cameraId whose pictures they are said to be. @param damage what is sent instead of a sample */
  static async start(
    context: TestContext,
    path: string,
    file: string,
    cameraId: string,
    startUnixMs: number,
    damage: (data: Uint8Array) => Uint8Array = (data) => data,
  ): Promise<ClipRecorder> {
    const recorder = new ClipRecorder();
    await recorder.#load(file, cameraId, startUnixMs, damage);
    const server = createServer((socket) => recorder.#serve(socket));
    await new Promise<void>((resolve) => void server.listen(path, resolve));
    context.onTestFinished(async () => {
      recorder.cut();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    });
    return recorder;
  }

  /** Pictures from `first` up to `end`, to everybody. */
  send(first: number, end: number): void {
    for (const frame of this.#frames.slice(first + 1, end + 1)) this.#write(frame);
  }

  begin(): void {
    for (const frame of this.#frames.slice(0, 1)) this.#write(frame);
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #write(frame: FromRecorderFrame): void {
    for (const socket of this.#sockets) socket.write(encodeFromRecorderFrame(frame));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    const reader = new FrameReader(decodeToRecorderFrame);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', (chunk) => reader.push(chunk, (frame) => void this.heard.push(frame)));
    const hello = {
      protocolVersion: LINK_PROTOCOL_VERSION,
      role: 'recorder',
      productVersion: 'test',
    } as const;
    socket.write(encodeFromRecorderFrame({ type: 'hello', ...hello }));
  }

  async #load(
    file: string,
    cameraId: string,
    startUnixMs: number,
    damage: (data: Uint8Array) => Uint8Array,
  ): Promise<void> {
    const bytes = await readFile(file);
    const [track] = readMovie(readAtBytes(bytes)).tracks;
    if (track?.format.kind !== 'video') throw new Error('no picture');
    const { format } = track;
    const facts = { channel: 1, cameraId, kind: 'main', codec: 'h265' } as const;
    const rest = { widthPixels: 320, heightPixels: 180, sampleRateHz: null, channels: null };
    const init = createInitSegment({ format, creationUnixMs: 0, cameraName: '' });
    const { codecString, timescale } = format;
    this.#frames.push({ type: 'channel-init', facts: { ...facts, codecString, timescale, ...rest }, init });
    for (let at = 0; at < track.sampleCount; at += 1) {
      const offset = track.offsetsBytes[at] ?? 0;
      const data = damage(bytes.subarray(offset, offset + (track.sizesBytes[at] ?? 0)));
      const dtsTicks = track.dtsTicks[at] ?? 0;
      const sync = track.sync[at] === 1;
      const sample = {
        dtsTicks,
        compositionOffsetTicks: track.compositionOffsetsTicks[at] ?? 0,
        durationTicks: 3600,
        sizeBytes: data.length,
        sync,
        leading: false,
        disposable: false,
      };
      const wallStartUnixMs = startUnixMs + Math.round(dtsTicks / 90);
      const fragment = {
        sequenceNumber: at + 1,
        wallStartUnixMs,
        prft: false,
        samples: [sample],
        data: [data],
      };
      this.#frames.push({
        type: 'channel-fragment',
        channel: 1,
        sync,
        cached: false,
        leading: false,
        wallStartUnixMs,
        bytes: writeFragment(fragment),
      });
    }
  }
}
