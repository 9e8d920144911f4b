import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createLog } from './log.ts';

test('one JSON line an event, credentials in addresses left out, nothing else touched', () => {
  const stream = new PassThrough();
  const log = createLog(stream, () => 0);
  log('camera-failed', {
    url: 'rtsp://admin:Tre-xanh-1@10.0.0.2/1',
    host: 'rtsp://10.0.0.3/1',
    mail: 'a@b',
    text: 'x'.repeat(5000),
  });
  const text = stream.read().toString();
  expect(text.endsWith('\n')).toBe(true);
  expect(JSON.parse(text)).toEqual({
    at: '1970-01-01T00:00:00.000Z',
    role: 'recorder',
    event: 'camera-failed',
    url: 'rtsp://***@10.0.0.2/1',
    host: 'rtsp://10.0.0.3/1',
    mail: 'a@b',
    text: 'x'.repeat(2000),
  });
});
