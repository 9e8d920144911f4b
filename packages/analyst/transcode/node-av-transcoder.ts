/** Transcoding by the optional package node-av (docs/decisions/node-av.md), in this process. */
import {
  type CodecContext,
  configureFilters,
  type Filters,
  type Frame,
  loadNodeAv,
  must,
  type NodeAv,
  openDecoder,
  type Packet,
  sendPicture,
  sourceOf,
} from '../picture/node-av-library.ts';
import { type CodedPicture, PictureError } from '../picture/picture-engine.ts';
import { VIDEO_TIMESCALE } from '../picture/video-clock.ts';
import {
  EncodedPictures,
  MAX_GOP_PICTURES,
  SyncRhythm,
  transcodingFilter,
  X264_OPTIONS,
} from './h264-encoding.ts';
import type { OpenTranscoder, Transcoder, TranscoderSettings } from './transcoder.ts';

/** Unwanted ones inside at a time: a decoder holds 16 back. */
const MAX_HIDDEN = 64;

/** Null where the package, or the binary that belongs to it, is not there. */
export async function loadNodeAvTranscoder(): Promise<OpenTranscoder | null> {
  const nodeAv = await loadNodeAv();
  if ('reason' in nodeAv) return null;
  // Where the sets declare no B pictures, one that was decoded comes out at once.
  return async (settings) =>
    new NodeAvTranscoder(nodeAv, settings, openDecoder(nodeAv, settings.format, { corrupt: false }));
}

/** What depends on the size of the decoded pictures. */
interface Output extends Filters {
  readonly source: string;
  readonly encoder: CodecContext;
}

class NodeAvTranscoder implements Transcoder {
  readonly #nodeAv: NodeAv;
  readonly #settings: TranscoderSettings;
  readonly #decoder: CodecContext;
  readonly #decoded: Frame;
  readonly #shaped: Frame;
  readonly #coded: Packet;
  readonly #rhythm: SyncRhythm;
  readonly #encoded = new EncodedPictures();
  readonly #unwanted = new Set<number>();
  #output: Output | null = null;
  #lastPtsTicks = -1;
  #busy: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(nodeAv: NodeAv, settings: TranscoderSettings, decoder: CodecContext) {
    this.#nodeAv = nodeAv;
    this.#settings = settings;
    this.#decoder = decoder;
    this.#rhythm = new SyncRhythm(settings.allSync);
    this.#decoded = new nodeAv.library.Frame();
    this.#decoded.alloc();
    this.#shaped = new nodeAv.library.Frame();
    this.#shaped.alloc();
    this.#coded = new nodeAv.library.Packet();
    this.#coded.alloc();
  }

  forceSync(): void {
    this.#rhythm.force();
  }

  push(picture: CodedPicture, wanted: boolean): Promise<void> {
    return this.#inTurn(async () => {
      if (!wanted) this.#hide(picture.ptsTicks);
      await sendPicture(this.#nodeAv, this.#decoder, picture);
      await this.#takeDecoded();
    });
  }

  flush(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#decoder.sendPacket(null);
      await this.#takeDecoded();
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

  /** Behind what was asked before: a decoder is used by one thread at a time. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#busy.then(() => {
      if (this.#closed) throw new Error('the transcoder is closed');
      return work();
    });
    this.#busy = done.catch(() => undefined);
    return done;
  }

  /** Those that never come out are forgotten, oldest first. */
  #hide(ptsTicks: number): void {
    this.#unwanted.add(ptsTicks);
    for (const oldest of this.#unwanted) {
      if (this.#unwanted.size <= MAX_HIDDEN) break;
      this.#unwanted.delete(oldest);
    }
  }

  async #takeDecoded(): Promise<void> {
    while ((await this.#decoder.receiveFrame(this.#decoded)) >= 0) {
      const ptsTicks = Number(this.#decoded.pts);
      const wanted = !this.#unwanted.delete(ptsTicks);
      try {
        // An encoder takes times that grow only.
        if (wanted && ptsTicks > this.#lastPtsTicks) {
          this.#lastPtsTicks = ptsTicks;
          await this.#encode(ptsTicks);
        }
      } finally {
        this.#decoded.unref();
      }
    }
  }

  async #encode(ptsTicks: number): Promise<void> {
    const { constants } = this.#nodeAv;
    const { input, output, encoder } = await this.#outputFor(this.#decoded);
    must(await input.buffersrcAddFrame(this.#decoded), 'the picture does not go through the filters');
    must(await output.buffersinkGetFrame(this.#shaped), 'no picture comes out of the filters');
    this.#shaped.pts = BigInt(ptsTicks);
    this.#shaped.pictType = this.#rhythm.isDue(ptsTicks)
      ? constants.AV_PICTURE_TYPE_I
      : constants.AV_PICTURE_TYPE_NONE;
    const sent = await encoder.sendFrame(this.#shaped);
    this.#shaped.unref();
    must(sent, 'the picture is not encoded');
    while ((await encoder.receivePacket(this.#coded)) >= 0) {
      const { data, pts } = this.#coded;
      const picture = data === null ? null : this.#encoded.take(data, Number(pts));
      this.#coded.unref();
      if (picture?.sync === true) this.#rhythm.made(picture.ptsTicks);
      if (picture !== null && !this.#closed) this.#settings.onPicture(picture);
    }
  }

  /** Filters and encoder for pictures of this size; others where it changes. */
  async #outputFor(frame: Frame): Promise<Output> {
    const source = sourceOf(frame);
    if (this.#output?.source === source) return this.#output;
    this.#dropOutput();
    this.#rhythm.force();
    const filters = configureFilters(this.#nodeAv, source, transcodingFilter(this.#settings.maxHeightPixels));
    const { graph, output } = filters;
    const encoder = new this.#nodeAv.library.CodecContext();
    try {
      await this.#openEncoder(encoder, output.buffersinkGetWidth(), output.buffersinkGetHeight());
      this.#output = { ...filters, source, encoder };
      return this.#output;
    } catch (error) {
      encoder.freeContext();
      graph.free();
      throw error;
    }
  }

  async #openEncoder(encoder: CodecContext, width: number, height: number): Promise<void> {
    const { library, constants } = this.#nodeAv;
    const codec = library.Codec.findEncoderByName(constants.FF_ENCODER_LIBX264);
    if (codec === null) throw new PictureError('no encoder for H.264');
    encoder.allocContext3(codec);
    encoder.width = width;
    encoder.height = height;
    encoder.pixelFormat = constants.AV_PIX_FMT_YUV420P;
    encoder.timeBase = new library.Rational(1, VIDEO_TIMESCALE);
    encoder.framerate = new library.Rational(25, 1);
    encoder.gopSize = MAX_GOP_PICTURES;
    encoder.maxBFrames = 0;
    encoder.threadCount = 1;
    const options = library.Dictionary.fromObject({ ...X264_OPTIONS });
    must(await encoder.open2(codec, options), 'the encoder does not take the size');
  }

  #dropOutput(): void {
    this.#output?.encoder.freeContext();
    this.#output?.graph.free();
    this.#output = null;
  }
}
