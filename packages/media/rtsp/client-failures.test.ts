/** How conversations end. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../bytes/index.ts';
import { parseMessageHead, type RtspRequest } from './index.ts';
import {
  Conversation,
  camera,
  DIGEST,
  PASSWORD,
  PLAYING,
  packet,
  SDP,
  toBytes,
} from './scripted-conversation-for-tests.ts';

describe('failures', () => {
  test.each([
    ['DESCRIBE', '404 Not Found', 'stream-not-found', 'describing'],
    ['DESCRIBE', '403 Forbidden', 'forbidden', 'describing'],
    ['DESCRIBE', '500 Internal Server Error', 'rtsp-status', 'describing'],
    ['OPTIONS', '503 Service Unavailable', 'too-many-sessions', 'options'],
    ['SETUP', '453 Not Enough Bandwidth', 'too-many-sessions', 'setting-up'],
    ['SETUP', '461 Unsupported Transport', 'transport-refused', 'setting-up'],
    ['PLAY', '454 Session Not Found', 'session-lost', 'starting'],
    ['PLAY', '400 Bad Request', 'rtsp-status', 'starting'],
  ])('%s answered %s is %s', (method, status, code, step) => {
    const c = new Conversation(camera({ [method]: { status, headers: {} } })).run();
    expect(c.failures).toEqual([
      { step, code, statusCode: Number(status.slice(0, 3)), detail: `${method}: ${status}` },
    ]);
    expect([c.client.step, c.count('TEARDOWN')]).toEqual([
      'ended',
      code === 'rtsp-status' && step === 'starting' ? 1 : 0,
    ]);
  });

  test.each([
    ['OPTIONS', 'options', 0],
    ['DESCRIBE', 'describing', 0],
    ['SETUP', 'setting-up', 0],
    ['PLAY', 'starting', 1],
  ])('no answer to %s', (method, step, teardowns) => {
    const c = new Conversation(camera({ [method]: null })).run().pass(10);
    expect(c.failures).toEqual([]);
    c.pass(1);
    expect(c.failures).toEqual([
      { step, code: 'response-timeout', statusCode: null, detail: `no answer to ${method}` },
    ]);
    expect(c.count('TEARDOWN')).toBe(teardowns);
  });

  test('no answer to credentials', () => {
    const c = new Conversation((request) =>
      request.headers.get('authorization') === null
        ? { status: '401 Unauthorized', headers: { 'WWW-Authenticate': DIGEST } }
        : null,
    ).run();
    c.pass(11);
    expect(c.failures).toMatchObject([{ step: 'authenticating', code: 'response-timeout' }]);
  });

  test.each([
    ['454 Session Not Found', 'rtsp-status 454'], // an Amcrest, for its sound
    ['453 Not Enough Bandwidth', 'too-many-sessions 453'],
    ['404 Not Found', 'stream-not-found 404'],
    ['461 Unsupported Transport', 'transport-refused 461'],
    ['500 Internal Server Error', 'rtsp-status 500'],
  ])('the second SETUP answered %s: left out, the first plays', (status, leftOut) => {
    const c = new Conversation(
      camera({ SETUP: (_request, count) => (count === 1 ? { headers: { Session: '1' } } : { status }) }),
    ).run();
    expect(c.methods).toBe(PLAYING);
    expect([c.client.step, c.failures, c.leftOut]).toEqual(['playing', [], [`1 ${leftOut}`]]);
    expect(c.warnings).toEqual([`media-left-out: media 1: SETUP: ${status}`]);
    c.receive(packet(0));
    expect(c.packets).toEqual(['rtp 0 15']);
  });

  test('the second SETUP never answered, or over another transport: left out too', () => {
    const silent = new Conversation(
      camera({ SETUP: (_request, count) => (count === 1 ? { headers: { Session: '1' } } : null) }),
    )
      .run()
      .pass(11);
    expect([silent.client.step, silent.leftOut]).toEqual(['playing', ['1 response-timeout null']]);
    const other = new Conversation(
      camera({
        SETUP: (_request, count) => ({
          headers: {
            Session: '1',
            Transport: count === 1 ? 'RTP/AVP/TCP;interleaved=0-1' : 'RTP/AVP;unicast',
          },
        }),
      }),
    ).run();
    expect([other.client.step, other.leftOut]).toEqual(['playing', ['1 transport-refused 200']]);
  });

  test('PLAY refused in every way: what the camera said of the usual one, after three', () => {
    const refused = new Conversation(
      camera({
        PLAY: (_request, count) => ({ status: ['455 Not Now', '404 x', '501 y'][count - 1] ?? '200 OK' }),
      }),
    ).run();
    expect(refused.failures).toEqual([
      { step: 'starting', code: 'rtsp-status', statusCode: 455, detail: 'PLAY: 455 Not Now' },
    ]);
    expect(refused.methods).toBe(`${PLAYING} PLAY PLAY TEARDOWN`);
  });

  test.each(['403 Forbidden', '453 Not Enough Bandwidth', '461 Unsupported Transport', '500 x'])(
    'PLAY answered %s is not asked again',
    (status) => {
      const c = new Conversation(camera({ PLAY: { status } })).run();
      expect([c.count('PLAY'), c.failures.length]).toEqual([1, 1]);
    },
  );

  test.each([
    ['an HTTP server', 'HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n', 0],
    ['a banner and silence', 'SSH-2.0-OpenSSH_9.2\r\n', 11],
    ['a kilobyte of anything', 'x'.repeat(1_100), 0],
  ])('%s is not RTSP', (_name, raw, seconds) => {
    const c = new Conversation(camera({ OPTIONS: { raw } })).run().pass(seconds);
    expect(c.failures).toMatchObject([{ step: 'options', code: 'not-rtsp' }]);
  });

  test('descriptions that are none, and without anything chosen', () => {
    const html = new Conversation(camera({ DESCRIBE: { body: '<html></html>' } })).run();
    expect(html.failures[0]?.code).toBe('description-invalid');
    const empty = new Conversation(camera({ DESCRIBE: { body: 'v=0\r\ns=x\r\n' } })).run();
    expect(empty.failures[0]).toMatchObject({ code: 'media-missing', detail: 'offered: nothing' });
    const none = new Conversation(camera(), { handler: () => ({ chooseMedia: () => [7, -1] }) }).run();
    expect(none.failures[0]).toMatchObject({
      code: 'media-missing',
      detail: 'offered: video h264, audio pcma',
    });
  });

  test('a transport that was not asked for', () => {
    const c = new Conversation(
      camera({ SETUP: { headers: { Session: '1', Transport: 'RTP/AVP;unicast;server_port=6000-6001' } } }),
    ).run();
    expect(c.failures[0]?.code).toBe('transport-refused');
    expect(c.count('TEARDOWN')).toBe(1);
  });

  test('a reason as long as a header, with escape sequences, is cut and cleaned', () => {
    const c = new Conversation(camera({ DESCRIBE: { status: `500 \u009b31m${'x'.repeat(5_000)}` } })).run();
    expect(c.failures[0]?.detail.length).toBe(300);
    expect(c.failures[0]?.detail).not.toContain('\u009b');
  });
});

describe('what the camera begins', () => {
  test('redirects: credentials beside the address, not in it', () => {
    const given: unknown[] = [];
    const c = new Conversation(
      camera({ DESCRIBE: { status: '302 Moved', headers: { Location: 'rtsp://u:p@other:8554/x' } } }),
      { handler: () => ({ onRedirect: (...told) => given.push(...told) }) },
    ).run();
    expect(given).toEqual(['rtsp://other:8554/x', { username: 'u', password: 'p' }]);
    expect([c.failures, c.client.step]).toEqual([[], 'ended']);
  });

  test.each([
    [{}, 'without an address'],
    [{ Location: 'http://other/' }, 'not-rtsp'],
    [{ Location: '/relative' }, 'not-rtsp'],
  ])('redirect to %j is refused', (headers: Record<string, string>, detail) => {
    const c = new Conversation(camera({ DESCRIBE: { status: '302 Moved', headers } })).run();
    expect(c.failures).toMatchObject([{ code: 'redirect-refused', detail }]);
  });

  test('REDIRECT while playing closes the session first', () => {
    const c = new Conversation(camera()).run();
    c.receive('REDIRECT * RTSP/1.0\r\nCSeq: 9\r\nLocation: rtsp://other/\r\n\r\n');
    expect([c.redirects, c.requests.at(-1)?.method]).toEqual([['rtsp://other/'], 'TEARDOWN']);
    expect(c.responses).toEqual(['RTSP/1.0 200 OK\r\nCSeq: 9\r\n\r\n']);
  });

  test('TEARDOWN ends the session', () => {
    const c = new Conversation(camera()).run();
    c.receive('TEARDOWN rtsp://cam/ RTSP/1.0\r\nCSeq: 1\r\n\r\n');
    expect(c.failures).toMatchObject([{ step: 'playing', code: 'session-lost' }]);
    expect(c.count('TEARDOWN')).toBe(0);
  });

  test('signs of life are answered; a flood of them is not', () => {
    const c = new Conversation(camera()).run();
    c.receive('OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n'.repeat(5_000));
    expect(c.responses).toHaveLength(20);
    c.pass(1).receive('GET_PARAMETER rtsp://cam/ RTSP/1.0\r\nCSeq: 2\r\n\r\n');
    expect(c.responses).toHaveLength(21);
  });
});

describe('teardown inside a callback', () => {
  const names = [
    'write',
    'onStep',
    'chooseMedia',
    'udpPorts',
    'onTrack',
    'onLeftOut',
    'onRtp',
    'onRtcp',
    'onWarning',
    'onFailure',
    'onRedirect',
  ] as const;

  test('nothing is written but TEARDOWN, and nothing reported, wherever it is called', () => {
    let ended = 0;
    for (const transport of ['tcp', 'udp'] as const) {
      for (let when = 1; when < 60; when += 1) {
        const calls: string[] = [];
        let at = -1;
        const c: Conversation = new Conversation(
          camera({
            OPTIONS: { status: '501 No' },
            SETUP: ({ headers }) => ({
              headers: { Transport: headers.get('transport') ?? '', Session: '1', CSeq: '' },
            }),
          }),
          {
            transport,
            handler: (conversation) => {
              const plain: Partial<Record<string, (...values: never[]) => unknown>> = {
                write: (bytes: never) => conversationWrite(conversation, bytes),
                chooseMedia: () => [0, 1],
                udpPorts: () => ({ rtpPort: 2, rtcpPort: 3 }),
              };
              return Object.fromEntries(
                names.map((name) => [
                  name,
                  (...values: never[]) => {
                    calls.push(name);
                    if (calls.length === when) {
                      at = calls.length;
                      conversation.client.teardown();
                    }
                    return plain[name]?.(...values);
                  },
                ]),
              );
            },
          },
        );
        drive(c);
        if (at < 0) continue;
        ended += 1;
        expect(c.client.step).toBe('ended');
        const behind = calls.slice(at);
        expect(behind.filter((name) => name !== 'write')).toEqual([]);
        expect(behind.length).toBeLessThanOrEqual(1);
      }
    }
    expect(ended).toBeGreaterThan(40);
  });

  /** Requests wait here to be answered by `drive`. */
  const written = new WeakMap<Conversation, RtspRequest[]>();
  function conversationWrite(conversation: Conversation, bytes: Uint8Array): void {
    const message = parseMessageHead(bytes.subarray(0, -4), new Uint8Array(0));
    if (message?.kind !== 'request') return;
    written.set(conversation, [...(written.get(conversation) ?? []), message]);
  }
  function drive(c: Conversation): void {
    c.client.start(0);
    const inner = camera({
      OPTIONS: { status: '501 No' },
      SETUP: ({ headers }) => ({
        headers: { Transport: headers.get('transport') ?? '', Session: '1', CSeq: '' },
      }),
    });
    for (let i = 0; i < 10; i += 1) {
      const request = written.get(c)?.[i];
      if (request === undefined) break;
      c.receive(toBytes(inner(request, 1) ?? {}, request));
    }
    c.receive(Uint8Array.from([...packet(0), ...packet(1), ...packet(9), ...encodeUtf8('garbage')]));
    c.receive('REDIRECT * RTSP/1.0\r\nCSeq: 9\r\nLocation: rtsp://other/\r\n\r\n');
  }
});

