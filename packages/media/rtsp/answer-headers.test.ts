import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRtpInfo, parseSessionHeader, parseTransportHeader } from './index.ts';

test.each([
  ['708345999;timeout=60', '708345999', 60],
  ['        708345999 ; Timeout = 30 ', '708345999', 30],
  // Reolink states none; others nonsense.
  ['F8F8E425', 'F8F8E425', 60],
  ['1;timeout=0', '1', 60],
  ['1;timeout=x', '1', 60],
  ['1;timeout=99999999999999999999', '1', 86_400],
  ['00123456789012345678901234567890', '00123456789012345678901234567890', 60],
])('Session %j', (text, id, timeoutSeconds) => {
  expect(parseSessionHeader(text)).toEqual({ id, timeoutSeconds });
});

test('a Session header without an id is none', () => {
  expect(parseSessionHeader('')).toBeNull();
  expect(parseSessionHeader(' ;timeout=60')).toBeNull();
});

describe('Transport', () => {
  const nothing = { interleaved: null, serverPort: null, source: null, ssrc: null };

  test.each([
    // Hikvision: a blank for the leading zero, quotes around the mode.
    [
      'RTP/AVP/TCP;unicast;interleaved=0-1;ssrc= d6d6627;mode="play"',
      { interleaved: { rtp: 0, rtcp: 1 }, ssrc: 0x0d6d6627 },
    ],
    ['RTP/AVP/TCP; unicast ; Interleaved = 4 - 5', { interleaved: { rtp: 4, rtcp: 5 } }],
    ['RTP/AVP/TCP;interleaved=4', { interleaved: { rtp: 4, rtcp: 5 } }],
    ['rtp/avp/tcp;interleaved=0-1,RTP/AVP;server_port=1-2', { interleaved: { rtp: 0, rtcp: 1 } }],
    ['RTP/AVP/TCP;interleaved=255', {}],
    ['RTP/AVP/TCP;interleaved=0-256', {}],
    ['RTP/AVP/TCP;interleaved=-1;ssrc=123456789;source=', {}],
    ['RTP/AVP/TCP;ssrc=FFFFFFFF', { ssrc: 0xffffffff }],
    ['RTP/AVP/TCP;ssrc=xyz', {}],
  ])('%s', (text, found) => {
    expect(parseTransportHeader(text)).toMatchObject({ protocol: 'RTP/AVP/TCP', ...nothing, ...found });
  });

  test('UDP', () => {
    expect(
      parseTransportHeader('RTP/AVP/UDP;unicast;source=10.0.0.1;client_port=5000-5001;server_port=6970-6971'),
    ).toMatchObject({ protocol: 'RTP/AVP/UDP', serverPort: { rtp: 6970, rtcp: 6971 }, source: '10.0.0.1' });
    expect(parseTransportHeader('')).toMatchObject({ protocol: '', ...nothing });
  });
});

describe('RTP-Info', () => {
  test('commas inside addresses are no separators; what is out of range is unknown', () => {
    expect(
      parseRtpInfo('url=rtsp://cam/a,b;seq=65536;rtptime=4294967295, url=trackID=1;seq=1;ssrc=ff;rtptime=x'),
    ).toEqual([
      { url: 'rtsp://cam/a,b', sequenceNumber: null, rtpTimestamp: 4294967295, ssrc: null },
      { url: 'trackID=1', sequenceNumber: 1, rtpTimestamp: null, ssrc: 0xff },
    ]);
    expect(parseRtpInfo('')).toEqual([]);
    expect(parseRtpInfo('seq=1;rtptime=2')).toEqual([]);
  });
});

test('any text is read, in linear time', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      parseSessionHeader(value);
      parseTransportHeader(value);
      parseRtpInfo(value);
    }),
  );
  const started = performance.now();
  for (const piece of [',', ', ', ', url', ';', '; =', 'timeout=', ' ', ',url='])
    for (const parse of [parseSessionHeader, parseTransportHeader, parseRtpInfo])
      parse(piece.repeat(16_384 / piece.length));
  parseRtpInfo(`,${' '.repeat(16_000)}`.repeat(4));
  expect(performance.now() - started).toBeLessThan(1_000);
});
