import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../bytes/index.ts';
import {
  Conversation,
  camera,
  DIGEST,
  digestIsRight,
  guarded,
  PLAYING,
  packet,
  SDP,
  URL,
} from './scripted-conversation-for-tests.ts';

describe('the straight way', () => {
  test('OPTIONS to PLAY, media and reports to their tracks, TEARDOWN', () => {
    const c = new Conversation(camera()).run();
    expect(c.methods).toBe(PLAYING);
    expect(c.steps).toEqual(['options', 'describing', 'setting-up', 'starting', 'playing']);
    expect(c.requests.map(({ url }) => url)).toEqual([
      URL,
      URL,
      `${URL}/trackID=0`,
      `${URL}/trackID=1`,
      `${URL}/`,
    ]);
    expect(c.requests.map(({ headers }) => headers.get('cseq'))).toEqual(['1', '2', '3', '4', '5']);
    expect(c.requests.map(({ headers }) => headers.get('session'))).toEqual([
      null,
      null,
      null,
      '4711',
      '4711',
    ]);
    expect(c.tracks).toMatchObject([
      { mediaIndex: 0, ssrc: 0x0d6d6627, udp: null },
      { mediaIndex: 1, udp: null },
    ]);
    for (const channel of [0, 1, 2, 3]) c.receive(packet(channel));
    expect(c.packets).toEqual(['rtp 0 15', 'rtcp 0 15', 'rtp 1 15', 'rtcp 1 15']);
    c.client.teardown();
    c.receive(packet(0));
    expect([c.methods, c.client.step, c.packets.length]).toEqual([`${PLAYING} TEARDOWN`, 'ended', 4]);
    expect([c.warnings, c.failures]).toEqual([[], []]);
  });

  test('a byte at a time it is the same conversation', () => {
    const c = new Conversation(camera(), { pieceBytes: 1 }).run();
    expect([c.methods, c.client.step]).toEqual([PLAYING, 'playing']);
  });

  test('UDP: ports are told, those of the answer handed on', () => {
    const scripted = camera({
      SETUP: {
        headers: {
          Session: '1',
          Transport: 'RTP/AVP;unicast;client_port=5000-5001;server_port=6000-6001;source=10.0.0.9',
        },
      },
    });
    const c = new Conversation(scripted, { transport: 'udp' }).run();
    expect(c.requests[3]?.headers.get('transport')).toBe('RTP/AVP;unicast;client_port=5002-5003');
    expect(c.tracks[0]?.udp).toEqual({
      local: { rtpPort: 5000, rtcpPort: 5001 },
      server: { rtpPort: 6000, rtcpPort: 6001 },
      source: '10.0.0.9',
    });
    expect(c.client.step).toBe('playing');
  });

  test('addresses with credentials, or none, are misuse; the password is not in the message', () => {
    expect(() => new Conversation(camera(), { url: 'rtsp://a:secret@cam/' })).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.not.stringContaining('secret') }),
    );
    expect(() => new Conversation(camera(), { url: 'cam' })).toThrow(TypeError);
  });
});

