import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../bytes/index.ts';
import { parseMessageHead, writeRequest, writeResponse } from './index.ts';
import { contentLength, escapeUrl } from './message.ts';

const NOTHING = new Uint8Array(0);
const parse = (...lines: string[]) => parseMessageHead(encodeUtf8(lines.join('\r\n')), NOTHING);

describe('reading', () => {
  test('names in any case, several of one name apart, folded lines, blanks around the colon', () => {
    const message = parse(
      'RTSP/1.0 401 Unauthorized',
      'cseq : 4',
      'WWW-Authenticate: Digest realm="a",',
      '  nonce="b"',
      'www-authenticate:Basic realm="c"',
      'a line without colon',
      ': no name',
    )!;
    expect(message).toMatchObject({ kind: 'response', statusCode: 401, reason: 'Unauthorized' });
    expect(message.headers.get('cseq')).toBe('4');
    expect(message.headers.all('www-authenticate')).toEqual([
      'Digest realm="a", nonce="b"',
      'Basic realm="c"',
    ]);
    expect(message.headers.get('x')).toBeNull();
    expect(message.headers.all('__proto__')).toEqual([]);
  });

  test('a server’s request, a status line without reason, RTSP 1.1', () => {
    expect(parse('REDIRECT rtsp://cam/x RTSP/1.0', 'CSeq: 1')).toMatchObject({
      kind: 'request',
      method: 'REDIRECT',
      url: 'rtsp://cam/x',
    });
    expect(parse('RTSP/1.1 200')).toMatchObject({ kind: 'response', statusCode: 200, reason: '' });
  });

  test.each(['HTTP/1.1 200 OK', 'RTSP/2.0 200 OK', 'RTSP/1.0 20 OK', 'RTSP/1.0', 'options x RTSP/1.0', ''])(
    '%s is no RTSP',
    (line) => expect(parse(line)).toBeNull(),
  );

  test.each([
    ['Content-Length: 12', 12],
    ['CONTENT-LENGTH:12 ', 12],
    ['Content-length :\t12', 12],
    ['Content-Length: -1', 0],
    ['Content-Length: 1e3', 0],
    ['Content-Length: 12345678901', 0],
    ['X-Content-Length: 5', 0],
  ])('%s announces %i', (line, size) => {
    expect(contentLength(encodeUtf8(`RTSP/1.0 200 OK\r\n${line}\r\nA: b`))).toBe(size);
  });
});

describe('writing', () => {
  test('a request to the letter', () => {
    const bytes = writeRequest('OPTIONS', 'rtsp://cam/x', [['CSeq', '1']]);
    expect(decodeUtf8(bytes)).toBe('OPTIONS rtsp://cam/x RTSP/1.0\r\nCSeq: 1\r\n\r\n');
  });

  test('no value, reason or address smuggles in a header', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('a\r\nEvil: 1', 'a\nEvil: 1', 'a\r\n\r\nSETUP', '\r', '\u0000'),
    );
    fc.assert(
      fc.property(anything, anything, anything, (path, value, reason) => {
        const request = decodeUtf8(
          writeRequest('SETUP', escapeUrl(`rtsp://cam/${path}`), [
            ['Session', value],
            ['CSeq', '1'],
          ]),
        );
        expect(request.split(/\r\n|\r|\n/)).toHaveLength(5);
        const parsed = parseMessageHead(encodeUtf8(request.slice(0, -4)), NOTHING);
        expect(parsed?.headers.get('cseq')).toBe('1');
        expect(parsed?.headers.get('evil')).toBeNull();
        const response = decodeUtf8(writeResponse(200, reason, [['CSeq', value]]));
        expect(response.split(/\r\n|\r|\n/)).toHaveLength(4);
      }),
    );
  });

  test('what would break a request line is misuse, and the address is not shown', () => {
    expect(() => writeRequest('SET UP', 'rtsp://cam', [])).toThrow(TypeError);
    expect(() => writeRequest('SETUP', '', [])).toThrow(TypeError);
    expect(() => writeRequest('SETUP', 'rtsp://u:secret@cam/a b', [])).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
    expect(() => writeRequest('SETUP', 'rtsp://cam', [['A: b\r\nC', 'd']])).toThrow(TypeError);
  });

  test('addresses are escaped only where they must be', () => {
    expect(escapeUrl('rtsp://c/a b"\t?x=%20&ü')).toBe('rtsp://c/a%20b%22%09?x=%20&ü');
  });
});
