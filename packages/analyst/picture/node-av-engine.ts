/**
 * Pictures by the optional package node-av (docs/decisions/node-av.md).
 * What takes long (decoding, scaling, encoding) runs on other threads; the rest takes a fraction of a millisecond, less than the way to
 * a thread and back on a busy machine. All native objects are freed by `using`, on every way out: frames hold memory that no garbage collector counts.
 */
import {
  type CodecContext,
  configureFilters,
  type Frame,
  loadNodeAv,
  must,
  type NodeAv,
  openDecoder,
  sendPicture,
  sourceOf,
} from './node-av-library.ts';
import { type PictureEngine, PictureError, type PictureRequest } from './picture-engine.ts';
import { COARSE_JPEG_QUALITY, JPEG_QUALITY, pictureFilter } from './picture-filter.ts';

/** One a core of a small machine; the recorder comes first by its priority. */
const AT_ONCE = 2;

/** Null with the reason where the package, or the binary that belongs to it, is not there. */
export async function loadNodeAvEngine(): Promise<
  { readonly engine: PictureEngine } | { readonly engine: null; readonly reason: string }
> {
  const loaded = await loadNodeAv();
  return 'reason' in loaded ? { engine: null, reason: loaded.reason } : { engine: new NodeAvEngine(loaded) };
}

class NodeAvEngine implements PictureEngine {
  readonly name = 'node-av';
  readonly atOnce = AT_ONCE;
  readonly #nodeAv: NodeAv;

  constructor(nodeAv: NodeAv) {
    this.#nodeAv = nodeAv;
  }

  async makeJpeg(request: PictureRequest, signal: AbortSignal): Promise<Uint8Array> {
    using decoded = this.#newFrame();
    await this.#decode(request, decoded, signal);
    using shaped = this.#newFrame();
    await this.#shape(decoded, request.widthPixels, shaped);
    return await this.#encode(shaped, request.coarse === true ? COARSE_JPEG_QUALITY : JPEG_QUALITY);
  }

  #newFrame(): Frame {
    const frame = new this.#nodeAv.library.Frame();
    frame.alloc();
    return frame;
  }

  /** Leaves the wanted picture in `into`. */
  async #decode(request: PictureRequest, into: Frame, signal: AbortSignal): Promise<void> {
    const { format, pictures, ptsTicks } = request;
    using context = openDecoder(this.#nodeAv, format, { corrupt: true });
    for (const picture of pictures) {
      signal.throwIfAborted();
      await sendPicture(this.#nodeAv, context, picture);
      if (await this.#take(context, ptsTicks, into)) return;
    }
    await context.sendPacket(null);
    if (!(await this.#take(context, ptsTicks, into))) throw new PictureError('no such picture was decoded');
  }

  /** Takes what is decoded so far; true with the wanted one in `into`. */
  async #take(context: CodecContext, ptsTicks: number, into: Frame): Promise<boolean> {
    while ((await context.receiveFrame(into)) >= 0) {
      if (into.pts === BigInt(ptsTicks)) return true;
      into.unref();
    }
    return false;
  }

  async #shape(decoded: Frame, widthPixels: number | null, into: Frame): Promise<void> {
    const { graph, input, output } = configureFilters(
      this.#nodeAv,
      sourceOf(decoded),
      pictureFilter(widthPixels),
    );
    using _graph = graph;
    must(input.buffersrcAddFrameSync(decoded), 'the picture does not go through the filters');
    must(await output.buffersinkGetFrame(into), 'no picture comes out of the filters');
  }

  async #encode(frame: Frame, quality: number): Promise<Uint8Array> {
    const { library, constants } = this.#nodeAv;
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
