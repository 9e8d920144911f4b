/**
 * Transcoding by an ffmpeg program (5.1 or newer) that the site names: one process a stream, in which it is as in node-av, decoder, filters and
 * encoder. Coded pictures go in as Matroska, as they come; how they come out, TimedPackets tells.
 *
 * A program takes no orders while it runs. What becomes of a picture is told by the picture itself: its timestamp is four times its time, and
 * what remains says whether it is to be a sync sample, one like others, or not shown. The filter `select` and the encoder's
 * `-force_key_frames` read it there.
 */
import { Readable } from 'node:stream';
import { annexBOfSample } from '../picture/annex-b.ts';
import { MAX_PICTURE_PIXELS } from '../picture/decoding-limits.ts';
import { type FfmpegProcess, startFfmpeg } from '../picture/ffmpeg-process.ts';
import { type CodedPicture, PictureError } from '../picture/picture-engine.ts';
import {
  EncodedPictures,
  MAX_GOP_PICTURES,
  SyncRhythm,
  transcodingFilter,
  X264_OPTIONS,
} from './h264-encoding.ts';
import { matroskaHead, matroskaPicture } from './matroska-stream.ts';
import { type TimeBase, TimedPackets } from './timed-packets.ts';
import {
  type OpenTranscoder,
  type Transcoder,
  TranscoderOverError,
  type TranscoderSettings,
} from './transcoder.ts';

/** What is left of a timestamp when it is divided by MARKS. */
const MARKS = 4;
const MARK = { sync: 0, plain: 1, hidden: 2 } as const;
/** A quarter of a tick of 90 kHz; what it is too long (a ten-thousandth), only the encoder's rate control sees. */
const TICK_NANOSECONDS = 2778;
const TIME_BASE: TimeBase = { numerator: TICK_NANOSECONDS, denominator: 1_000_000_000 };
/** Of times of one stream: three years. */
const MAX_TICKS = 2 ** 43;

/** Pushed and not out: a decoder holds 16 back at the most. */
const MAX_INSIDE = 20;
/** When nothing came out for so long, what is inside is damaged, or the program is still starting: the next ones are pushed. */
const NOTHING_OUT_MS = 1000;
/** When it takes nothing for so long, or gives nothing at its end, it hangs. */
const SILENT_MS = 20_000;
/** Where the lines are written: behind input, output and errors. */
const LINES_PIPE = 3;

/** What tests change. */
export interface FfmpegTranscoderLimits {
  readonly silentMs?: number;
  readonly maxResidentBytes?: number;
}

/** @param program its name or path */
export function ffmpegTranscoder(program: string, limits: FfmpegTranscoderLimits = {}): OpenTranscoder {
  return (settings) => Promise.resolve(new FfmpegTranscoder(program, settings, limits));
}

class FfmpegTranscoder implements Transcoder {
  readonly #settings: TranscoderSettings;
  readonly #running: FfmpegProcess;
  readonly #silentMs: number;
  readonly #rhythm: SyncRhythm;
  readonly #packets = new TimedPackets(TIME_BASE);
  readonly #encoded = new EncodedPictures();
  /** Presentation times of those that were pushed to be shown and may still come out. */
  #inside: number[] = [];
  /** Of the newest that was pushed as a sync sample and did not come out yet. */
  #awaitedTicks: number | null = null;
  #originTicks: number | null = null;
  /** Writes that the pipe has not taken whole. */
  #untaken = 0;
  #movedMs = performance.now();
  #outMs = performance.now();
  #flushing = false;
  #hasEnded = false;
  #over: Error | null = null;
  #wake = Promise.withResolvers<void>();

  constructor(program: string, settings: TranscoderSettings, limits: FfmpegTranscoderLimits) {
    this.#settings = settings;
    this.#silentMs = limits.silentMs ?? SILENT_MS;
    this.#rhythm = new SyncRhythm(settings.allSync);
    const pipes = ['pipe', 'pipe', 'ignore', 'pipe'] as const;
    this.#running = startFfmpeg(program, parametersOf(settings), pipes, limits.maxResidentBytes);
    const { child, ended } = this.#running;
    // It has ended, which is heard of below.
    child.stdin?.on('error', () => {});
    this.#write(matroskaHead(settings.format, TICK_NANOSECONDS));
    child.stdout?.on('data', (chunk: Buffer) => this.#take(() => this.#packets.takeBytes(chunk)));
    const lines = child.stdio[LINES_PIPE];
    if (lines instanceof Readable)
      lines.setEncoding('latin1').on('data', (chunk: string) => {
        this.#take(() => this.#packets.takeText(chunk));
      });
    void this.#watchEnd(ended);
  }

  forceSync(): void {
    this.#rhythm.force();
  }

  async push({ data, dtsTicks, ptsTicks }: CodedPicture, wanted: boolean): Promise<void> {
    this.#throwIfOver();
    const units = annexBOfSample(data);
    if (units.length === 0) return;
    this.#originTicks ??= dtsTicks;
    const ticks = ptsTicks - this.#originTicks;
    if (ticks < 0 || ticks > MAX_TICKS) throw new PictureError('its time is not of this stream');
    this.#write(matroskaPicture(units, ticks * MARKS + this.#markOf(ptsTicks, wanted)));
    await this.#roomForMore();
  }

  async flush(): Promise<void> {
    this.#throwIfOver();
    this.#flushing = true;
    this.#running.child.stdin?.end();
    this.#movedMs = performance.now();
    while (!this.#hasEnded) {
      if (performance.now() - this.#movedMs >= this.#silentMs) this.#end('ffmpeg does not come to its end');
      this.#throwIfOver();
      await this.#moved(this.#silentMs);
    }
    this.#throwIfOver();
  }

  close(): void {
    this.#over = new Error('the transcoder is closed');
    this.#running.kill();
    this.#move();
  }

  #markOf(ptsTicks: number, wanted: boolean): number {
    if (!wanted) return MARK.hidden;
    this.#inside.push(ptsTicks);
    // Those that never come out are forgotten.
    if (this.#inside.length > 2 * MAX_INSIDE) this.#inside.shift();
    if (!this.#rhythm.isDue(ptsTicks)) return MARK.plain;
    this.#rhythm.made(ptsTicks);
    this.#awaitedTicks = ptsTicks;
    return MARK.sync;
  }

  #write(bytes: Uint8Array): void {
    this.#untaken += 1;
    this.#running.child.stdin?.write(bytes, () => {
      this.#untaken -= 1;
      this.#move();
    });
  }

