/** Composes an `ArchiveReader` over volumes. */

import type { ArchiveReader, VolumeLocation } from './archive-reader.ts';
import { type ExportEstimate, estimateExportOf } from './export/estimate-export.ts';
import type { ExportPart, ExportPlan, ExportRequest } from './export/export-plan.ts';
import { planExportOf } from './export/plan-export.ts';
import { readExportOf } from './export/read-export.ts';
import { mediaPlaylistOf } from './hls/media-playlist.ts';
import { multivariantPlaylistOf } from './hls/multivariant-playlist.ts';
import type { HlsMediaRequest, HlsMultivariantRequest, HlsPlaylist } from './hls/playlist.ts';
import type { StreamKey } from './port/stream-key.ts';
import { ArchiveReadError } from './reading/archive-read-error.ts';
import { listStreams } from './reading/list-streams.ts';
import { locateGop } from './reading/locate.ts';
import type { LocatedGop } from './reading/located-gop.ts';
import { readGopOf } from './reading/read-gop.ts';
import { findReferenced, openSegment } from './reading/segment-bytes.ts';
import type { SegmentFile } from './reading/segment-file.ts';
import type { SegmentReference } from './reading/segment-reference.ts';
import type { StreamFragment } from './reading/stream-fragment.ts';
import { streamFragmentsOf } from './reading/stream-fragments.ts';
import type { StreamListing, VolumeState } from './reading/stream-listing.ts';
import { type OpenVolume, VolumeSet, type VolumesNow } from './reading/volume-set.ts';
import { readTimeline } from './timeline/read-timeline.ts';
import type { Timeline, TimelineQuery } from './timeline/timeline.ts';
import { type KeptHold, keptHolds } from './usage/kept-holds.ts';
import { measureUsage } from './usage/measure-usage.ts';
import type { StorageUsage, UsageQuestion } from './usage/storage-usage.ts';

/**
 * Opens nothing yet: volumes are looked at with each question, so that a disk may come and go.
 * @throws TypeError for two volumes with one id
 */
export function openArchiveReader(options: { readonly volumes: readonly VolumeLocation[] }): ArchiveReader {
  return new Reader(new VolumeSet(options.volumes));
}

class Reader implements ArchiveReader {
  readonly #volumes: VolumeSet;

  constructor(volumes: VolumeSet) {
    this.#volumes = volumes;
  }

  async volumes(): Promise<readonly VolumeState[]> {
    return (await this.#volumes.now()).states;
  }

  streams(cameraId?: string): Promise<StreamListing> {
    return this.#ask((now) => listStreams(now, cameraId ?? null));
  }

  timeline(query: TimelineQuery): Promise<Timeline> {
    return this.#ask((now) => readTimeline(now, query));
  }

  locate(stream: StreamKey, unixMs: number, occurrence = 0): Promise<LocatedGop | null> {
    return this.#ask(({ open }) => locateGop(open, stream, checkInstant('unixMs', unixMs), occurrence));
  }

  readGop(gop: LocatedGop): Promise<Uint8Array> {
    return this.#ask(({ open }) => readGopOf(open, gop));
  }

  streamFragments(stream: StreamKey, fromUnixMs: number, toUnixMs: number): AsyncIterable<StreamFragment> {
    checkSpan(fromUnixMs, toUnixMs);
    return this.#iterate((open) => streamFragmentsOf(open, stream, fromUnixMs, toUnixMs));
  }

  openSegmentFile(segment: SegmentReference): Promise<SegmentFile> {
    return this.#ask(({ open }) => openSegment(findReferenced(open, segment)));
  }

  hlsMediaPlaylist(request: HlsMediaRequest): Promise<HlsPlaylist> {
    return this.#ask(({ open }) => {
      checkSpan(request.fromUnixMs, request.toUnixMs);
      return mediaPlaylistOf(open, request);
    });
  }

  hlsMultivariantPlaylist(request: HlsMultivariantRequest): Promise<HlsPlaylist> {
    return this.#ask(({ open }) => {
      checkSpan(request.fromUnixMs, request.toUnixMs);
      return multivariantPlaylistOf(open, request);
    });
  }

  holds(): Promise<readonly KeptHold[]> {
    return this.#ask((now) => keptHolds(now));
  }

  usage(question: UsageQuestion): Promise<StorageUsage> {
    return this.#ask((now) => measureUsage(now, question));
  }

  estimateExport(stream: StreamKey, fromUnixMs: number, toUnixMs: number): Promise<ExportEstimate> {
    return this.#ask(({ open }) => {
      checkSpan(fromUnixMs, toUnixMs);
      return estimateExportOf(open, stream, fromUnixMs, toUnixMs);
    });
  }

  planExport(request: ExportRequest): Promise<ExportPlan> {
    return this.#ask(({ open }) => {
      checkSpan(request.fromUnixMs, request.toUnixMs);
      return planExportOf(open, request);
    });
  }

  readExport(part: ExportPart, startByte: number, endByte: number): AsyncIterable<Uint8Array> {
    if (!(startByte >= 0 && startByte <= endByte && endByte <= part.totalBytes)) {
      throw new TypeError(`range: ${startByte}..${endByte} of ${part.totalBytes}`);
    }
    return this.#iterate((open) => readExportOf(open, part, startByte, endByte));
  }

  close(): void {
    this.#volumes.close();
  }

  async #ask<T>(question: (now: VolumesNow) => T | Promise<T>): Promise<T> {
    const now = await this.#volumes.now();
    try {
      return await question(now);
    } catch (error) {
      throw refusalOf(error);
    }
  }

  async *#iterate<T>(items: (volumes: readonly OpenVolume[]) => AsyncIterable<T>): AsyncGenerator<T> {
    const { open } = await this.#volumes.now();
    try {
      yield* items(open);
    } catch (error) {
      throw refusalOf(error);
    }
  }
}

/** Misuse stays a TypeError; what SQLite or the disk says becomes a refusal. */
function refusalOf(error: unknown): unknown {
  if (error instanceof ArchiveReadError || error instanceof TypeError) return error;
  return new ArchiveReadError(
    'unreadable',
    error instanceof Error ? error.message : String(error),
    {},
    error,
  );
}

function checkInstant(name: string, unixMs: number): number {
  if (!Number.isSafeInteger(unixMs)) throw new TypeError(`${name}: ${unixMs}`);
  return unixMs;
}

function checkSpan(fromUnixMs: number, toUnixMs: number): void {
  checkInstant('fromUnixMs', fromUnixMs);
  if (checkInstant('toUnixMs', toUnixMs) < fromUnixMs) {
    throw new TypeError(`toUnixMs: ${toUnixMs} lies before fromUnixMs ${fromUnixMs}`);
  }
}
