/**
 * Pictures by the optional package node-av (docs/decisions/node-av.md). Nothing else in this package imports it for pictures.
 * What takes long (decoding, scaling, encoding) runs on other threads; the rest takes a fraction of a millisecond, less than the way to
 * a thread and back on a busy machine. All native objects are freed by `using`, on every way out: frames hold memory that no garbage collector counts.
 */
import type * as constantsModule from 'node-av/constants';
import type * as libraryModule from 'node-av/lib';
import { annexBOfParameterSets, annexBOfSample } from './annex-b.ts';
import { MAX_PICTURE_PIXELS } from './decoding-limits.ts';
import { type PictureEngine, PictureError, type PictureRequest } from './picture-engine.ts';
import { COARSE_JPEG_QUALITY, JPEG_QUALITY, pictureFilter } from './picture-filter.ts';

type Library = typeof libraryModule;
type Constants = typeof constantsModule;
type Frame = libraryModule.Frame;

/** One a core of a small machine; the recorder comes first by its priority. */
const AT_ONCE = 2;

/** Null with the reason where the package, or the binary that belongs to it, is not there. */
export async function loadNodeAvEngine(): Promise<
  { readonly engine: PictureEngine } | { readonly engine: null; readonly reason: string }
> {
  try {
    const library = await import('node-av/lib');
    const constants = await import('node-av/constants');
    // What damaged samples are is said by our own refusals.
    library.Log.setLevel(constants.AV_LOG_QUIET);
    return { engine: new NodeAvEngine(library, constants) };
  } catch (error) {
    return {
      engine: null,
      reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown',
    };
  }
}

class NodeAvEngine implements PictureEngine {
  readonly name = 'node-av';
  readonly atOnce = AT_ONCE;
  readonly #library: Library;
  readonly #constants: Constants;

  constructor(library: Library, constants: Constants) {
    this.#library = library;
    this.#constants = constants;
  }

  async makeJpeg(request: PictureRequest, signal: AbortSignal): Promise<Uint8Array> {
    using decoded = this.#newFrame();
    await this.#decode(request, decoded, signal);
    using shaped = this.#newFrame();
    await this.#shape(decoded, request.widthPixels, shaped);
    return await this.#encode(shaped, request.coarse === true ? COARSE_JPEG_QUALITY : JPEG_QUALITY);
  }

  #newFrame(): Frame {
    const frame = new this.#library.Frame();
    frame.alloc();
    return frame;
  }

  /** Leaves the wanted picture in `into`. */
  async #decode(request: PictureRequest, into: Frame, signal: AbortSignal): Promise<void> {
    const { library, constants } = { library: this.#library, constants: this.#constants };
    const { format, pictures, ptsTicks } = request;
    const codec = library.Codec.findDecoder(
      format.codec === 'h264' ? constants.AV_CODEC_ID_H264 : constants.AV_CODEC_ID_HEVC,
    );
    if (codec === null) throw new PictureError(`no decoder for ${format.codec}`);
    using context = new library.CodecContext();
    context.allocContext3(codec);
    context.threadCount = 1;
    context.extraData = annexBOfParameterSets(format);
    context.setFlags(constants.AV_CODEC_FLAG_OUTPUT_CORRUPT);
    must(context.setOption('max_pixels', String(MAX_PICTURE_PIXELS)), 'no bound on the size');
    must(context.open2Sync(codec, null), 'the decoder does not take the parameter sets');
    using packet = new library.Packet();
    for (const picture of pictures) {
      signal.throwIfAborted();
      packet.alloc();
      packet.data = annexBOfSample(picture.data);
      packet.pts = BigInt(picture.ptsTicks);
      packet.dts = BigInt(picture.dtsTicks);
      // A damaged one is no end: the wanted one may be another.
      await context.sendPacket(packet);
      packet.free();
      if (await this.#take(context, ptsTicks, into)) return;
    }
    await context.sendPacket(null);
    if (!(await this.#take(context, ptsTicks, into))) throw new PictureError('no such picture was decoded');
  }

  /** Takes what is decoded so far; true with the wanted one in `into`. */
  async #take(context: libraryModule.CodecContext, ptsTicks: number, into: Frame): Promise<boolean> {
    while ((await context.receiveFrame(into)) >= 0) {
      if (into.pts === BigInt(ptsTicks)) return true;
      into.unref();
    }
    return false;
  }

  async #shape(decoded: Frame, widthPixels: number | null, into: Frame): Promise<void> {
    using graph = new this.#library.FilterGraph();
    graph.alloc();
    graph.nbThreads = 1;
    const { num, den } = decoded.sampleAspectRatio;
    const source = [
      `video_size=${decoded.width}x${decoded.height}`,
      `pix_fmt=${decoded.format}`,
      'time_base=1/90000',
      `pixel_aspect=${num}/${Math.max(1, den)}`,
      `colorspace=${decoded.colorSpace}`,
      `range=${decoded.colorRange}`,
    ].join(':');
    must(
      graph.parse2(`buffer@in=${source}[a];[a]${pictureFilter(widthPixels)}[b];[b]buffersink@out`),
      'the filters are refused',
    );
    must(graph.configSync(), 'the filters do not take the picture');
    const input = graph.getFilter('buffer@in');
    const output = graph.getFilter('buffersink@out');
    if (input === null || output === null) throw new Error('the filters have no ends');
    must(input.buffersrcAddFrameSync(decoded), 'the picture does not go through the filters');
    must(await output.buffersinkGetFrame(into), 'no picture comes out of the filters');
  }

  async #encode(frame: Frame, quality: number): Promise<Uint8Array> {
    const { library, constants } = { library: this.#library, constants: this.#constants };
    const codec = library.Codec.findEncoder(constants.AV_CODEC_ID_MJPEG);
    if (codec === null) throw new Error('no encoder for JPEG');
    using context = new library.CodecContext();
    context.allocContext3(codec);
    context.width = frame.width;
    context.height = frame.height;
    context.pixelFormat = constants.AV_PIX_FMT_YUVJ420P;
    context.colorRange = constants.AVCOL_RANGE_JPEG;
    context.timeBase = new library.Rational(1, 25);
    context.threadCount = 1;
    context.setFlags(constants.AV_CODEC_FLAG_QSCALE);
    context.globalQuality = quality * constants.FF_QP2LAMBDA;
    must(context.open2Sync(codec, null), 'the encoder does not take the size');
    frame.quality = quality * constants.FF_QP2LAMBDA;
    frame.pts = 0n;
    must(await context.sendFrame(frame), 'the picture is not encoded');
    context.sendFrameSync(null);
    using packet = new library.Packet();
    packet.alloc();
    must(context.receivePacketSync(packet), 'no JPEG comes out of the encoder');
    if (packet.data === null) throw new PictureError('an empty JPEG');
    return Uint8Array.from(packet.data);
  }
}

/** Negative: an error of FFmpeg. */
function must(code: number, what: string): void {
  if (code < 0) throw new PictureError(`${what} (${code})`);
}
