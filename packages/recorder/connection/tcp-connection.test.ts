import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { until } from '@matlang/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TcpConnection } from './tcp-connection.ts';

let server: Server;
let peers: Socket[];

beforeEach(async () => {
  peers = [];
  server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    peers.push(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterEach(() => {
  for (const peer of peers) {
    peer.destroy();
  }
  server.close();
});

function serverPort(): number {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('the server does not listen');
  }
  return address.port;
}

function open(port = serverPort()) {
  const seen = { connected: false, reads: [] as Uint8Array[], closed: [] as (Error | null)[] };
  const connection = new TcpConnection('127.0.0.1', port, 2_000, {
    onConnected: () => {
      seen.connected = true;
    },
    onBytes: (bytes) => seen.reads.push(bytes.slice()),
    onClosed: (error) => seen.closed.push(error),
  });
  return { connection, seen };
}

const total = (reads: readonly Uint8Array[]): number => reads.reduce((sum, { length }) => sum + length, 0);

test('paced: one read for each call, whatever came in between', async () => {
  const { connection, seen } = open();
  await until('connected', () => seen.connected && peers.length === 1);
  connection.paced = true;
  // The read that was under way before is still answered.
  peers[0]!.write('a');
  await until('the first read', () => seen.reads.length === 1);
  for (let packet = 0; packet < 50; packet += 1) {
    await new Promise<void>((resolve) => {
      peers[0]!.write('0123456789', () => resolve());
    });
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(seen.reads).toHaveLength(1);
  // The sender's congestion window may hold some of the small packets back, so that one read need not get them all.
  await until('all of it', () => {
    connection.readNow();
    return total(seen.reads) === 501;
  });
  expect(seen.reads.length).toBeLessThan(10);
  connection.paced = false;
  peers[0]!.write('b');
  peers[0]!.write('c');
  await until('read at once', () => total(seen.reads) === 503);
  connection.close();
});

test('one read after the other comes whole', async () => {
  const { connection, seen } = open();
  await until('connected', () => peers.length === 1);
  peers[0]!.write('first');
  await until('one', () => total(seen.reads) === 5);
  peers[0]!.write('other');
  await until('two', () => total(seen.reads) === 10);
  expect(seen.reads.map((bytes) => Buffer.from(bytes).toString()).join('')).toBe('firstother');
  connection.close();
});

test('the end of the camera is told once, even while paced', async () => {
  const { connection, seen } = open();
  await until('connected', () => peers.length === 1);
  connection.paced = true;
  peers[0]!.write('a');
  await until('a read', () => seen.reads.length === 1);
  peers[0]!.end();
  await new Promise((resolve) => setImmediate(resolve));
  connection.readNow();
  await until('closed', () => seen.closed.length > 0);
  expect(seen.closed).toEqual([null]);
});

test('after close the handler hears nothing', async () => {
  const { connection, seen } = open();
  await until('connected', () => peers.length === 1);
  connection.close();
  peers[0]!.end('late');
  await once(peers[0]!, 'close');
  // What another connection reads now came after all that this one could hear.
  const later = open();
  await until('connected again', () => peers.length === 2);
  peers[1]!.write('x');
  await until('a read', () => total(later.seen.reads) === 1);
  later.connection.close();
  expect(seen.reads).toEqual([]);
  expect(seen.closed).toEqual([]);
});

test('a port on which nobody listens', async () => {
  const port = serverPort();
  server.close();
  const { seen } = open(port);
  await until('refused', () => seen.closed.length > 0);
  expect(seen.closed[0]).toMatchObject({ code: 'ECONNREFUSED' });
});
