/** Inputs from outside that this folder reads: for the fuzzer. */
import { decodeUtf8, encodeUtf8, type FuzzTarget } from '@matlang/media/bytes';
import { parseRtpInfo, parseSessionHeader, parseTransportHeader } from './answer-headers.ts';
import { parseChallenges } from './challenge.ts';
import { RtspClient } from './client.ts';
import { InterleavedReader } from './interleaved-reader.ts';
import { escapeUrl, writeRequest } from './message.ts';
import { parseRtspUrl, redactCredentials } from './rtsp-url.ts';

const DESCRIPTION =
  'v=0\r\ns=x\r\na=control:*\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:trackID=0\r\nm=audio 0 RTP/AVP 8\r\na=control:trackID=1\r\n';
const MEDIA = '$\u0000\u0000\u0010\u0000'; // the first byte of the payload is set below
const UNAUTHORIZED =
  'RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nWWW-Authenticate: Digest realm="a", nonce="b", algorithm=SHA-256, qop="auth"\r\nWWW-Authenticate: Basic realm="c"\r\n\r\n';
const ANSWERS = [
  'RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: OPTIONS, DESCRIBE, GET_PARAMETER\r\n\r\n',
  `RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Base: rtsp://cam/live/\r\nContent-Length: ${DESCRIPTION.length}\r\n\r\n${DESCRIPTION}`,
  'RTSP/1.0 200 OK\r\nCSeq: 3\r\nSession:        7083;timeout=60\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1;ssrc= d6d6627;mode="play"\r\n\r\n',
  'RTSP/1.0 200 OK\r\nCSeq: 4\r\nSession: 7083\r\nTransport: RTP/AVP/TCP;unicast;interleaved=2-3\r\n\r\n',
  'RTSP/1.0 200 OK\r\nCSeq: 5\r\nSession: 7083\r\nRTP-Info: url=trackID=0;seq=1;rtptime=2,url=trackID=1;seq=3\r\n\r\n',
];
const AFTERWARDS = [
  `${MEDIA}123456789012345`,
  'OPTIONS rtsp://cam/ RTSP/1.0\r\nCSeq: 9\r\n\r\n',
  'REDIRECT * RTSP/1.0\r\nCSeq: 9\r\nLocation: rtsp://other/\r\n\r\n',
];

/** Every sixteenth byte of media that a real packet begins with. */
function toInput(first: number, text: string): Uint8Array {
  const bytes = encodeUtf8(text);
  for (let at = 0; at + 4 < bytes.length; at += 1)
    if (bytes[at] === 0x24 && bytes[at + 1] === 0 && bytes[at + 3] === 0x10) bytes[at + 4] = 0x80;
  return Uint8Array.from([first, ...bytes]);
}

/** A splitter that depends on the input only. */
function inPieces(bytes: Uint8Array, seed: number, take: (piece: Uint8Array) => void): void {
  let state = seed + 1;
  for (let at = 0; at < bytes.length; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    const size = 1 + ((state >> 8) % 90);
    take(bytes.slice(at, at + size));
    at += size;
  }
}

function readInterleaved(bytes: Uint8Array): void {
  let told = 0;
  const reader = new InterleavedReader({
    onPacket: (_channel, payload) => (told += payload.length),
    onMessage: (message) => (told += message.body.length),
    onGarbage: (sizeBytes) => (told += sizeBytes),
  });
  inPieces(bytes, bytes[0] ?? 0, (piece) => reader.push(piece));
  if (told > bytes.length) throw new Error(`${told} bytes told of ${bytes.length}`);
  if (reader.heldBytes > bytes.length) throw new Error(`${reader.heldBytes} bytes held of ${bytes.length}`);
}

/** The client gets as far as the first byte says on the straight way, and the rest from the input. */
function converse(bytes: Uint8Array): void {
  const first = bytes[0] ?? 0;
  let writes = 0;
  let endings = 0;
  const onCall = (): void => {
    if (endings > 0) throw new Error('told something after the end');
  };
  const client: RtspClient = new RtspClient(
    {
      url: 'rtsp://cam/live',
      credentials: (first & 0x40) === 0 ? { username: 'admin', password: 'Geheim' } : null,
      transport: (first & 0x80) === 0 ? 'tcp' : 'udp',
      userAgent: 'fuzz',
      digests: { md5Hex: () => 'aa', sha256Hex: () => 'bb' },
      randomHex: () => 'cc',
    },
    {
      write: () => {
        writes += 1;
      },
      onStep: onCall,
      chooseMedia: ({ media }) => media.map((_, index) => index),
      udpPorts: () => ({ rtpPort: 5000, rtcpPort: 5001 }),
      onTrack: onCall,
      onLeftOut: onCall,
      onRtp: onCall,
      onRtcp: onCall,
      onWarning: onCall,
      onFailure: ({ detail }) => {
        onCall();
        endings += 1;
        if (detail.length > 300) throw new Error('an endless detail');
      },
      onRedirect: () => {
        onCall();
        endings += 1;
      },
    },
  );
  client.start(0);
  for (const answer of ANSWERS.slice(0, (first & 0x0f) % (ANSWERS.length + 1)))
    client.receive(encodeUtf8(answer), 0);
  inPieces(bytes.subarray(1), first, (piece) => client.receive(piece, 1));
  for (let second = 1; second < 50; second += 1) client.tick(second * 1_000);
  // An answer of at least 17 bytes for each request, some repeated for a challenge; signs of life; keep-alive; TEARDOWN.
  if (writes > 40 + bytes.length / 8) throw new Error(`${writes} writes for ${bytes.length} bytes`);
  client.teardown();
  if (client.step !== 'ended') throw new Error('no end');
}

/** Each takes any bytes and must return. */
export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'rtsp-interleaved',
    seeds: [toInput(3, ANSWERS.join('') + AFTERWARDS.join('').repeat(2))],
    run: readInterleaved,
  },
  {
    name: 'rtsp-client',
    seeds: [
      toInput(0, UNAUTHORIZED + ANSWERS.join('') + AFTERWARDS.join('')),
      ...ANSWERS.map((_, index) => toInput(index, ANSWERS.slice(index).join('') + AFTERWARDS.join(''))),
      toInput(5, AFTERWARDS.join('') + UNAUTHORIZED),
    ],
    run: converse,
  },
  {
    name: 'rtsp-url',
    seeds: [encodeUtf8('rtsp://admin:p@ss/w%40rd@[fe80::1]:554/cam?x=1&password=2#3')],
    run: (bytes) => {
      const text = decodeUtf8(bytes);
      redactCredentials(text);
      const url = parseRtspUrl(text);
      if (typeof url === 'object') writeRequest('OPTIONS', escapeUrl(url.withoutCredentials), [['A', text]]);
    },
  },
  {
    name: 'rtsp-challenge',
    seeds: [
      encodeUtf8('Basic realm="a", Digest realm="b\\"", nonce=c, algorithm="SHA-256", qop="auth,auth-int"'),
    ],
    run: (bytes) => void parseChallenges(decodeUtf8(bytes).split('\n')),
  },
  {
    name: 'rtsp-answer-headers',
    seeds: [
      encodeUtf8('RTP/AVP/TCP;unicast;interleaved=0-1;ssrc= d6d6627;mode="play",7083;timeout=60'),
      encodeUtf8('url=rtsp://c/a,b;seq=1;rtptime=2, url=trackID=1;seq=3;rtptime=4;ssrc=5'),
    ],
    run: (bytes) => {
      const text = decodeUtf8(bytes);
      parseSessionHeader(text);
      parseTransportHeader(text);
      parseRtpInfo(text);
    },
  },
];
