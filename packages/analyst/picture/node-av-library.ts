/**
 * The optional package node-av (docs/decisions/node-av.md): loaded here and nowhere else, with what making stills and coding anew have
 * in common. Native objects are freed by whoever has them.
 */
import type { VideoFormat } from '@matlang/media/stream';
import type * as constantsModule from 'node-av/constants';
import type * as libraryModule from 'node-av/lib';
import { annexBOfParameterSets, annexBOfSample } from './annex-b.ts';
import { MAX_PICTURE_PIXELS } from './decoding-limits.ts';
import { type CodedPicture, PictureError } from './picture-engine.ts';
import { VIDEO_TIMESCALE } from './video-clock.ts';

/** The package, loaded. */
export interface NodeAv {
  readonly library: typeof libraryModule;
  readonly constants: typeof constantsModule;
}

/** Of the package; its types only, so that nobody else need import them. */
export type CodecContext = libraryModule.CodecContext;
/** A decoded picture. */
export type Frame = libraryModule.Frame;
/** What came out of an encoder. */
export type Packet = libraryModule.Packet;

/** Filters between a decoder and an encoder, for pictures of one size. */
export interface Filters {
  readonly graph: libraryModule.FilterGraph;
  readonly input: libraryModule.FilterContext;
  readonly output: libraryModule.FilterContext;
}

/** The reason where the package, or the binary that belongs to it, is not there. */
export async function loadNodeAv(): Promise<NodeAv | { readonly reason: string }> {
  try {
    const library = await import('node-av/lib');
    const constants = await import('node-av/constants');
    // What damaged samples are is said by our own refusals.
    library.Log.setLevel(constants.AV_LOG_QUIET);
    return { library, constants };
  } catch (error) {
    return { reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown' };
  }
}

/** @throws PictureError for an error of FFmpeg, which is negative */
export function must(code: number, what: string): void {
  if (code < 0) throw new PictureError(`${what} (${code})`);
}

/** Open, for one stream's pictures; `corrupt`: damaged ones come out too. @throws PictureError */
export function openDecoder(
  { library, constants }: NodeAv,
  format: VideoFormat,
  { corrupt }: { readonly corrupt: boolean },
): CodecContext {
  const codec = library.Codec.findDecoder(
    format.codec === 'h264' ? constants.AV_CODEC_ID_H264 : constants.AV_CODEC_ID_HEVC,
  );
  if (codec === null) throw new PictureError(`no decoder for ${format.codec}`);
  const context = new library.CodecContext();
  try {
    context.allocContext3(codec);
    context.threadCount = 1;
    context.extraData = annexBOfParameterSets(format);
    if (corrupt) context.setFlags(constants.AV_CODEC_FLAG_OUTPUT_CORRUPT);
    must(context.setOption('max_pixels', String(MAX_PICTURE_PIXELS)), 'no bound on the size');
    must(context.open2Sync(codec, null), 'the decoder does not take the parameter sets');
    return context;
  } catch (error) {
    context.freeContext();
    throw error;
  }
}

/**
 * A damaged picture is no end: the wanted one may be another. One without a NAL unit is not sent at all: libavcodec takes a packet of nothing for
 * the end of the stream, if the binding lets it through.
 */
export async function sendPicture(
  { library }: NodeAv,
  decoder: CodecContext,
  { data, ptsTicks, dtsTicks }: CodedPicture,
): Promise<void> {
  const units = annexBOfSample(data);
  if (units.length === 0) return;
  using packet = new library.Packet();
  packet.alloc();
  packet.data = units;
  packet.pts = BigInt(ptsTicks);
  packet.dts = BigInt(dtsTicks);
  await decoder.sendPacket(packet);
}

/** What filters must know of a decoded picture; two with the same go through the same filters. */
export function sourceOf(frame: Frame): string {
  const { num, den } = frame.sampleAspectRatio;
  return [
    `video_size=${frame.width}x${frame.height}`,
    `pix_fmt=${frame.format}`,
    `time_base=1/${VIDEO_TIMESCALE}`,
    `pixel_aspect=${num}/${Math.max(1, den)}`,
    `colorspace=${frame.colorSpace}`,
    `range=${frame.colorRange}`,
  ].join(':');
}

/** The caller frees the graph. @throws PictureError where they do not take such pictures */
export function configureFilters({ library }: NodeAv, source: string, filter: string): Filters {
  const graph = new library.FilterGraph();
  try {
    graph.alloc();
    graph.nbThreads = 1;
    must(graph.parse2(`buffer@in=${source}[a];[a]${filter}[b];[b]buffersink@out`), 'the filters are refused');
    must(graph.configSync(), 'the filters do not take the picture');
    const input = graph.getFilter('buffer@in');
    const output = graph.getFilter('buffersink@out');
    if (input === null || output === null) throw new Error('the filters have no ends');
    return { graph, input, output };
  } catch (error) {
    graph.free();
    throw error;
  }
}
