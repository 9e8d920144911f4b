/** Parameter sets of real cameras, as their DESCRIBE answers carry them. */
import { readFileSync } from 'node:fs';
import { findWitness } from '@matlang/testkit';
import { describe, expect, test } from 'vitest';
import { decodeHex } from '../bytes/index.ts';
import { createDepacketizer } from '../depacketizer/index.ts';
import { CodecError, createG711Format, parseAudioSpecificConfig, parseH264Sps } from './index.ts';

const testdata = findWitness('shared-testdata');
const present = testdata !== null;
const FOLDER = `${testdata}/rtsp/`;

interface Leaf {
  readonly value: unknown;
}
interface ExpectedMedia {
  readonly [key: string]: Leaf | undefined;
}

interface Expected {
  readonly files: Record<string, { readonly expect: { readonly media?: readonly ExpectedMedia[] } }>;
}

/** Only what these tests need: payload lines of one media. Reading SDP belongs to `sdp`. */
function mediaOf(text: string): { rtpmap: string; fmtp: Map<string, string> }[] {
  return text
    .split(/^m=/m)
    .slice(1)
    .map((block) => {
      const rtpmap = /^a=rtpmap:\d+ ([^\r\n]+)/m.exec(block)?.[1] ?? '';
      const fmtp = /^a=fmtp:\d+ ([^\r\n]+)/m.exec(block)?.[1] ?? '';
      const pairs = fmtp
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair !== '');
      return {
        rtpmap,
        fmtp: new Map(
          pairs.map((pair) => [
            pair.slice(0, pair.indexOf('=')).toLowerCase(),
            pair.slice(pair.indexOf('=') + 1),
          ]),
        ),
      };
    });
}

function secondsOf(value: unknown): number | null {
  if (value === null) return null;
  if (typeof value !== 'object' || !('numerator' in value) || !('denominator' in value))
    throw new Error('no fraction');
  return Number(value.numerator) / Number(value.denominator);
}

describe.skipIf(!present)('EXPECTED.json (skipped where ../shared/testdata is missing)', () => {
  const expected: Expected = present
    ? JSON.parse(readFileSync(`${FOLDER}EXPECTED.json`, 'utf8'))
    : { files: {} };
  let checked = 0;
  for (const [file, { expect: expectation }] of Object.entries(expected.files)) {
    for (const [index, media] of (expectation.media ?? []).entries()) {
      const name = media['encodingName']?.value;
      if (name !== 'h264' && name !== 'h265' && name !== 'mpeg4-generic') continue;
      checked += 1;
      test(`${file}: ${name}`, () => {
        const { rtpmap, fmtp } = mediaOf(readFileSync(FOLDER + file, 'utf8'))[index]!;
        const clockRateHz = Number(rtpmap.split('/')[1]);
        const depacketizer = createDepacketizer({
          encodingName: rtpmap.split('/')[0]!,
          clockRateHz,
          channels: null,
          formatParameters: fmtp,
        });
        const format = depacketizer.currentFormat()!;
        expect(depacketizer.faults.list()).toEqual([]);
        if (format.kind === 'audio') {
          expect(format.channels).toBe(media['channels']?.value);
          expect(format.sampleRateHz).toBe(media['samplingRateHz']?.value);
          expect(format.codecString).toBe(`mp4a.40.${String(media['audioObjectType']?.value)}`);
          return;
        }
        expect([format.widthPixels, format.heightPixels]).toEqual([
          media['widthPixels']?.value,
          media['heightPixels']?.value,
        ]);
        expect(format.codecString.toLowerCase()).toBe(String(media['codecString']?.value).toLowerCase());
        const seconds = secondsOf(media['frameDurationSeconds']?.value);
        expect(format.declaredFrameTicks).toBe(seconds === null ? null : Math.round(clockRateHz * seconds));
        if (media['pixelAspectRatio'] !== undefined)
          expect(format.pixelAspect).toBe(media['pixelAspectRatio'].value);
      });
    }
  }
  test('something was checked', () => expect(checked).toBeGreaterThanOrEqual(7));
});

test('Reolink RLC-510A v3.1.0.2368: bytes behind the end of the SPS', () => {
  const sps = parseH264Sps(decodeHex('67640033ac1514a0a03da1000004f6000094d40404')!);
  expect([sps.widthPixels, sps.heightPixels, sps.profileIdc]).toEqual([640, 480, 100]);
});

test('a VUI that ends early leaves the size', () => {
  const whole = Buffer.from('Z2QAHqwsaoLA9puCgIKgAAADACAAAAMD0IAA', 'base64');
  const cut = parseH264Sps(whole.subarray(0, 14));
  expect([cut.widthPixels, cut.heightPixels, cut.vui.frameSeconds]).toEqual([704, 480, null]);
  expect(parseH264Sps(whole).vui.frameSeconds).toBeCloseTo(1 / 15);
  expect(() => parseH264Sps(whole.subarray(0, 6))).toThrow(CodecError);
});

test('AudioSpecificConfig: explicit SBR names the core, odd ones are refused', () => {
  expect(parseAudioSpecificConfig(decodeHex('1188')!)).toEqual({
    audioObjectType: 2,
    sampleRateHz: 48_000,
    channels: 1,
    samplesPerFrame: 1024,
  });
  expect(parseAudioSpecificConfig(decodeHex('2b920800')!)).toMatchObject({
    audioObjectType: 2,
    sampleRateHz: 22_050,
    channels: 2,
  });
  expect(() => parseAudioSpecificConfig(decodeHex('1180')!)).toThrow('channels');
  expect(() => parseAudioSpecificConfig(decodeHex('b988')!)).toThrow('audio object type 23');
  expect(createG711Format('pcma', 8000, 1).codecString).toBe('alaw');
});
