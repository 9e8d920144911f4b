/** A movie file's pictures written into a site's archive as a recorder would have, so that what reads recordings has real ones. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openArchive } from '@matlang/archive';
import {
  createInitSegment,
  type MovieTrack,
  readAtBytes,
  readMovie,
  writeFragment,
} from '@matlang/media/mp4';
import type { Sample, VideoFormat } from '@matlang/media/stream';

const MAX_QUEUED_BYTES = 1 << 20;

/** What is recorded, of whom and when. */
export interface ClipRecording {
  readonly cameraId: string;
  readonly kind: 'main' | 'sub';
  /** Of the first picture in decoding order. */
  readonly startUnixMs: number;
  /** MP4 with one H.264 or H.265 track. */
  readonly file: string;
  /** Changes what is stored of a sample. */
  readonly damage?: (data: Uint8Array, index: number) => Uint8Array;
}

/** A picture of the recording; `takenUnixMs` is when it came on. */
interface RecordedPicture {
  readonly ptsTicks: number;
  readonly takenUnixMs: number;
  readonly sync: boolean;
}

/** What was recorded. */
export interface RecordedClip {
  readonly format: VideoFormat;
  /** In presentation order. */
  readonly pictures: readonly RecordedPicture[];
  readonly endUnixMs: number;
}

interface Unit {
  readonly sample: Sample;
  readonly data: Uint8Array;
}

/** Writes them into `<data>/archive`, a fragment a GOP, cut after a second; each recording is a run of its own. */
export async function recordClip(
  dataDirectory: string,
  recordings: readonly ClipRecording[],
): Promise<readonly RecordedClip[]> {
  const path = join(dataDirectory, 'archive');
  await mkdir(path, { recursive: true });
  let nowUnixMs = recordings[0]?.startUnixMs ?? 0;
  const archive = await openArchive({
    volumes: [{ id: 'default', path, floorBytes: 0 }],
    bootId: 'test',
    now: () => ({ unixMs: nowUnixMs, monotonicMs: nowUnixMs }),
    signer: null,
  });
  const recorded: RecordedClip[] = [];
  for (const recording of recordings) {
    const { cameraId, kind, startUnixMs, file } = recording;
    const { format, units } = await unitsOf(recording);
    const first = units[0]?.sample.dtsTicks ?? 0;
    const wallOf = (ticks: number): number => startUnixMs + Math.round((ticks - first) / 90);
    nowUnixMs = startUnixMs;
    const writer = archive.beginRun({
      stream: { cameraId, kind },
      volumeId: 'default',
      format,
      init: createInitSegment({ format, creationUnixMs: startUnixMs, cameraName: 'test' }),
      reason: 'start',
      startUnixMs,
    });
    const pictures: RecordedPicture[] = [];
    for (const [index, part] of fragmentsOf(units).entries()) {
      const begin = part[0]?.sample.dtsTicks ?? 0;
      const end = part.reduce((ticks, { sample }) => ticks + sample.durationTicks, begin);
      const wallStartUnixMs = wallOf(begin);
      nowUnixMs = wallOf(end);
      // A file comes faster than any camera's pictures: the disk is waited for instead of being called too slow.
      while ((archive.statistics()[0]?.queuedBytes ?? 0) > MAX_QUEUED_BYTES) await setTimeout(1);
      const isTaken = writer.append({
        parts: [
          new Uint8Array(
            writeFragment({
              sequenceNumber: index + 1,
              wallStartUnixMs,
              samples: part.map(({ sample }) => sample),
              data: part.map(({ data }) => data),
            }),
          ),
        ],
        wallStartUnixMs,
        wallEndUnixMs: nowUnixMs,
        startsOnSync: part[0]?.sample.sync === true,
      });
      if (!isTaken) throw new Error(`the archive did not take fragment ${index} of ${file}`);
      for (const { sample } of part) {
        const ptsTicks = sample.dtsTicks + sample.compositionOffsetTicks;
        const takenUnixMs = wallStartUnixMs + Math.ceil((ptsTicks - begin) / 90);
        pictures.push({ ptsTicks, takenUnixMs, sync: sample.sync });
      }
    }
    writer.end(nowUnixMs);
    pictures.sort((a, b) => a.ptsTicks - b.ptsTicks);
    recorded.push({ format, pictures, endUnixMs: nowUnixMs });
  }
  await archive.close(nowUnixMs);
  return recorded;
}

async function unitsOf({
  file,
  damage = (data) => data,
}: ClipRecording): Promise<{ format: VideoFormat; units: readonly Unit[] }> {
  const bytes = await readFile(file);
  const track = readMovie(readAtBytes(bytes)).tracks.find(({ format }) => format.kind === 'video');
  if (track?.format.kind !== 'video') throw new Error(`${file} has no picture`);
  const units = Array.from({ length: track.sampleCount }, (_, index) => {
    const offset = track.offsetsBytes[index] ?? 0;
    const data = damage(bytes.subarray(offset, offset + (track.sizesBytes[index] ?? 0)), index);
    return { sample: sampleOf(track, index, data.length), data };
  });
  return { format: track.format, units };
}

function sampleOf(track: MovieTrack, index: number, sizeBytes: number): Sample {
  return {
    dtsTicks: track.dtsTicks[index] ?? 0,
    compositionOffsetTicks: track.compositionOffsetsTicks[index] ?? 0,
    durationTicks: track.durationsTicks[index] ?? 0,
    sizeBytes,
    sync: track.sync[index] === 1,
    leading: false,
    disposable: false,
  };
}

/** Cut before each sync sample, and after a second. */
function fragmentsOf(units: readonly Unit[]): readonly Unit[][] {
  const fragments: Unit[][] = [];
  let ticks = 0;
  for (const unit of units) {
    const open = fragments.at(-1);
    if (open === undefined || unit.sample.sync || ticks >= 90_000) {
      fragments.push([unit]);
      ticks = 0;
    } else {
      open.push(unit);
    }
    ticks += unit.sample.durationTicks;
  }
  return fragments;
}
