/** Playback: HLS playlists with the bytes of the segments that they name for any player, fragments for our own. */
import { Readable } from 'node:stream';
import type { ArchiveReader, HlsPlaylist, SegmentReference, StreamFragment } from '@matlang/archive/reading';
import {
  encodeLiveFragmentFields,
  encodeLiveInit,
  encodeMessageLength,
  FRAGMENT_STREAM_TYPE,
  LIVE_FRAGMENT_FIELDS_BYTES,
  type StreamKind,
} from '@matlang/contract';
import { checkSpan } from '@matlang/domain';
import { FieldError, lawful } from '../../answer/api-error.ts';
import { Slots } from '../../answer/slots.ts';
import type { Viewing } from '../../jobs/footage-views.ts';
import type { AnalystLink } from '../../live/analyst-link.ts';
import type { Clock } from '../../site/site-context.ts';
import { type ByteAnswer, byteAnswer, type RangeHeaders } from '../stream/byte-answer.ts';
import { firstPassOf } from './first-pass.ts';
import { keyFramesOf } from './key-frames.ts';
import { recentFragments } from './recent-fragments.ts';
import { transcodedMessages } from './transcoded-messages.ts';
import { viewedFragments } from './viewed-fragments.ts';

const MAX_READS = 128;
const MAX_PLAYLISTS = 16;
/** Sixteen cameras in step for four officers; each holds a fragment and what its socket has not sent. */
const MAX_PLAYERS = 64;
/** Read before the player takes more. */
const PLAY_AHEAD_BYTES = 1024 * 1024;
/** Of spans whose playlist may have tens of thousands of entries: up to 20 MB each meanwhile. */
const MAX_LONG_PLAYLISTS = 4;
const LONG_SPAN_MS = 2 * 3_600_000;

/**
 * Unix ms, the end excluded; one that lies in the future gives a playlist that grows. `all`: the main stream with its
 * sound.
 */
export interface PlaylistQuestion {
  readonly cameraId: string;
  readonly stream: StreamKind | 'all';
  readonly from: number;
  readonly to: number;
  readonly purpose: string;
}

/** What a player of ours asks for. */
export interface PlayQuestion {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  readonly from: number;
  readonly to: number;
  /** '1': sync samples only. */
  readonly keyFrames: '0' | '1';
  /** Of a time that was recorded twice. */
  readonly pass: 'first' | 'last';
  /** Unix ms: nothing that was recorded before is sent; -Infinity: all. */
  readonly earliestUnixMs: number;
  /** Coded anew where it is set. */
  readonly codec?: 'h264';
}

/** Playlists and bytes, bounded in number. */
export class PlaybackService {
  readonly #archive: ArchiveReader;
  readonly #clock: Clock;
  readonly #analyst: AnalystLink;
  readonly #volumeIds: readonly string[];
  readonly #reads = new Slots(MAX_READS, 'too-busy');
  readonly #playlists = new Slots(MAX_PLAYLISTS, 'too-busy');
  readonly #players = new Slots(MAX_PLAYERS, 'too-busy');
  readonly #longPlaylists = new Slots(MAX_LONG_PLAYLISTS, 'too-busy');

