/** Playback for any player: HLS playlists, and the bytes of the segments that they name. */
import type { ArchiveReader, HlsPlaylist, SegmentReference } from '@matlang/archive/reading';
import type { StreamKind } from '@matlang/contract';
import { checkSpan } from '@matlang/domain';
import { lawful } from '../../answer/api-error.ts';
import { Slots } from '../../answer/slots.ts';
import type { Clock } from '../../site/site-context.ts';
import { type ByteAnswer, byteAnswer, type RangeHeaders } from '../stream/byte-answer.ts';

const MAX_READS = 128;
const MAX_PLAYLISTS = 16;
/** Of spans whose playlist may have tens of thousands of entries: up to 20 MB each meanwhile. */
const MAX_LONG_PLAYLISTS = 4;
const LONG_SPAN_MS = 2 * 3_600_000;

export interface PlaylistQuestion {
  readonly cameraId: string;
  readonly stream: StreamKind | 'all';
  readonly from: number;
  readonly to: number;
  readonly purpose: string;
}

/** Playlists and bytes, bounded in number. */
export class PlaybackService {
  readonly #archive: ArchiveReader;
  readonly #clock: Clock;
  readonly #reads = new Slots(MAX_READS, 'too-busy');
  readonly #playlists = new Slots(MAX_PLAYLISTS, 'too-busy');
  readonly #longPlaylists = new Slots(MAX_LONG_PLAYLISTS, 'too-busy');

  constructor(archive: ArchiveReader, clock: Clock) {
    this.#archive = archive;
    this.#clock = clock;
  }

  /** Addresses in it are relative to the playlist's own: they hold behind any proxy. */
  async playlist(question: PlaylistQuestion, signal: AbortSignal): Promise<HlsPlaylist> {
    const { startUnixMs, endUnixMs } = lawful(checkSpan(question.from, question.to));
    const nowUnixMs = this.#clock.nowUnixMs();
    const span = { fromUnixMs: startUnixMs, toUnixMs: endUnixMs, nowUnixMs, signal };
    const { cameraId, stream, purpose } = question;
    // What lies ahead has no entries yet.
    const long = Math.min(endUnixMs, nowUnixMs) - startUnixMs > LONG_SPAN_MS;
    const release = (long ? this.#longPlaylists : this.#playlists).take();
    try {
      return stream === 'all'
        ? await this.#archive.hlsMultivariantPlaylist({
            ...span,
            cameraId,
            stream: 'main',
            uriForPlaylist: (kind) =>
              `hls.m3u8?${new URLSearchParams({ from: String(startUnixMs), to: String(endUnixMs), stream: kind, purpose }).toString()}`,
          })
        : await this.#archive.hlsMediaPlaylist({
            ...span,
            cameraId,
            stream,
            uriForSegment: (segment) => segmentAddress(segment, purpose),
          });
    } finally {
      release();
    }
  }

  async segment(reference: SegmentReference, asked: RangeHeaders): Promise<ByteAnswer> {
    const release = this.#reads.take();
    try {
      const file = await this.#archive.openSegmentFile(reference);
      const { volumeId, stream, seq } = reference;
      try {
        return byteAnswer(
          {
            sizeBytes: file.sizeBytes,
            // An open segment only grows: its size is part of the validator, so that a part never fits another whole.
            etag: `${volumeId}-${stream.cameraId}-${stream.kind}-${seq}-${file.sizeBytes}`,
            contentType: 'video/mp4',
            headers: file.complete ? { 'cache-control': 'private, max-age=3600, immutable' } : {},
            read: (startByte, endByte) => file.read(startByte, endByte),
          },
          asked,
          () => {
            release();
            void file.close();
          },
        );
      } catch (error) {
        await file.close();
        throw error;
      }
    } catch (error) {
      release();
      throw error;
    }
  }
}

function segmentAddress({ volumeId, stream, seq }: SegmentReference, purpose: string): string {
  return `segments/${encodeURIComponent(volumeId)}/${stream.kind}/${seq}.mp4?${new URLSearchParams({ purpose }).toString()}`;
}
