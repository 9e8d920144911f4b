/**
 * Transcoding by the optional package node-av (docs/decisions/node-av.md): decoder, filters and x264 without look-ahead or B
 * pictures, so that what goes in comes out at once.
 */

import type { VideoFormat } from '@matlang/media/stream';
import type * as constantsModule from 'node-av/constants';
import type * as libraryModule from 'node-av/lib';
import { annexBOfParameterSets, annexBOfSample } from '../picture/annex-b.ts';
import { MAX_PICTURE_PIXELS, MAX_TRANSCODED_WIDTH_PIXELS } from '../picture/decoding-limits.ts';
import { type CodedPicture, PictureError } from '../picture/picture-engine.ts';
import { formatOfNals, joinSample, splitAnnexB } from './h264-sample.ts';
import type { OpenTranscoder, TranscodedPicture, Transcoder, TranscoderSettings } from './transcoder.ts';

type Library = typeof libraryModule;
type Constants = typeof constantsModule;

/** All our video's. */
const TIMESCALE = 90_000;
/** Between key frames, so that somebody who joins gets little to catch up with. */
const GOP_TICKS = 2 * TIMESCALE;
/** Quality of x264, and what it may take at the worst: a street at 360 lines looks as its source does. */
const RATE = 'crf=25:vbv-maxrate=1500:vbv-bufsize=1500';

/** Null where the package, or the binary that belongs to it, is not there. */
export async function loadNodeAvTranscoder(): Promise<OpenTranscoder | null> {
  try {
    const library = await import('node-av/lib');
    const constants = await import('node-av/constants');
    library.Log.setLevel(constants.AV_LOG_QUIET);
    return async (settings) => {
      const transcoder = new NodeAvTranscoder(library, constants, settings);
      try {
        await transcoder.open();
        return transcoder;
      } catch (error) {
        transcoder.close();
        throw error;
      }
    };
  } catch {
    return null;
  }
}

/** What depends on the size of the decoded pictures. */
interface Output {
  readonly key: string;
  readonly graph: libraryModule.FilterGraph;
  readonly input: libraryModule.FilterContext;
  readonly output: libraryModule.FilterContext;
  readonly encoder: libraryModule.CodecContext;
}

