/** x264 and x265 by the optional package node-av (docs/decisions/node-av.md). Nothing else in the project imports it for encoding. */
import type * as constantsModule from 'node-av/constants';
import type * as libraryModule from 'node-av/lib';
import type { CodecContext, Frame, Packet } from 'node-av/lib';
import { splitAnnexB } from '../source/annex-b-file.ts';
import { nalKind } from '../source/nal.ts';
import type { EncodedPicture, EncoderSettings, OpenEncoder, PictureEncoder } from './picture-encoder.ts';

type Library = typeof libraryModule;
type Constants = typeof constantsModule;

/** Null with the reason where the package, or the binary that belongs to it, is not there. */
export async function loadNodeAv(): Promise<
  { readonly open: OpenEncoder } | { readonly open: null; readonly reason: string }
> {
  try {
    const library = await import('node-av/lib');
    const constants = await import('node-av/constants');
    library.Log.setLevel(constants.AV_LOG_ERROR);
    return { open: (settings) => openEncoder(library, constants, settings) };
  } catch (error) {
    return { open: null, reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown' };
  }
}

async function openEncoder(
  library: Library,
  constants: Constants,
  settings: EncoderSettings,
): Promise<PictureEncoder> {
  const { FFmpegError } = library;
  const codec = library.Codec.findEncoderByName(
    settings.codec === 'h264' ? constants.FF_ENCODER_LIBX264 : constants.FF_ENCODER_LIBX265,
  );
  if (codec === null) throw new Error(`node-av has no encoder for ${settings.codec}`);
  const context = new library.CodecContext();
  context.allocContext3(codec);
  context.width = settings.width;
  context.height = settings.height;
  context.pixelFormat = constants.AV_PIX_FMT_YUV420P;
  context.timeBase = new library.Rational(1, settings.framesPerSecond);
  context.framerate = new library.Rational(settings.framesPerSecond, 1);
  context.gopSize = settings.gopFrames;
  context.maxBFrames = 0;
  context.threadCount = 1;
  const options = library.Dictionary.fromObject(optionsOf(settings));
  FFmpegError.throwIfError(await context.open2(codec, options), `opening the encoder for ${settings.codec}`);
  const frame = new library.Frame();
  frame.alloc();
  frame.width = settings.width;
  frame.height = settings.height;
  frame.format = constants.AV_PIX_FMT_YUV420P;
  FFmpegError.throwIfError(frame.getBuffer(1), 'a frame for the encoder');
  const packet = new library.Packet();
  packet.alloc();
  return new NodeAvEncoder(library, constants, settings, { context, frame, packet });
}

/** Deterministic and without delay: one thread, no look-ahead, sets before each key frame. */
function optionsOf(settings: EncoderSettings): Record<string, string> {
  const kilobits = Math.round(settings.bitsPerSecond / 1000);
  if (settings.codec === 'h264') {
    return {
      preset: settings.effort === 'small' ? 'medium' : 'ultrafast',
      tune: 'zerolatency',
      'x264-params': [
        `keyint=${settings.gopFrames}:min-keyint=1:scenecut=0:repeat-headers=1:threads=1:sliced-threads=0`,
        `crf=28:vbv-maxrate=${kilobits}:vbv-bufsize=${kilobits * 2}`,
      ].join(':'),
    };
  }
  return {
    preset: settings.effort === 'small' ? 'medium' : 'ultrafast',
    tune: 'zerolatency',
    'x265-params': [
      `keyint=${settings.gopFrames}:min-keyint=1:scenecut=0:repeat-headers=1:pools=none:frame-threads=1:wpp=0`,
      `crf=30:log-level=error:info=0:open-gop=0:vbv-maxrate=${kilobits}:vbv-bufsize=${kilobits * 2}`,
    ].join(':'),
  };
}

interface Handles {
  readonly context: CodecContext;
  readonly frame: Frame;
  readonly packet: Packet;
}

class NodeAvEncoder implements PictureEncoder {
  readonly #library: Library;
  readonly #constants: Constants;
  readonly #settings: EncoderSettings;
  readonly #handles: Handles;
  #count = 0n;
  #busy: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(library: Library, constants: Constants, settings: EncoderSettings, handles: Handles) {
    this.#library = library;
    this.#constants = constants;
    this.#settings = settings;
    this.#handles = handles;
  }

  encode(
    picture: { readonly data: Uint8Array },
    _frameNumber: number,
    forceSync: boolean,
  ): Promise<EncodedPicture> {
    const encoding = this.#encode(picture.data, forceSync);
    this.#busy = encoding.catch(() => undefined);
    return encoding;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    void this.#free();
  }

  /** Native memory must outlive a call that is under way on another thread. */
  async #free(): Promise<void> {
    await this.#busy;
    this.#handles.frame.free();
    this.#handles.packet.free();
    this.#handles.context.freeContext();
  }

  async #encode(data: Uint8Array, forceSync: boolean): Promise<EncodedPicture> {
    if (this.#closed) throw new Error('the encoder is closed');
    const { context, frame, packet } = this.#handles;
    const { FFmpegError } = this.#library;
    FFmpegError.throwIfError(frame.makeWritable(), 'a frame for the encoder');
    FFmpegError.throwIfError(
      frame.fromBuffer(Buffer.from(data.buffer, data.byteOffset, data.byteLength)),
      'filling a frame',
    );
    frame.pts = this.#count;
    this.#count += 1n;
    frame.pictType = forceSync ? this.#constants.AV_PICTURE_TYPE_I : this.#constants.AV_PICTURE_TYPE_NONE;
    FFmpegError.throwIfError(await context.sendFrame(frame), 'encoding a picture');
    FFmpegError.throwIfError(await context.receivePacket(packet), 'taking a picture from the encoder');
    const coded = packet.data === null ? new Uint8Array(0) : Uint8Array.from(packet.data);
    packet.unref();
    const nals = splitAnnexB(coded);
    return { nals, sync: nals.some((nal) => nalKind(this.#settings.codec, nal) === 'sync') };
  }
}
