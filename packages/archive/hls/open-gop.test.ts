/**
 * What a playlist loses where a run begins at a recovery point or CRA behind another one: known, counted, bounded. A
 * playlist is of byte ranges of recorded segments; nothing in it makes ffmpeg's decoder forget the run before
 * (docs/design/reading.md). A count that falls is good news, and a reason to change that note.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  makeOpenGopClip,
  OPEN_GOP_CAMERA,
  OPEN_GOP_START_MS,
  type OpenGopSite,
  recordOpenGop,
  seamLossOf,
} from '../export/open-gop-for-tests.ts';
import { missingWitnesses, shownFrames, witness } from '../reading/clip-for-tests.ts';
import { openArchiveReader } from '../reading.ts';

/** Pictures of the second run that are not shown, and pictures shown that are wrong. */
type Row = readonly [cut: number, secondSync: number, lost: number, wrong: number];

/** Counted with ffmpeg 5.1. */
const COUNTED: readonly (readonly ['h264' | 'h265', number, readonly Row[]])[] = [
  [
    'h264',
    0,
    [
      [60, 3, 0, 0],
      [66, 9, 0, 0],
    ],
  ],
  [
    'h264',
    1,
    [
      [62, 9, 1, 0],
      [63, 9, 2, 0],
      [64, 9, 0, 1],
    ],
  ],
  [
    'h264',
    2,
    [
      [60, 9, 14, 0],
      [61, 9, 15, 0],
      [62, 9, 0, 1],
      [60, 3, 0, 2],
    ],
  ],
  [
    'h264',
    3,
    [
      [60, 9, 14, 0],
      [61, 9, 15, 0],
      [62, 9, 0, 1],
      [60, 3, 0, 0],
      [66, 3, 2, 2],
    ],
  ],
  [
    'h265',
    3,
    [
      [60, 3, 2, 3],
      [60, 9, 0, 3],
    ],
  ],
];
const MOST_LOST = 15;
const MOST_WRONG = 3;

describe.skipIf(missingWitnesses !== '')(`open GOPs in HLS (missing: ${missingWitnesses || 'none'})`, () => {
  let folder = '';
  let counted = false;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'archive-hls-open-gop-'));
    counted = witness('ffmpeg', ['-version']).startsWith('ffmpeg version 5.1');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function playlistOf(site: OpenGopSite): Promise<string> {
    const { path } = site.volume;
    const files = readdirSync(path, { recursive: true, encoding: 'utf8' });
    const reader = openArchiveReader({ volumes: [{ id: 'a', path }] });
    try {
      const { text } = await reader.hlsMediaPlaylist({
        cameraId: OPEN_GOP_CAMERA,
        stream: 'main',
        fromUnixMs: OPEN_GOP_START_MS,
        toUnixMs: site.toUnixMs,
        nowUnixMs: site.toUnixMs + 1000,
        uriForSegment: ({ seq }) => join(path, files.find((file) => file.endsWith(`-${seq}.mp4`)) ?? ''),
      });
      return text;
    } finally {
      reader.close();
      site.volume.close();
    }
  }

  it.each(COUNTED)(
    '%s with %i B frames: loses so many of the second run, none of the first',
    async (codec, bFrames, rows) => {
      const clip = makeOpenGopClip(join(folder, `${codec}-${bFrames}.mp4`), codec, bFrames);
      for (const [cut, secondSync, lost, wrong] of rows) {
        const site = recordOpenGop(
          join(folder, `${codec}-${bFrames}-${cut}-${secondSync}`),
          clip,
          cut,
          secondSync,
        );
        const text = await playlistOf(site);
        expect(text.match(/^#EXT-X-DISCONTINUITY$/gm)).toHaveLength(1);
        expect(text.match(/^#EXT-X-MAP:/gm)).toHaveLength(2);
        const playlist = join(folder, 'playlist.m3u8');
        writeFileSync(playlist, text);
        const loss = seamLossOf(site, shownFrames(playlist, ['-v', 'fatal']));
        if (counted) expect(loss, `cut ${cut} sync ${secondSync}`).toEqual({ lost: [0, lost], wrong });
        expect(loss.lost[0]).toBe(0);
        expect(loss.lost[1]).toBeLessThanOrEqual(MOST_LOST);
        expect(loss.wrong).toBeLessThanOrEqual(MOST_WRONG);
      }
    },
    120_000,
  );
});
