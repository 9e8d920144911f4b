import { readFileSync } from 'node:fs';
import { findWitness } from '@matlang/testkit';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64 } from '../bytes/index.ts';
import {
  createG711Format,
  createH264Format,
  createH265Format,
  parseAudioSpecificConfig,
} from '../codec/index.ts';
import type { VideoFormat } from '../stream/index.ts';
import { type MediaDescription, parseSdp, resolveControlUrl } from './index.ts';

const testdata = findWitness('shared-testdata');
const present = testdata !== null;
const FOLDER = `${testdata}/rtsp/`;

interface Leaf {
  readonly value: unknown;
}
interface ExpectedFile {
  readonly answerTo: string;
  readonly expect: {
    readonly toolName?: Leaf;
    readonly sessionControlInText?: Leaf;
    readonly mediaCount?: Leaf;
    readonly media?: readonly Readonly<Record<string, Leaf>>[];
  };
}
const expected: { readonly files: Readonly<Record<string, ExpectedFile>> } = present
  ? JSON.parse(readFileSync(`${FOLDER}EXPECTED.json`, 'utf8'))
  : { files: {} };

const bodyOf = (file: string): string =>
  readFileSync(FOLDER + file, 'utf8')
    .split('\r\n\r\n')
    .slice(1)
    .join('\r\n\r\n');

/** The parameter sets of one media through the codecs' public API. */
function videoFormat(media: MediaDescription): VideoFormat {
  const sets = (name: string): Uint8Array[] =>
    (media.formatParameters.get(name) ?? '')
      .split(',')
      .filter((text) => text !== '')
      .map((text) => decodeBase64(text)!);
  const timescale = media.clockRateHz ?? 0;
  if (media.encodingName === 'h265') {
    const [vps, sps, pps] = [sets('sprop-vps'), sets('sprop-sps'), sets('sprop-pps')];
    return createH265Format({ vps, sps, pps, timescale });
  }
  const [sps, ...pps] = sets('sprop-parameter-sets');
  return createH264Format({ sps: [sps!], pps, timescale });
}

const aac = (media: MediaDescription) =>
  parseAudioSpecificConfig(Uint8Array.from(Buffer.from(media.formatParameters.get('config') ?? '', 'hex')));

/** `avc1.4D0029` and `avc1.4d0029` name the same. */
const upper = (text: unknown): unknown => (typeof text === 'string' ? text.toUpperCase() : text);
const numberOf = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
function seconds(value: unknown): number | null {
  if (value === null) return null;
  if (typeof value !== 'object' || !('numerator' in value) || !('denominator' in value))
    throw new Error('no fraction');
  return Number(value.numerator) / Number(value.denominator);
}

type Check = (media: MediaDescription, value: unknown) => void;
const parameter =
  (name: string, read: (text: string | undefined) => unknown = (text) => text): Check =>
  (media, value) =>
    expect(read(media.formatParameters.get(name))).toEqual(value);

