/** Runs that begin at a recovery point or CRA behind another run: exported in parts, no recorded picture is lost. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeClip, missingWitnesses, shownFrames } from '../reading/clip-for-tests.ts';
import { type ExportPart, type ExportPlan, openArchiveReader } from '../reading.ts';
import {
  makeOpenGopClip,
  OPEN_GOP_CAMERA,
  OPEN_GOP_START_MS,
  type OpenGopClip,
  type OpenGopSite,
  recordOpenGop,
} from './open-gop-for-tests.ts';

/** Behind a whole GOP, within one, and where a joined second run would lose 14, 15 or 2 pictures in ffmpeg 5.1. */
const CUTS = [60, 61, 63, 66] as const;
const SECOND_SYNCS = [3, 9] as const;

interface Exported {
  readonly plan: ExportPlan;
  readonly files: readonly { readonly part: ExportPart; readonly bytes: Uint8Array }[];
}

async function exportAll(site: OpenGopSite): Promise<Exported> {
  const reader = openArchiveReader({ volumes: [{ id: 'a', path: site.volume.path }] });
  try {
    const plan = await reader.planExport({
      cameraId: OPEN_GOP_CAMERA,
      stream: 'main',
      fromUnixMs: OPEN_GOP_START_MS,
      toUnixMs: site.toUnixMs,
      withAudio: false,
      cameraName: 'Cầu Bến Đá',
    });
    const files = [];
    for (const part of plan.parts) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of reader.readExport(part, 0, part.totalBytes)) chunks.push(chunk);
      files.push({ part, bytes: new Uint8Array(Buffer.concat(chunks)) });
    }
    return { plan, files };
  } finally {
    reader.close();
    site.volume.close();
  }
}

async function packetCount(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error('mediabunny finds no video');
  const sink = new EncodedPacketSink(track);
  let count = 0;
  for (let packet = await sink.getFirstPacket(); packet !== null; packet = await sink.getNextPacket(packet))
    count += 1;
  return count;
}

describe.skipIf(missingWitnesses !== '')(`open GOPs (missing: ${missingWitnesses || 'none'})`, () => {
  let folder = '';
  let volumes = 0;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'archive-open-gop-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const volumePath = (): string => join(folder, `volume-${(volumes += 1)}`);

  it.each([
    ['h264', 1],
    ['h264', 2],
    ['h264', 3],
    ['h265', 3],
  ] as const)(
    '%s with %i B frames: each run is a part, with every picture it can show',
    async (codec, bFrames) => {
      const clip = makeOpenGopClip(join(folder, `${codec}-${bFrames}.mp4`), codec, bFrames);
      for (const cut of CUTS) {
        for (const secondSync of SECOND_SYNCS) {
          const site = recordOpenGop(volumePath(), clip, cut, secondSync);
          const { plan, files } = await exportAll(site);
          expect(plan.parts.map(({ spans }) => spans.length)).toEqual([1, 1]);
          const [first, second] = plan.parts;
          const [gap] = first?.gaps ?? [];
          expect(gap).toEqual({
            startUnixMs: first?.spans[0]?.endUnixMs,
            endUnixMs: OPEN_GOP_START_MS + 30_000,
            cause: null,
          });
          expect(second?.gaps.length).toBe(1);
          for (const [at, { bytes }] of files.entries()) {
            const file = join(folder, 'part.mp4');
            writeFileSync(file, bytes);
            const shown = shownFrames(file, ['-v', 'fatal']);
            expect(shown, `${codec} ${bFrames} cut ${cut} sync ${secondSync} part ${at}`).toEqual(
              site.shown[at],
            );
            expect(await packetCount(new Uint8Array(bytes))).toBe(site.shown[at]?.length);
          }
        }
      }
    },
    180_000,
  );

  it('keeps runs that begin with an IDR picture in one part', async () => {
    const closed = makeClip(join(folder, 'closed.mp4'), {
      seconds: 10,
      gop: 12,
      bFrames: 3,
      size: '320x240',
    });
    const clip: OpenGopClip = {
      track: closed.video,
      samples: closed.videoSamples,
      md5s: closed.frames.map(({ md5 }) => md5),
    };
    const site = recordOpenGop(volumePath(), clip, 60, 9);
    const { plan, files } = await exportAll(site);
    expect(plan.parts.map(({ spans }) => spans.length)).toEqual([2]);
    const file = join(folder, 'one.mp4');
    writeFileSync(file, files[0]?.bytes ?? '');
    expect(shownFrames(file)).toEqual(site.shown.flat());
  });
});
