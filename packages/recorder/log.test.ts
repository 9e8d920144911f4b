import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
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

test('a reader that stops reading makes nothing grow, and is told later how many lines it missed', async () => {
  const read: string[] = [];
  let readOn: (() => void) | null = null;
  let reads = false;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      read.push(chunk.toString());
      if (reads) {
        done();
      } else {
        readOn = done;
      }
    },
  });
  const log = createLog(stream, () => 0);
  const lines = 5_000;
  for (let line = 0; line < lines; line += 1) {
    log('camera-failed', { line, detail: 'x'.repeat(1_000) });
  }
  expect(stream.writableLength).toBeLessThan(1024 * 1024 + 4_096);
  const drained = once(stream, 'drain');
  reads = true;
  readOn!();
  await drained;
  const events = read.map((text) => JSON.parse(text) as { event: string; lines?: number });
  const told = events.filter(({ event }) => event === 'log-lines-dropped');
  expect(told).toHaveLength(1);
  expect(events.length - 1 + told[0]!.lines!).toBe(lines);
});