/** One reading for each key of a media. */
const CHECKS: Readonly<Record<string, Check>> = {
  mediaType: (media, value) => expect(media.type).toBe(value),
  encodingName: (media, value) => expect(media.encodingName).toBe(value),
  rtpPayloadType: (media, value) => expect(media.payloadType).toBe(value),
  clockRateHz: (media, value) => expect(media.clockRateHz).toBe(value),
  controlInText: (media, value) => expect(media.control).toBe(value),
  framesPerSecondInText: (media, value) => expect(media.declaredFramesPerSecond).toBe(value),
  packetizationMode: parameter('packetization-mode', numberOf),
  profileId: parameter('profile-id', numberOf),
  profileLevelId: parameter('profile-level-id'),
  configHex: parameter('config'),
  mode: parameter('mode'),
  sizeLengthBits: parameter('sizelength', numberOf),
  indexLengthBits: parameter('indexlength', numberOf),
  indexDeltaLengthBits: parameter('indexdeltalength', numberOf),
  codecString: (media, value) => expect(upper(videoFormat(media).codecString)).toBe(upper(value)),
  widthPixels: (media, value) => expect(videoFormat(media).widthPixels).toBe(value),
  heightPixels: (media, value) => expect(videoFormat(media).heightPixels).toBe(value),
  pixelAspectRatio: (media, value) => expect(videoFormat(media).pixelAspect).toBe(value),
  frameDurationSeconds: (media, value) => {
    const duration = seconds(value);
    expect(videoFormat(media).declaredFrameTicks).toBe(duration === null ? null : duration * 90_000);
  },
  framesPerSecond: (media, value) => {
    const ticks = videoFormat(media).declaredFrameTicks;
    expect(ticks === null ? null : 90_000 / ticks).toBe(value);
  },
  samplingRateHz: (media, value) => expect(aac(media).sampleRateHz).toBe(value),
  audioObjectType: (media, value) => expect(aac(media).audioObjectType).toBe(value),
  channels: (media, value) =>
    expect(
      media.encodingName === 'mpeg4-generic'
        ? aac(media).channels
        : createG711Format(media.encodingName === 'pcma' ? 'pcma' : 'pcmu', 8000, media.channels ?? 1)
            .channels,
    ).toBe(value),
  parametersFromSdp: (media, value) => {
    if (media.type === 'video') expect(videoFormat(media).widthPixels > 0).toBe(value);
    else if (media.encodingName === 'mpeg4-generic') expect(aac(media).channels > 0).toBe(value);
    else expect(media.clockRateHz !== null).toBe(value);
  },
  // The description keeps names in lower case and nothing of x-dimensions: the text itself is asked.
  channelsInRtpmap: (media, value) => {
    expect(value).toBeNull();
    // A static payload type says one channel, rtpmap said nothing.
    if (media.payloadType > 95) expect(media.channels).toBeNull();
  },
};
const LEFT_OUT: Readonly<Record<string, string>> = {
  encodingNameInText: 'the spelling is not kept: names compare in any case',
  widthPixelsInText: 'x-dimensions is a declaration; sizes come from parameter sets',
  heightPixelsInText: 'x-dimensions is a declaration; sizes come from parameter sets',
  controlUrl: 'needs Content-Base: rtsp/captures.test.ts',
};

describe.skipIf(!present)('EXPECTED.json (skipped where ../shared/testdata is missing)', () => {
  let checked = 0;
  let leftOut = 0;
  for (const [file, { answerTo, expect: expectation }] of Object.entries(expected.files)) {
    if (answerTo !== 'DESCRIBE') continue;
    const description = parseSdp(bodyOf(file))!;
    test(`${file}: session`, () => {
      expect(description.tool).toBe(expectation.toolName?.value);
      expect(description.control).toBe(expectation.sessionControlInText?.value);
      expect(description.media.length).toBe(expectation.mediaCount?.value);
      checked += 3;
    });
    for (const [index, leaves] of (expectation.media ?? []).entries()) {
      const media = description.media[index]!;
      test(`${file}: media ${index}, ${media.encodingName}`, () => {
        for (const [key, { value }] of Object.entries(leaves)) {
          if (LEFT_OUT[key] !== undefined) {
            leftOut += 1;
            continue;
          }
          const check = CHECKS[key];
          if (check === undefined) throw new Error(`nobody reads ${key}`);
          check(media, value);
          checked += 1;
        }
      });
    }
  }
  test('the leaves checked are as many as the file has', () => {
    expect({ checked, leftOut }).toEqual({ checked: 174, leftOut: 28 });
  });
});

