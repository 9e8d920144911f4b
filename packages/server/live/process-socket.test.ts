/** The socket to another process against real sockets: who is not taken for the one that is wanted. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  decodeFromRecorderFrame,
  encodeFromRecorderFrame,
  encodeToRecorderFrame,
  type FromRecorderFrame,
  LINK_PROTOCOL_VERSION,
  type ToRecorderFrame,
} from '@matlang/link';
import { until } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { statisticsAt } from '../site-for-tests.ts';
import { ProcessSocket } from './process-socket.ts';

const hello = {
  type: 'hello',
  protocolVersion: LINK_PROTOCOL_VERSION,
  role: 'analyst',
  productVersion: 'test',
} as const;
const statistics = { type: 'statistics', statistics: statisticsAt(1) } as const;

test('another role, another version and whoever says no hello are turned away; the right one is taken', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'matlang-socket-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const answers: readonly FromRecorderFrame[][] = [
    [{ ...hello, role: 'recorder' }, statistics],
    [{ ...hello, protocolVersion: LINK_PROTOCOL_VERSION + 1 }, statistics],
    [statistics],
    [hello, statistics],
  ];
  let connections = 0;
  const server = createServer((socket) => {
    socket.on('error', () => {}).resume();
    for (const frame of answers[connections] ?? []) socket.write(encodeFromRecorderFrame(frame));
    connections += 1;
  });
  const socketPath = join(directory, 's');
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  const events: string[] = [];
  const logged: string[] = [];
  const socket = new ProcessSocket<ToRecorderFrame, FromRecorderFrame>(
    { role: 'analyst', encode: encodeToRecorderFrame, decode: decodeFromRecorderFrame },
    {
      socketPath,
      clock: { nowUnixMs: () => 7 },
      log: (level, message) => logged.push(`${level} ${message}`),
      productVersion: 'test',
    },
    {
      onWelcome: () => events.push('welcome'),
      onFrame: (frame) => events.push(frame.type),
      onLost: () => events.push('lost'),
    },
  );
  onTestFinished(async () => {
    socket.close();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  socket.start();
  await until('`statistics`', () => events.includes('statistics'));
  expect(events).toEqual(['lost', 'lost', 'lost', 'welcome', 'statistics']);
  expect(logged).toEqual(
    Array.from(
      { length: 3 },
      () => 'error who answers at the analyst’s socket is no analyst of this version',
    ),
  );
  expect(socket.connected).toBe(true);
});
