/**
 * What ffmpeg's muxer `tee` writes to two pipes, joined again: the coded packets one behind the other (muxer `h264`), and a line a packet that
 * says how long it is and when it is shown (muxer `framecrc`: stream, decode time, presentation time, duration, bytes, checksum). No container
 * that it writes would do: those with exact times hold a packet back until the next one.
 */
import { PictureError } from '../picture/picture-engine.ts';

/** A packet, its presentation time in ticks of the clock that was asked for. */
export interface TimedPacket {
  readonly data: Uint8Array;
  readonly ticks: number;
}

/** Seconds of a tick, as a fraction. */
export interface TimeBase {
  readonly numerator: number;
  readonly denominator: number;
}

/** Of a packet: a picture of 4096x576 has a tenth of it. */
const MAX_PACKET_BYTES = 8 * 1024 * 1024;
const MAX_LINE_CHARACTERS = 1000;
const TIME_BASE_LINE = /^#tb 0: (\d+)\/(\d+)$/;

/** One for each run of the program. */
export class TimedPackets {
  readonly #timeBase: TimeBase;
  #parts: Uint8Array[] = [];
  #sizeBytes = 0;
  #text = '';
  readonly #lines: { readonly ticks: number; readonly sizeBytes: number }[] = [];

  constructor(timeBase: TimeBase) {
    this.#timeBase = timeBase;
  }

  /** Of the coded packets. @throws PictureError */
  takeBytes(chunk: Uint8Array): void {
    this.#parts.push(chunk);
    this.#sizeBytes += chunk.length;
    // A chunk of a pipe has 64 KiB.
    if (this.#sizeBytes > 2 * MAX_PACKET_BYTES) throw new PictureError('packets without lines');
  }

  /** Of the lines. @throws PictureError where they are none of `framecrc`, or of another clock */
  takeText(chunk: string): void {
    const lines = (this.#text + chunk).split('\n');
    this.#text = lines.pop() ?? '';
    if (this.#text.length > MAX_LINE_CHARACTERS) throw new PictureError('a line without an end');
    for (const line of lines) this.#takeLine(line);
  }

  /** The oldest that is whole; its bytes belong to the caller. */
  next(): TimedPacket | null {
    const [line] = this.#lines;
    if (line === undefined || this.#sizeBytes < line.sizeBytes) return null;
    this.#lines.shift();
    const all = Buffer.concat(this.#parts);
    this.#parts = [all.subarray(line.sizeBytes)];
    this.#sizeBytes -= line.sizeBytes;
    return { data: all.subarray(0, line.sizeBytes), ticks: line.ticks };
  }

  #takeLine(line: string): void {
    if (line.startsWith('#')) {
      const found = TIME_BASE_LINE.exec(line);
      const { numerator, denominator } = this.#timeBase;
      if (found !== null && Number(found[1]) * denominator !== Number(found[2]) * numerator)
        throw new PictureError(`another clock than was asked for: ${line}`);
      return;
    }
    const [, , ticks, , sizeBytes] = line.split(',').map(Number);
    if (ticks === undefined || sizeBytes === undefined || !Number.isSafeInteger(ticks))
      throw new PictureError('no line of a packet');
    if (!(sizeBytes >= 0 && sizeBytes <= MAX_PACKET_BYTES))
      throw new PictureError(`a packet of ${sizeBytes} bytes`);
    this.#lines.push({ ticks, sizeBytes });
  }
}
