/** Answers of real cameras, as EXPECTED.json explains them. What stands in their SDP is checked in sdp/sdp.test.ts. */
import { readFileSync } from 'node:fs';
import { findWitness } from '@matlang/testkit';
import { describe, expect, test } from 'vitest';
import { decodeUtf8 } from '../bytes/index.ts';
import { parseSdp, resolveControlUrl, type SessionDescription } from '../sdp/index.ts';
import {
  InterleavedReader,
  parseRtpInfo,
  parseSessionHeader,
  parseTransportHeader,
  type RtspResponse,
} from './index.ts';

const testdata = findWitness('shared-testdata');
const present = testdata !== null;
const FOLDER = `${testdata}/rtsp/`;

interface Leaf {
  readonly value: unknown;
}
interface ExpectedFile {
  readonly input: { readonly requestUrl?: string; readonly describeFile?: string };
  readonly expect: {
    readonly media?: readonly Readonly<Record<string, Leaf>>[];
    readonly rtpInfo?: readonly Readonly<Record<string, Leaf>>[];
  };
}

const files: Readonly<Record<string, ExpectedFile>> = present
  ? JSON.parse(readFileSync(`${FOLDER}EXPECTED.json`, 'utf8')).files
  : {};

/** Through the reader, as from a socket: one response and nothing left over. */
function readAnswer(file: string): RtspResponse {
  const answers: RtspResponse[] = [];
  const reader = new InterleavedReader({
    onPacket: () => expect.unreachable('no packet'),
    onGarbage: () => expect.unreachable('no garbage'),
    onMessage: (message) =>
      message.kind === 'response' ? answers.push(message) : expect.unreachable('no request'),
  });
  reader.push(readFileSync(FOLDER + file));
  expect([answers.length, reader.heldBytes]).toEqual([1, 0]);
  return answers[0]!;
}

interface Capture {
  readonly answer: RtspResponse;
  readonly sdp: SessionDescription | null;
  /** Of the DESCRIBE that the answer builds on. */
  readonly baseUrl: string;
}

function capture(file: string): Capture {
  const { input } = files[file]!;
  const describeFile = input.describeFile ?? file;
  const described = readAnswer(describeFile);
  return {
    answer: readAnswer(file),
    sdp: parseSdp(decodeUtf8(described.body)),
    baseUrl: described.headers.get('content-base') ?? '',
  };
}

const header =
  (name: string) =>
  ({ answer }: Capture) =>
    answer.headers.get(name);
const session = ({ answer }: Capture) => parseSessionHeader(answer.headers.get('session') ?? '');
const transport = ({ answer }: Capture) => parseTransportHeader(answer.headers.get('transport') ?? '');
const methods = ({ answer }: Capture) =>
  (answer.headers.get('public') ?? '').split(',').map((method) => method.trim());

/** What our code reads for each key. */
const READINGS: Readonly<Record<string, (capture: Capture) => unknown>> = {
  statusCode: ({ answer }) => answer.statusCode,
  cSeq: (c) => Number(header('cseq')(c)),
  contentType: header('content-type'),
  contentLengthBytes: ({ answer }) => answer.body.length,
  contentBase: header('content-base'),
  baseUrl: ({ baseUrl }) => baseUrl,
  sessionControlUrl: ({ baseUrl, sdp }) => resolveControlUrl(baseUrl, sdp?.control ?? null),
  sessionId: (c) => session(c)?.id ?? null,
  sessionTimeoutSeconds: (c) => session(c)?.timeoutSeconds,
  serverName: header('server'),
  range: header('range'),
  methods,
  setParameterSupported: (c) => methods(c).includes('SET_PARAMETER'),
  getParameterSupported: (c) => methods(c).includes('GET_PARAMETER'),
  transportProtocol: (c) => transport(c).protocol,
  rtpChannel: (c) => transport(c).interleaved?.rtp,
  rtcpChannel: (c) => transport(c).interleaved?.rtcp,
  ssrc: (c) => transport(c).ssrc,
  delivery: (c) => transport(c).delivery,
  mode: (c) => transport(c).mode,
  destinationAddress: (c) => transport(c).destination,
  sourceAddress: (c) => transport(c).source,
  serverPort: (c) => transport(c).serverPort,
};
const LEFT_OUT: Readonly<Record<string, string>> = {
  dateUtc: 'Date is not read: a camera clock is measured by sender reports',
  ssrcInText: 'spelling',
  sessionTimeoutInText: 'what is silent means 60 s: sessionTimeoutSeconds',
  toolName: 'in the SDP: sdp/sdp.test.ts',
  mediaCount: 'in the SDP: sdp/sdp.test.ts',
  sessionControlInText: 'in the SDP: sdp/sdp.test.ts',
};

describe.skipIf(!present)('EXPECTED.json (skipped where ../shared/testdata is missing)', () => {
  let checked = 0;
  let leftOut = 0;
  for (const [file, expected] of Object.entries(files)) {
    test(file, () => {
      const read = capture(file);
      const { media: _media, rtpInfo: _rtpInfo, ...leaves } = expected.expect;
      for (const [key, { value }] of Object.entries<Leaf>(leaves)) {
        const reading = READINGS[key];
        if (reading === undefined && LEFT_OUT[key] === undefined) throw new Error(`nobody reads ${key}`);
        leftOut += reading === undefined ? 1 : 0;
        checked += reading === undefined ? 0 : 1;
        if (reading !== undefined) expect(reading(read), key).toEqual(value);
      }
    });

    const { media, rtpInfo } = expected.expect;
    if (media !== undefined) {
      test(`${file}: control URLs`, () => {
        const { sdp, baseUrl } = capture(file);
        for (const [index, { controlUrl }] of media.entries()) {
          expect(resolveControlUrl(baseUrl, sdp?.media[index]?.control ?? null)).toBe(controlUrl?.value);
          checked += 1;
        }
      });
    }

    if (rtpInfo !== undefined) {
      test(`${file}: RTP-Info`, () => {
        const { answer, sdp, baseUrl } = capture(file);
        const entries = parseRtpInfo(answer.headers.get('rtp-info') ?? '');
        expect(entries.length).toBe(rtpInfo.length);
        const urls = sdp?.media.map(({ control }) => resolveControlUrl(baseUrl, control)) ?? [];
        for (const [index, entry] of entries.entries()) {
          const url = resolveControlUrl(baseUrl, entry.url);
          const found: Readonly<Record<string, unknown>> = {
            mediaIndex: urls.indexOf(url),
            urlInText: entry.url,
            url,
            initialSequenceNumber: entry.sequenceNumber,
            initialRtpTimestamp: entry.rtpTimestamp,
            ssrc: entry.ssrc,
            ssrcInText: entry.ssrc?.toString(16),
          };
          for (const [key, { value }] of Object.entries(rtpInfo[index]!)) {
            expect(found[key], key).toEqual(value);
            checked += 1;
          }
        }
      });
    }
  }
  test('the leaves checked are as many as the file has', () => {
    expect({ checked, leftOut }).toEqual({ checked: 162, leftOut: 35 });
  });
});
