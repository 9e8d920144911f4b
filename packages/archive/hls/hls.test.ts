/** Playlists over the archive, played by ffmpeg over plain HTTP. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STREAM_KINDS, type StreamKey } from '../port/stream-key.ts';
import {
  type Clip,
  cutFragments,
  makeClip,
  missingWitnesses,
  shownFrames,
  witnessAsync,
} from '../reading/clip-for-tests.ts';
import { VolumeForTests } from '../reading/volume-for-tests.ts';
import { type ArchiveReader, openArchiveReader } from '../reading.ts';

const CAMERA = '0192f0c4-7a10-7000-8000-000000000002';
const MAIN: StreamKey = { cameraId: CAMERA, kind: 'main' };
const SOUND: StreamKey = { cameraId: CAMERA, kind: 'audio' };
const T0 = Date.UTC(2026, 1, 3, 4, 0, 0);
const LATER = T0 + 86_400_000;

const wall = (ticks: number): number => T0 + Math.round(ticks / 90);

describe.skipIf(missingWitnesses !== '')(`HLS (witnesses missing: ${missingWitnesses || 'none'})`, () => {
  let folder = '';
  let clip: Clip;
  let reader: ArchiveReader;
  let volume: VolumeForTests;
  let server: Server;
  let base = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'archive-hls-'));
    clip = makeClip(join(folder, 'clip.mp4'), { seconds: 30, gop: 25, bFrames: 0, audio: true });
    volume = new VolumeForTests(join(folder, 'volume'));
    const run = volume.beginRun(MAIN, clip.video.format, T0);
    const fragments = cutFragments(clip.videoSamples, clip.video, wall);
    for (let at = 0; at < 20; at += 10) volume.addSegment(run, fragments.slice(at, at + 10));
    // 5 s after the first run another one, with the last 10 s of the clip.
    const again = volume.beginRun(MAIN, clip.video.format, T0 + 25_000, 'reconnect');
    volume.addSegment(
      again,
      fragments.slice(20).map((fragment) => ({
        ...fragment,
        wallStartUnixMs: fragment.wallStartUnixMs + 5000,
      })),
    );
    const timescale = clip.audio?.timescale ?? 1;
    const soundRun = volume.beginRun(SOUND, clip.audio!.format, T0);
    const sound = cutFragments(
      clip.audioSamples,
      clip.audio!,
      (ticks) => T0 + Math.round((ticks * 1000) / timescale),
    );
    volume.addSegment(soundRun, sound.slice(0, 20));
    reader = openArchiveReader({ volumes: [{ id: 'a', path: volume.path }] });
    server = await serve(reader);
    const address = server.address();
    base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
  }, 60_000);

  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    reader.close();
    volume.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('plays with the right pictures across segments and runs', async () => {
    const text = await witnessAsync('ffmpeg', [
      '-i',
      `${base}/main.m3u8?from=${T0}&to=${T0 + 40_000}`,
      '-map',
      '0:v',
      '-fps_mode',
      'passthrough',
      '-f',
      'framemd5',
      '-',
    ]);
    expect(md5sOf(text)).toEqual(clip.frames.map(({ md5 }) => md5));
  });

  it('begins on the sync sample before the asked instant and ends with the fragment that holds the end', async () => {
    const text = await witnessAsync('ffmpeg', [
      '-i',
      `${base}/main.m3u8?from=${T0 + 3_400}&to=${T0 + 12_100}`,
      '-map',
      '0:v',
      '-fps_mode',
      'passthrough',
      '-f',
      'framemd5',
      '-',
    ]);
    expect(md5sOf(text)).toEqual(clip.frames.slice(75, 325).map(({ md5 }) => md5));
  });

  it('offers the sound as a rendition', async () => {
    const url = `${base}/index.m3u8?from=${T0}&to=${T0 + 20_000}`;
    const text = await (await fetch(url)).text();
    expect(text).toMatch(/#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound"/);
    expect(text).toMatch(
      /BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,CODECS="avc1\.[0-9a-f]{6},mp4a\.40\.2",RESOLUTION=320x180,AUDIO="sound"/i,
    );
    const streams = await witnessAsync('ffprobe', [
      '-show_entries',
      'stream=codec_name',
      '-of',
      'csv=p=0',
      url,
    ]);
    expect([...new Set(streams.split(/\s+/).filter((name) => name !== ''))].sort()).toEqual(['aac', 'h264']);
  });

  it('marks runs, instants and independence', async () => {
    const playlist = await reader.hlsMediaPlaylist({
      cameraId: CAMERA,
      stream: 'main',
      fromUnixMs: T0,
      toUnixMs: T0 + 40_000,
      nowUnixMs: LATER,
      uriForSegment: ({ seq }) => `seg-${seq}`,
    });
    const lines = playlist.text.trim().split('\n');
    expect(lines.filter((line) => line === '#EXT-X-DISCONTINUITY')).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('#EXT-X-MAP'))).toEqual([
      expect.stringMatching(/^#EXT-X-MAP:URI="seg-0",BYTERANGE="\d+@0"$/),
      expect.stringMatching(/^#EXT-X-MAP:URI="seg-2",BYTERANGE="\d+@0"$/),
    ]);
    const after = lines.indexOf('#EXT-X-DISCONTINUITY');
    expect(lines[after + 2]).toBe(`#EXT-X-PROGRAM-DATE-TIME:${new Date(T0 + 25_000).toISOString()}`);
    expect(lines).toContain('#EXT-X-INDEPENDENT-SEGMENTS');
    expect(lines.at(-1)).toBe('#EXT-X-ENDLIST');
    expect(lines.filter((line) => line.startsWith('#EXTINF:2.000000'))).toHaveLength(15);
    expect(playlist.live).toBe(false);
  });

  it('grows while it is recorded: what was said stays', async () => {
    const stream: StreamKey = { cameraId: '0192f0c4-7a10-7000-8000-00000000000a', kind: 'sub' };
    const fragments = cutFragments(clip.videoSamples, clip.video, wall);
    const ask = async (): Promise<string> =>
      (
        await reader.hlsMediaPlaylist({
          cameraId: stream.cameraId,
          stream: 'sub',
          fromUnixMs: T0,
          toUnixMs: LATER,
          nowUnixMs: T0 + 30_000,
          uriForSegment: ({ seq }) => `seg-${seq}`,
        })
      ).text;
    const run = volume.beginRun(stream, clip.video.format, T0);
    expect((await ask()).includes('#EXTINF')).toBe(false);
    volume.addSegment(run, fragments.slice(0, 6));
    let before = await ask();
    expect(before).toContain('#EXT-X-PLAYLIST-TYPE:EVENT');
    expect(before.match(/#EXTINF/g)).toHaveLength(3);
    for (let count = 1; count <= 8; count += 1) {
      if (count > 1) {
        volume.database.exec('DELETE FROM segment WHERE id = (SELECT max(id) FROM segment)');
        rewind(volume, stream);
      }
      volume.addSegment(run, fragments.slice(6, 6 + count), true);
      const now = await ask();
      expect(now.startsWith(before)).toBe(true);
      before = now;
    }
    expect(before.match(/#EXTINF/g)).toHaveLength(6);
    expect(before).not.toContain('ENDLIST');
  });

  it('is empty where nothing was recorded', async () => {
    const playlist = await reader.hlsMediaPlaylist({
      cameraId: CAMERA,
      stream: 'sub',
      fromUnixMs: T0,
      toUnixMs: T0 + 1000,
      nowUnixMs: LATER,
      uriForSegment: () => '',
    });
    expect(playlist).toMatchObject({ empty: true, live: false });
  });

  it('shows frames of the test at all', () => {
    expect(new Set(shownFrames(clip.file)).size).toBe(750);
  });
});

function rewind(volume: VolumeForTests, stream: StreamKey): void {
  volume.setNextSeq(stream, 1);
}

function md5sOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)!.trim());
}

/** A server of a dozen lines: playlists, and byte ranges of segment files. */
async function serve(reader: ArchiveReader): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const span = {
        cameraId: CAMERA,
        fromUnixMs: Number(url.searchParams.get('from')),
        toUnixMs: Number(url.searchParams.get('to')),
        nowUnixMs: LATER,
      };
      const kind = STREAM_KINDS.find((candidate) => url.pathname === `/${candidate}.m3u8`);
      if (kind !== undefined || url.pathname === '/index.m3u8') {
        const playlist =
          kind === undefined
            ? await reader.hlsMultivariantPlaylist({
                ...span,
                stream: 'main',
                uriForPlaylist: (stream) => `/${stream}.m3u8${url.search}`,
              })
            : await reader.hlsMediaPlaylist({
                ...span,
                stream: kind,
                uriForSegment: ({ stream, seq }) => `/segment/${stream.kind}/${seq}.mp4`,
              });
        response.setHeader('content-type', playlist.contentType).end(playlist.text);
        return;
      }
      const [, , name, file] = url.pathname.split('/');
      const stream = STREAM_KINDS.find((candidate) => candidate === name) ?? 'main';
      const segment = await reader.openSegmentFile({
        volumeId: 'a',
        stream: { cameraId: CAMERA, kind: stream },
        seq: Number.parseInt(file ?? '', 10),
      });
      const [, first, last] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? 'bytes=0-') ?? [];
      const end = last === undefined || last === '' ? segment.sizeBytes : Number(last) + 1;
      response.writeHead(206, {
        'content-type': 'video/mp4',
        'content-length': end - Number(first),
        'content-range': `bytes ${first}-${end - 1}/${segment.sizeBytes}`,
      });
      for await (const chunk of segment.read(Number(first), end)) response.write(chunk);
      response.end();
      await segment.close();
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