  async #roomForMore(): Promise<void> {
    for (;;) {
      this.#throwIfOver();
      const nowMs = performance.now();
      const isFull = this.#untaken > 0;
      if (isFull && nowMs - this.#movedMs >= this.#silentMs) {
        this.#end('ffmpeg takes nothing');
        continue;
      }
      const nothingOut = nowMs - this.#outMs >= NOTHING_OUT_MS;
      if (!isFull && (this.#inside.length <= MAX_INSIDE || nothingOut)) return;
      await this.#moved(isFull ? this.#silentMs : NOTHING_OUT_MS);
    }
  }

  /** Fulfilled when something came out or went in, and at the latest then. */
  async #moved(atMostMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, atMostMs);
    await Promise.race([this.#wake.promise, promise]);
    clearTimeout(timer);
  }

  #move(): void {
    this.#movedMs = performance.now();
    this.#wake.resolve();
    this.#wake = Promise.withResolvers<void>();
  }

  #take(read: () => void): void {
    if (this.#over !== null) return;
    try {
      read();
      for (let packet = this.#packets.next(); packet !== null; packet = this.#packets.next()) {
        this.#give(packet.data, Math.floor(packet.ticks / MARKS) + (this.#originTicks ?? 0));
      }
    } catch (cause) {
      this.#end('ffmpeg writes what it should not', cause);
    }
  }

  #give(data: Uint8Array, ptsTicks: number): void {
    this.#inside = this.#inside.filter((inside) => inside > ptsTicks);
    const picture = this.#encoded.take(data, ptsTicks);
    if (this.#awaitedTicks !== null && ptsTicks >= this.#awaitedTicks) {
      // It was damaged: another one must take its place.
      if (picture?.sync !== true) this.#rhythm.force();
      this.#awaitedTicks = null;
    }
    if (picture !== null) this.#settings.onPicture(picture);
    this.#outMs = performance.now();
    this.#move();
  }

  async #watchEnd(ended: Promise<void>): Promise<void> {
    try {
      await ended;
      const { signalCode } = this.#running.child;
      if (!this.#flushing || signalCode !== null) this.#end(`ffmpeg ended (${signalCode})`);
    } catch (cause) {
      this.#end('ffmpeg can’t be started', cause);
    }
    this.#hasEnded = true;
    this.#move();
  }

  #end(why: string, cause?: unknown): void {
    this.#over ??= new TranscoderOverError(why, { cause });
    this.#running.kill();
    this.#move();
  }

  #throwIfOver(): void {
    if (this.#over !== null) throw this.#over;
  }
}

function parametersOf({ maxHeightPixels }: TranscoderSettings): readonly string[] {
  // The first one that is shown must be a sync sample: from it on, both sides count alike (see `t` of -force_key_frames).
  const shown = `if(isnan(prev_selected_pts),eq(mod(pts,${MARKS}),${MARK.sync}),lt(mod(pts,${MARKS}),${MARK.hidden})*gt(pts,prev_selected_pts))`;
  const forced = `expr:eq(mod(round(t*1e9/${TICK_NANOSECONDS}),${MARKS}),${MARK.sync})`;
  const { numerator, denominator } = TIME_BASE;
  // As little is read ahead as there is: everything is known from the head.
  const input = '-copyts -probesize 32 -analyzeduration 1 -fpsprobesize 0 -threads 1 -f matroska';
  const output = '-fps_mode passthrough -c:v libx264 -threads 1 -bf 0 -f tee';
  return [
    ...input.split(' '),
    '-max_pixels',
    String(MAX_PICTURE_PIXELS),
    '-i',
    'pipe:0',
    '-map',
    '0:v:0',
    '-vf',
    `select='${shown}',${transcodingFilter(maxHeightPixels)}`,
    '-enc_time_base',
    `${numerator}:${denominator}`,
    '-force_key_frames',
    forced,
    '-g',
    String(MAX_GOP_PICTURES),
    ...Object.entries(X264_OPTIONS).flatMap(([name, value]) => [`-${name}`, value]),
    ...output.split(' '),
    `[f=h264:flush_packets=1]pipe:1|[f=framecrc:flush_packets=1]pipe:${LINES_PIPE}`,
  ];
}