  /** @param volumeIds of the site, those that are missing now too */
  constructor(archive: ArchiveReader, clock: Clock, analyst: AnalystLink, volumeIds: readonly string[]) {
    this.#volumeIds = volumeIds;
    this.#analyst = analyst;
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

  /** What was recorded of the span until now, read as fast as the player takes it. */
  async play(
    { cameraId, stream, from, to, keyFrames, pass, earliestUnixMs, codec }: PlayQuestion,
    viewing: Viewing,
    signal: AbortSignal,
  ): Promise<PlayAnswer> {
    const { startUnixMs, endUnixMs } = lawful(checkSpan(from, to));
    const asked = { startUnixMs, endUnixMs, keyFrames: keyFrames === '1', earliestUnixMs };
    const release = this.#players.take();
    if (codec !== undefined) {
      const span = { fromUnixMs: startUnixMs, toUnixMs: endUnixMs, keyFrames: asked.keyFrames };
      const question = { cameraId, kind: stream, ...span };
      try {
        const messages = await transcodedMessages(this.#analyst, question, { asked, viewing, signal });
        return playAnswer(messages, release);
      } catch (error) {
        release();
        throw error;
      }
    }
    const all = recentFragments(
      this.#archive.streamFragments({ cameraId, kind: stream }, startUnixMs, endUnixMs),
      earliestUnixMs,
    );
    const passes = pass === 'first' ? firstPassOf(all) : all;
    const sent = asked.keyFrames ? keyFramesOf(passes) : passes;
    return playAnswer(messagesOf(viewedFragments(sent, asked, viewing)), release);
  }

  /** @throws FieldError where the site has no such volume; `volume-missing` is said of its own only */
  async segment(reference: SegmentReference, asked: RangeHeaders, viewing: Viewing): Promise<ByteAnswer> {
    if (!this.#volumeIds.includes(reference.volumeId))
      throw new FieldError('volume', 'choice', { choices: this.#volumeIds.join(', ') });
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
            read: (startByte, endByte) => {
              const endUnixMs = file.endUnixMs ?? this.#clock.nowUnixMs();
              tellBytes(viewing, { ...file, endUnixMs }, startByte, endByte);
              return file.read(startByte, endByte);
            },
          },
          asked,
          () => {
            release();
            // A disk that refuses even that has said so to whoever read from it.
            file.close().catch(() => {});
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

/** Which part of its time bytes of a segment are is estimated by their share of it: a player reads fragments, a second each or so. */
function tellBytes(
  viewing: Viewing,
  {
    startUnixMs,
    endUnixMs,
    sizeBytes,
  }: { readonly startUnixMs: number; readonly endUnixMs: number; readonly sizeBytes: number },
  startByte: number,
  endByte: number,
): void {
  const at = (byte: number): number =>
    Math.round(startUnixMs + ((endUnixMs - startUnixMs) * byte) / Math.max(1, sizeBytes));
  viewing.played(at(startByte), at(endByte));
}

interface PlayAnswer {
  readonly status: 200;
  readonly media: Readable;
  readonly headers: { readonly 'content-type': string };
}

function playAnswer(messages: AsyncIterable<Uint8Array>, release: () => void): PlayAnswer {
  const media = Readable.from(messages, { objectMode: false, highWaterMark: PLAY_AHEAD_BYTES });
  media.once('close', release);
  return { status: 200, media, headers: { 'content-type': FRAGMENT_STREAM_TYPE } };
}

async function* messagesOf(fragments: AsyncIterable<StreamFragment>): AsyncGenerator<Uint8Array> {
  for await (const { discontinuity, timescale, startsOnSync, wallStartUnixMs, bytes } of fragments) {
    if (discontinuity !== null) {
      const { init, codecString } = discontinuity;
      const facts = { ...UNKNOWN_FACTS, codecString, timescale };
      const message = encodeLiveInit({ channel: 0, facts, init });
      yield encodeMessageLength(message.length);
      yield message;
    }
    yield encodeMessageLength(LIVE_FRAGMENT_FIELDS_BYTES + bytes.length);
    yield encodeLiveFragmentFields({
      channel: 0,
      sync: startsOnSync,
      cached: false,
      leading: false,
      wallStartUnixMs,
    });
    yield bytes;
  }
}

/** The init segment tells them. */
const UNKNOWN_FACTS = {
  codec: '',
  widthPixels: null,
  heightPixels: null,
  sampleRateHz: null,
  channels: null,
};

function segmentAddress({ volumeId, stream, seq }: SegmentReference, purpose: string): string {
  return `segments/${encodeURIComponent(volumeId)}/${stream.kind}/${seq}.mp4?${new URLSearchParams({ purpose }).toString()}`;
}
