/** Real recordings: every NAL unit goes through packets unchanged, and units are the pictures that ffprobe counts. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { findWitness } from '@matlang/testkit';
import { describe, expect, test } from 'vitest';
import { createDepacketizer, type MediaPacket } from './index.ts';
import { packetize } from './packetize-for-tests.ts';
import { feed, nalsOf } from './packets-for-tests.ts';
import { splitAtStartCodes } from './video/start-codes.ts';

const clips = findWitness('shared-clips');
const hasProbe = findWitness('ffprobe') !== null;

function frames(path: string): number {
  const text = execFileSync('ffprobe', [
    '-v',
    'error',
    '-count_packets',
    '-show_entries',
    'stream=nb_read_packets',
    '-of',
    'csv=p=0',
    path,
  ]);
  return Number.parseInt(text.toString(), 10);
}

/** One NAL unit a "picture", all under one time: only the slice headers tell where pictures end. */
function sendWithoutMarkers(
  nals: readonly Uint8Array[],
  codec: 'h264' | 'h265',
  aggregate: boolean,
): MediaPacket[] {
  return packetize([{ nals, ptsTicks: 7 }], { codec, maxPayloadBytes: 1400, aggregate }).map((packet) => ({
    ...packet,
    marker: false,
  }));
}

for (const [codec, file, size] of [
  ['h264', 'kvs_street-dusk_h264_640x480.h264', [640, 480]],
  ['h265', 'kvs_aquarium_h265_640x360.h265', [640, 360]],
] as const) {
  const path = `${clips}/camera/${file}`;
  describe.skipIf(clips === null)(`${file} (skipped where ../shared/clips is missing)`, () => {
    const nals = clips !== null ? splitAtStartCodes(readFileSync(path)) : [];

    for (const aggregate of [false, true]) {
      test.skipIf(!hasProbe)(
        `as many units as pictures, ${aggregate ? 'aggregated' : 'single'} (skipped without ffprobe)`,
        () => {
          const depacketizer = createDepacketizer({
            encodingName: codec,
            clockRateHz: 90_000,
            channels: null,
            formatParameters: new Map(),
          });
          const units = feed(depacketizer, sendWithoutMarkers(nals, codec, aggregate));
          expect(units.length).toBe(frames(path));
          const out = units.flatMap(nalsOf);
          expect(out.length).toBe(nals.length);
          expect(out.every((nal, i) => Buffer.compare(nal, nals[i]!) === 0)).toBe(true);
          const format = depacketizer.currentFormat();
          expect(format?.kind === 'video' && [format.widthPixels, format.heightPixels]).toEqual(size);
          expect(units[0]!.sync).toBe(true);
          expect(new Set(units.map((unit) => unit.format)).size).toBe(1);
          const sync = execFileSync('ffprobe', [
            '-v',
            'error',
            '-show_entries',
            'packet=flags',
            '-of',
            'csv=p=0',
            path,
          ])
            .toString()
            .split('\n')
            .filter((line) => line.startsWith('K')).length;
          expect(units.filter((unit) => unit.sync).length).toBe(sync);
        },
      );
    }

    test('with times and markers, each unit comes out with its last packet', () => {
      const options = {
        encodingName: codec,
        clockRateHz: 90_000,
        channels: null,
        formatParameters: new Map<string, string>(),
      };
      const pictures = feed(createDepacketizer(options), sendWithoutMarkers(nals, codec, false)).map(
        (unit, i) => ({ nals: nalsOf(unit), ptsTicks: i * 3600 }),
      );
      const depacketizer = createDepacketizer(options);
      const packets = packetize(pictures, { codec, maxPayloadBytes: 1000, aggregate: false });
      let units = 0;
      let waited = 0;
      for (const packet of packets) {
        depacketizer.push(packet);
        for (let unit = depacketizer.pull(); unit !== null; unit = depacketizer.pull()) {
          expect(unit.ptsTicks).toBe(units * 3600);
          if (unit.arrivalMonotonicMs !== packet.arrivalMonotonicMs) waited += 1;
          units += 1;
        }
      }
      // The first picture proves the marker, and waits for the second to do so.
      expect([units, waited]).toEqual([pictures.length, 1]);
      expect(depacketizer.faults.list()).toEqual([]);
    });
  });
}