test('no text that the client reports holds the password, whatever the camera answers', () => {
  const answer = fc.record({
    status: fc.constantFrom('200 OK', '401 Unauthorized', '302 Moved', '404 Not Found', '454 x', '501 y'),
    headers: fc.record(
      {
        'WWW-Authenticate': fc.constantFrom(
          DIGEST,
          'Basic realm="x"',
          'Digest nonce="y", qop="auth", stale=true',
        ),
        Location: fc.constantFrom('rtsp://other/', `rtsp://admin:${PASSWORD}@other/`, ''),
        'Content-Base': fc.constantFrom(`rtsp://admin:${PASSWORD}@cam2/x/`, `rtsp://admin:${PASSWORD}@/`),
        Session: fc.constantFrom('1', ';', '2;timeout=0'),
        Transport: fc.constantFrom('RTP/AVP', 'RTP/AVP/TCP;interleaved=4-5', 'x'),
        CSeq: fc.constantFrom('1', '', 'z'),
      },
      { requiredKeys: [] },
    ),
    body: fc.constantFrom('', SDP, 'x'),
  });
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 12 }), (answers) => {
      const queue = [...answers];
      const c = new Conversation(() => queue.shift() ?? null).run().pass(11);
      const { client: _client, requests: _requests, ...told } = c;
      expect(JSON.stringify(told)).not.toContain(PASSWORD);
      expect(c.failures.length + c.redirects.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 500 },
  );
});
