import { expect, test } from 'vitest';
import { createLog } from './log.ts';

test.each([
  ['cannot reach rtsp://admin:p@ss:w@10.0.0.5/1', 'cannot reach rtsp://***@10.0.0.5/1'],
  ['cannot reach rtsp://u:p/w@host', 'cannot reach rtsp://***@host'],
  ['http://u:p@h/?password=x&a=1', 'http://***@h/?password=***&a=1'],
  ['{"password": "x y", "token":"abc"}', '{"password": "***", "token":"***"}'],
  ['rtsp://10.0.0.5/a@b', 'rtsp://10.0.0.5/a@b'],
  ['Cổng chợ', 'Cổng chợ'],
])('message and fields hide what is secret in %s', (text, shown) => {
  const lines: string[] = [];
  createLog(
    (line) => lines.push(line),
    () => 0,
  )('warn', text, { error: text });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ message: shown, error: shown });
});

test('a log line is one line of JSON, whatever is in it', () => {
  const lines: string[] = [];
  createLog(
    (line) => lines.push(line),
    () => 0,
  )('warn', 'a\nb rtsp://u:p@h/', { error: 'c\nd', count: 1 });
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd().split('\n')).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    at: '1970-01-01T00:00:00.000Z',
    role: 'server',
    level: 'warn',
    message: 'a\nb rtsp://***@h/',
    error: 'c\nd',
    count: 1,
  });
});