describe('tolerances', () => {
  test.each(['501 Not Implemented', '400 Bad Request', '404 Not Found', '405 Method Not Allowed'])(
    'OPTIONS answered %s: DESCRIBE goes on, keep-alive is OPTIONS',
    (status) => {
      const c = new Conversation(camera({ OPTIONS: { status } })).run();
      expect(c.client.step).toBe('playing');
      expect(c.warnings).toEqual([`options-refused: status ${status.slice(0, 3)}`]);
      c.pass(31);
      expect([c.count('OPTIONS'), c.count('GET_PARAMETER')]).toEqual([2, 0]);
    },
  );

  test.each(['', '0', '99', 'x'])('answers with CSeq %j are taken for what waits', (cSeq) => {
    const inner = camera();
    const c = new Conversation((request, count) => {
      const answer = inner(request, count) ?? {};
      return { ...answer, headers: { ...answer.headers, CSeq: cSeq } };
    }).run();
    expect(c.client.step).toBe('playing');
    expect(c.warnings).toHaveLength(1);
    expect(c.warnings[0]).toContain('sequence-mismatch');
  });

  test('the late answer to a keep-alive that was given up is not the next one’s', () => {
    const c = new Conversation(camera({ GET_PARAMETER: null })).run().pass(31 + 11);
    expect(c.warnings).toEqual(['keep-alive-refused: no answer']);
    c.pass(20);
    expect(c.count('GET_PARAMETER')).toBe(2);
    c.receive('RTSP/1.0 454 Session Not Found\r\nCSeq: 6\r\n\r\n');
    expect(c.failures).toEqual([]);
    c.receive('RTSP/1.0 454 Session Not Found\r\nCSeq: 7\r\n\r\n');
    expect(c.failures[0]?.code).toBe('session-lost');
  });

  test.each([
    // Dahua: a query in the base, and a name that only the camera knows.
    [
      'rtsp://cam/cam/realmonitor?channel=1&subtype=1/',
      'rtsp://cam/cam/realmonitor?channel=1&subtype=1/trackID=0',
      0,
    ],
    ['rtsp://cam-driveway/x/', 'rtsp://cam-driveway/x/trackID=0', 1],
    ['rtsp://cam:554/live/', 'rtsp://cam:554/live/trackID=0', 0],
    ['rtsp://admin:x@cam/live/', 'rtsp://cam/live/trackID=0', 0],
    ['/live/', `${URL}/trackID=0`, 0],
    ['', `${URL}/trackID=0`, 0],
  ])('Content-Base %j: SETUP %s', (base, url, warnings) => {
    const c = new Conversation(camera({ DESCRIBE: { headers: { 'Content-Base': base }, body: SDP } })).run();
    expect(c.requests[2]?.url).toBe(url);
    expect(c.warnings).toHaveLength(warnings);
  });

  test('control URLs cannot smuggle in a request', () => {
    const body = SDP.replace('trackID=0', 'x y" RTSP/1.0');
    const c = new Conversation(
      guarded([DIGEST], (request) => digestIsRight(request), camera({ DESCRIBE: { body } })),
    ).run();
    expect(c.requests[3]?.url).toBe(`${URL}/x%20y%22%20RTSP/1.0`);
    expect(c.client.step).toBe('playing');
  });

  test('SETUP without Transport: what was asked for holds', () => {
    const c = new Conversation(camera({ SETUP: { headers: { Session: '1' } } })).run().receive(packet(2));
    expect([c.packets, c.warnings]).toEqual([['rtp 1 15'], []]);
  });

  test('channels other than asked hold, above 31 too', () => {
    let next = 198;
    const c = new Conversation(
      camera({
        SETUP: () => {
          next += 2;
          return {
            headers: { Session: '1', Transport: `RTP/AVP/TCP;unicast;interleaved=${next}-${next + 1}` },
          };
        },
      }),
    ).run();
    c.receive(packet(200)).receive(packet(203)).receive(packet(0));
    expect(c.packets).toEqual(['rtp 0 15', 'rtcp 1 15']);
    expect(c.warnings).toEqual(['other-channels-than-asked: 200-201 for 0-1', 'unknown-channel: 0']);
  });

  test('the same channels for every media: each keeps the ones asked for', () => {
    const c = new Conversation(
      camera({ SETUP: { headers: { Session: '1', Transport: 'RTP/AVP/TCP;interleaved=0-1' } } }),
    ).run();
    c.receive(packet(0)).receive(packet(2));
    expect(c.packets).toEqual(['rtp 0 15', 'rtp 1 15']);
    expect(c.warnings).toEqual(['other-channels-than-asked: 0-1 for 2-3']);
  });

  test('Reolink: no Session header in later answers; none at all is told once', () => {
    const later = new Conversation(
      camera({ SETUP: (_request, count) => ({ headers: count === 1 ? { Session: 'F8F8E425' } : {} }) }),
    ).run();
    expect([later.client.step, later.requests.at(-1)?.headers.get('session')]).toEqual([
      'playing',
      'F8F8E425',
    ]);
    const never = new Conversation(camera({ SETUP: { headers: {} } })).run();
    expect([never.client.step, never.warnings]).toEqual(['playing', ['session-header-missing: SETUP']]);
  });

  test('media before the answer to PLAY, and in the same chunk', () => {
    const c = new Conversation(camera({ PLAY: null })).run().receive(packet(0));
    const answer = encodeUtf8('RTSP/1.0 200 OK\r\nCSeq: 5\r\n\r\n');
    c.receive(Uint8Array.from([...packet(0), ...answer, ...packet(0), ...packet(2)]));
    expect(c.packets).toEqual(['rtp 0 15', 'rtp 0 15', 'rtp 0 15', 'rtp 1 15']);
    expect(c.client.step).toBe('playing');
  });

  test('GW Security: garbage between packets is told once, and no packet is lost', () => {
    const c = new Conversation(camera()).run();
    for (let i = 0; i < 3; i += 1) c.receive('garbage').receive(packet(0)).receive(packet(0));
    expect(c.warnings).toHaveLength(1);
    expect(c.packets).toHaveLength(6);
  });

  test.each([
    '400 Bad Request',
    '404 Not Found',
    '455 Not Valid',
    '457 Invalid Range',
    '501 Not Implemented',
  ])('PLAY with Range answered %s: asked again without', (status) => {
    const c = new Conversation(
      camera({ PLAY: ({ headers }) => (headers.get('range') === null ? {} : { status }) }),
    ).run();
    expect([c.client.step, c.failures, c.methods]).toEqual(['playing', [], `${PLAYING} PLAY`]);
    expect(c.requests.at(-1)?.url).toBe(`${URL}/`);
    expect(c.warnings).toEqual([`play-repeated: status ${status.slice(0, 3)}, asked again without Range`]);
  });

  test.each([
    ['PTZOptics', '405 Method Not Allowed', `${URL}/`, URL],
    ['the other way round', '454 Session Not Found', URL, `${URL}/`],
  ])('%s: PLAY answered %s for the slash at its end is asked again', (_name, status, base, taken) => {
    const sdp = SDP.replace('a=control:*', `a=control:${base}`);
    const c = new Conversation(
      camera({
        DESCRIBE: { body: sdp },
        PLAY: ({ url }) => (url === taken ? {} : { status }),
      }),
    ).run();
    expect([c.client.step, c.failures, c.methods]).toEqual(['playing', [], `${PLAYING} PLAY PLAY`]);
    // What was taken once is what the session is called from then on.
    c.pass(31);
    c.client.teardown();
    expect(c.requests.slice(-2).map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET_PARAMETER ${taken}`,
      `TEARDOWN ${taken}`,
    ]);
  });

  test('100 Continue is no answer', () => {
    const c = new Conversation(camera({ PLAY: { raw: 'RTSP/1.0 100 Continue\r\nCSeq: 5\r\n\r\n' } })).run();
    expect([c.client.step, c.warnings]).toEqual(['starting', []]);
  });
});

describe('what the camera calls itself', () => {
  test.each([
    ['GStreamer RTSP server', 'GStreamer RTSP server'],
    ['  H264DVR 1.0\u009b31m\u202ex\u2066 ', 'H264DVR 1.0 31m x'],
    [`${'x'.repeat(199)}\u{1f4f7}`, 'x'.repeat(199)],
    ['x'.repeat(3_000), 'x'.repeat(200)],
    ['\u200b', null],
  ])('Server %j', (told, server) => {
    const c = new Conversation(camera({ OPTIONS: { headers: { Server: told } } })).run();
    expect(c.client.server).toBe(server);
  });

  test('the first that says something counts, a refusal too', () => {
    const c = new Conversation(
      camera({
        OPTIONS: { status: '501 x' },
        DESCRIBE: { status: '404 x', headers: { Server: 'Rtsp Server/3.0' } },
      }),
    ).run();
    expect(c.client.server).toBe('Rtsp Server/3.0');
    expect(new Conversation(camera()).run().client.server).toBeNull();
  });
});

describe('RTCP to the camera', () => {
  test('on the channel that holds for the media, once it plays', () => {
    const c = new Conversation(
      camera({
        SETUP: (_request, count) => ({
          headers: { Session: '1', Transport: `RTP/AVP/TCP;interleaved=${count * 40}-${count * 40 + 1}` },
        }),
        PLAY: null,
      }),
    ).run();
    c.client.sendRtcp(0, Uint8Array.of(1, 2, 3));
    expect(c.frames).toEqual([]);
    c.receive('RTSP/1.0 200 OK\r\nCSeq: 5\r\n\r\n');
    c.client.sendRtcp(1, Uint8Array.of(1, 2, 3));
    c.client.sendRtcp(7, Uint8Array.of(1));
    expect(c.frames).toEqual([Uint8Array.of(0x24, 81, 0, 3, 1, 2, 3)]);
    c.client.teardown();
    c.client.sendRtcp(1, Uint8Array.of(1));
    expect(c.frames).toHaveLength(1);
  });
});

describe('keep-alive', () => {
  test('at half the time-out with GET_PARAMETER', () => {
    const c = new Conversation(camera({ SETUP: { headers: { Session: '1;timeout=20' } } })).run();
    c.pass(9);
    expect(c.count('GET_PARAMETER')).toBe(0);
    c.pass(21);
    expect(c.count('GET_PARAMETER')).toBe(3);
    expect(c.requests.at(-1)?.headers.get('session')).toBe('1');
  });

  test('refused: OPTIONS follows at once and from then on', () => {
    const c = new Conversation(camera({ GET_PARAMETER: { status: '501 Not Implemented' } })).run();
    c.pass(31);
    expect(c.methods).toBe(`${PLAYING} GET_PARAMETER OPTIONS`);
    c.pass(30);
    expect(c.methods).toBe(`${PLAYING} GET_PARAMETER OPTIONS OPTIONS`);
    expect(c.warnings).toEqual(['keep-alive-refused: GET_PARAMETER: status 501']);
  });

  test('no more often than every 2 s, whatever the camera says', () => {
    const c = new Conversation(camera({ SETUP: { headers: { Session: '1;timeout=1' } } })).run().pass(20);
    expect(c.count('GET_PARAMETER')).toBe(10);
  });

  test('454 is the end of the session: no TEARDOWN', () => {
    const c = new Conversation(camera({ GET_PARAMETER: { status: '454 Session Not Found' } })).run();
    c.pass(31);
    expect(c.failures).toMatchObject([{ step: 'playing', code: 'session-lost', statusCode: 454 }]);
    expect(c.count('TEARDOWN')).toBe(0);
  });
});