describe('what cameras write', () => {
  const sdp = (...lines: string[]): string => ['v=0', 's=x', ...lines].join('\r\n');

  test('line ends of every kind, mixed, with blank lines', () => {
    const text = 'v=0\ns=A\r\r\nm=video 0 RTP/AVP 96\ra=rtpmap:96 H264/90000\n\na=control:t1';
    expect(parseSdp(text)).toMatchObject({ name: 'A', media: [{ encodingName: 'h264', control: 't1' }] });
  });

  test('a section without payload type changes nothing of the one before', () => {
    const description = parseSdp(
      sdp('m=video 0 RTP/AVP 96', 'a=control:video', 'm=application 0 TCP *', 'a=control:other', 's=no'),
    );
    expect(description?.media).toHaveLength(1);
    expect(description).toMatchObject({ name: 'x', control: null, media: [{ control: 'video' }] });
  });

  test('sections beyond the limit are left out with their attributes', () => {
    const many = Array.from({ length: 40 }, (_, i) => [`m=audio 0 RTP/AVP 0`, `a=control:t${i}`]).flat();
    const media = parseSdp(sdp(...many))!.media;
    expect(media).toHaveLength(32);
    expect(media.at(-1)?.control).toBe('t31');
  });

  test('several payload types: the first is sent, rtpmap of the others is ignored', () => {
    const text = sdp(
      'm=audio 0 RTP/AVP 8 0 97',
      'a=rtpmap:97 MPEG4-GENERIC/16000/2',
      'a=fmtp:97 config=1408',
    );
    expect(parseSdp(text)?.media[0]).toMatchObject({ encodingName: 'pcma', clockRateHz: 8000 });
    expect(parseSdp(text)?.media[0]?.formatParameters.size).toBe(0);
  });

  test('the first of a repeated parameter counts; = in base64 is kept', () => {
    const text = sdp('m=video 0 RTP/AVP 96', 'a=fmtp:96 sprop-sps=QQ==; SPROP-SPS=QUI=;;flag;');
    expect([...parseSdp(text)!.media[0]!.formatParameters]).toEqual([
      ['sprop-sps', 'QQ=='],
      ['flag', ''],
    ]);
  });

  test('frame rates that are none, and directions (ONVIF back channel)', () => {
    for (const [text, rate] of [
      ['25', 25],
      ['12.5', 12.5],
      ['0', null],
      ['-1', null],
      ['Infinity', null],
      ['', null],
    ] as const) {
      const media = parseSdp(sdp('m=audio 0 RTP/AVP 0', `a=framerate:${text}`, 'a=sendonly'))!.media[0]!;
      expect(media).toMatchObject({ declaredFramesPerSecond: rate, direction: 'sendonly' });
    }
  });

  test('no SDP is null, no media is a description without media', () => {
    expect(parseSdp('<html>not here</html>')).toBeNull();
    expect(parseSdp('')).toBeNull();
    expect(parseSdp(sdp())?.media).toEqual([]);
  });

  test('a line that makes careless expressions search 4e9 times takes no time', () => {
    const started = performance.now();
    const blanks = ' '.repeat(30_000);
    parseSdp(sdp('m=video 0 RTP/AVP 96', `a=fmtp:96${blanks}${'x'.repeat(30_000)}\u2028y`));
    parseSdp(sdp('m=video 0 RTP/AVP 96', `a=rtpmap:96${blanks}h264${blanks}/`));
    parseSdp(sdp(`m=video${blanks}0${blanks}x`));
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('any text is read within the limits', () => {
    const line = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.constantFrom('m=', 'a=fmtp:96 ', 'a=rtpmap:', 'a=control:', 's='), fc.string())
        .map((p) => p.join('')),
      fc.constant('m=video 0 RTP/AVP 96'),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const description = parseSdp(lines.join('\n'));
        expect(description?.media.length ?? 0).toBeLessThanOrEqual(32);
        for (const media of description?.media ?? []) {
          expect(media.payloadType).toBeLessThanOrEqual(127);
          expect(media.formatParameters.size).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});

test.each([
  ['rtsp://c/a/', '*', 'rtsp://c/a/'],
  ['rtsp://c/a/', '', 'rtsp://c/a/'],
  ['rtsp://c/a/', null, 'rtsp://c/a/'],
  ['rtsp://c/a', 'track1', 'rtsp://c/a/track1'],
  ['rtsp://c/a/', '/track1', 'rtsp://c/a/track1'],
  ['rtsp://c/a?x=1&y=2/', 'trackID=0', 'rtsp://c/a?x=1&y=2/trackID=0'],
  ['rtsp://c/a/', 'RTSP://d/b', 'RTSP://d/b'],
])('base %s with control %s is %s', (base, control, url) => {
  expect(resolveControlUrl(base, control)).toBe(url);
});