class NodeAvTranscoder implements Transcoder {
  readonly #library: Library;
  readonly #constants: Constants;
  readonly #settings: TranscoderSettings;
  readonly #decoder: libraryModule.CodecContext;
  readonly #decoded: libraryModule.Frame;
  readonly #shaped: libraryModule.Frame;
  readonly #coded: libraryModule.Packet;
  readonly #unwanted = new Set<number>();
  #output: Output | null = null;
  #format: VideoFormat | null = null;
  #lastPtsTicks = -1;
  #lastSyncTicks = 0;
  #forceSync = true;
  #busy: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(library: Library, constants: Constants, settings: TranscoderSettings) {
    this.#library = library;
    this.#constants = constants;
    this.#settings = settings;
    this.#decoder = new library.CodecContext();
    this.#decoded = new library.Frame();
    this.#decoded.alloc();
    this.#shaped = new library.Frame();
    this.#shaped.alloc();
    this.#coded = new library.Packet();
    this.#coded.alloc();
  }

  async open(): Promise<void> {
    const { format } = this.#settings;
    const constants = this.#constants;
    const codec = this.#library.Codec.findDecoder(
      format.codec === 'h264' ? constants.AV_CODEC_ID_H264 : constants.AV_CODEC_ID_HEVC,
    );
    if (codec === null) throw new PictureError(`no decoder for ${format.codec}`);
    const decoder = this.#decoder;
    decoder.allocContext3(codec);
    decoder.threadCount = 1;
    decoder.extraData = annexBOfParameterSets(format);
    must(decoder.setOption('max_pixels', String(MAX_PICTURE_PIXELS)), 'no bound on the size');
    // Where the sets declare no B pictures, one that was decoded comes out at once.
    must(await decoder.open2(codec, null), 'the decoder does not take the parameter sets');
  }

  forceSync(): void {
    this.#forceSync = true;
  }

  push(picture: CodedPicture, wanted: boolean): Promise<readonly TranscodedPicture[]> {
    return this.#alone(() => this.#push(picture, wanted));
  }

  flush(): Promise<readonly TranscodedPicture[]> {
    return this.#alone(async () => {
      await this.#decoder.sendPacket(null);
      return await this.#takeDecoded();
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    void this.#free();
  }

  /** Native memory must outlive a call that is under way on another thread. */
  async #free(): Promise<void> {
    await this.#busy;
    this.#dropOutput();
    this.#coded.free();
    this.#shaped.free();
    this.#decoded.free();
    this.#decoder.freeContext();
  }

  async #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closed) throw new Error('the transcoder is closed');
    const result = work();
    this.#busy = result.catch(() => undefined);
    return await result;
  }

  async #push(picture: CodedPicture, wanted: boolean): Promise<readonly TranscodedPicture[]> {
    if (!wanted) this.#unwanted.add(picture.ptsTicks);
    using packet = new this.#library.Packet();
    packet.alloc();
    packet.data = annexBOfSample(picture.data);
    packet.pts = BigInt(picture.ptsTicks);
    packet.dts = BigInt(picture.dtsTicks);
    await this.#decoder.sendPacket(packet);
    return await this.#takeDecoded();
  }

  async #takeDecoded(): Promise<TranscodedPicture[]> {
    const pictures: TranscodedPicture[] = [];
    while ((await this.#decoder.receiveFrame(this.#decoded)) >= 0) {
      const ptsTicks = Number(this.#decoded.pts);
      const wanted = !this.#unwanted.delete(ptsTicks);
      // An encoder takes times that grow only.
      if (wanted && ptsTicks > this.#lastPtsTicks) {
        this.#lastPtsTicks = ptsTicks;
        pictures.push(...(await this.#encode(ptsTicks)));
      }
      this.#decoded.unref();
    }
    return pictures;
  }

  async #encode(ptsTicks: number): Promise<TranscodedPicture[]> {
    const { input, output, encoder } = await this.#outputFor(this.#decoded);
    must(await input.buffersrcAddFrame(this.#decoded), 'the picture does not go through the filters');
    must(await output.buffersinkGetFrame(this.#shaped), 'no picture comes out of the filters');
    const sync = this.#settings.allSync || this.#forceSync || ptsTicks - this.#lastSyncTicks >= GOP_TICKS;
    const constants = this.#constants;
    this.#shaped.pts = BigInt(ptsTicks);
    this.#shaped.pictType = sync ? constants.AV_PICTURE_TYPE_I : constants.AV_PICTURE_TYPE_NONE;
    const sent = await encoder.sendFrame(this.#shaped);
    this.#shaped.unref();
    must(sent, 'the picture is not encoded');
    const pictures: TranscodedPicture[] = [];
    while ((await encoder.receivePacket(this.#coded)) >= 0) {
      pictures.push(...this.#take(this.#coded));
      this.#coded.unref();
    }
    return pictures;
  }

  #take(packet: libraryModule.Packet): TranscodedPicture[] {
    if (packet.data === null) return [];
    const nals = splitAnnexB(packet.data);
    const ptsTicks = Number(packet.pts);
    const sync = packet.isKeyframe;
    if (sync) {
      this.#forceSync = false;
      this.#lastSyncTicks = ptsTicks;
      this.#format = formatOfNals(nals, TIMESCALE) ?? this.#format;
    }
    return this.#format === null ? [] : [{ data: joinSample(nals), ptsTicks, sync, format: this.#format }];
  }

  /** Filters and encoder for pictures of this size; others where it changes. */
  async #outputFor(frame: libraryModule.Frame): Promise<Output> {
    const { num, den } = frame.sampleAspectRatio;
    const source = [
      `video_size=${frame.width}x${frame.height}`,
      `pix_fmt=${frame.format}`,
      `time_base=1/${TIMESCALE}`,
      `pixel_aspect=${num}/${Math.max(1, den)}`,
      `colorspace=${frame.colorSpace}`,
      `range=${frame.colorRange}`,
    ].join(':');
    if (this.#output?.key === source) return this.#output;
    this.#dropOutput();
    this.#forceSync = true;
    const graph = new this.#library.FilterGraph();
    const encoder = new this.#library.CodecContext();
    try {
      graph.alloc();
      graph.nbThreads = 1;
      must(graph.parse2(`buffer@in=${source}[a];[a]${this.#filter()}[b];[b]buffersink@out`), 'filters');
      must(await graph.config(), 'the filters do not take the picture');
      const input = graph.getFilter('buffer@in');
      const output = graph.getFilter('buffersink@out');
      if (input === null || output === null) throw new Error('the filters have no ends');
      await this.#openEncoder(encoder, output.buffersinkGetWidth(), output.buffersinkGetHeight());
      this.#output = { key: source, graph, input, output, encoder };
      return this.#output;
    } catch (error) {
      encoder.freeContext();
      graph.free();
      throw error;
    }
  }

  #filter(): string {
    const most = this.#settings.maxHeightPixels;
    return [
      `scale=w='max(16,2*round(min(${MAX_TRANSCODED_WIDTH_PIXELS},iw*sar*min(1,${most}/ih))/2))':h='max(16,2*round(min(${most},ih)/2))':flags=bilinear:out_range=tv`,
      'setsar=1',
      'format=yuv420p',
    ].join(',');
  }

  async #openEncoder(encoder: libraryModule.CodecContext, width: number, height: number): Promise<void> {
    const { library, constants } = { library: this.#library, constants: this.#constants };
    const codec = library.Codec.findEncoderByName(constants.FF_ENCODER_LIBX264);
    if (codec === null) throw new PictureError('no encoder for H.264');
    encoder.allocContext3(codec);
    encoder.width = width;
    encoder.height = height;
    encoder.pixelFormat = constants.AV_PIX_FMT_YUV420P;
    encoder.timeBase = new library.Rational(1, TIMESCALE);
    encoder.framerate = new library.Rational(25, 1);
    encoder.gopSize = 3000;
    encoder.maxBFrames = 0;
    encoder.threadCount = 1;
    const options = library.Dictionary.fromObject({
      preset: 'veryfast',
      tune: 'zerolatency',
      profile: 'main',
      'forced-idr': '1',
      'x264-params': `scenecut=0:repeat-headers=1:threads=1:sliced-threads=0:${RATE}`,
    });
    must(await encoder.open2(codec, options), 'the encoder does not take the size');
  }

  #dropOutput(): void {
    this.#output?.encoder.freeContext();
    this.#output?.graph.free();
    this.#output = null;
  }
}

/** Negative: an error of FFmpeg. */
function must(code: number, what: string): void {
  if (code < 0) throw new PictureError(`${what} (${code})`);
}
