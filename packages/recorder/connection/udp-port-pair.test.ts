/** Ports for media over UDP, bound on this machine. */
import { createSocket } from 'node:dgram';
import { readdirSync } from 'node:fs';
import { until } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { bindUdpPortPair, bindUdpSocket } from './udp-port-pair.ts';

const descriptors = (): number => readdirSync('/proc/self/fd').length;

test('a pair is an even port and the one behind it', async () => {
  const pair = await bindUdpPortPair(4);
  expect(pair.rtpPort % 2).toBe(0);
  expect(pair.rtcpPort).toBe(pair.rtpPort + 1);
  pair.close();
  pair.close();
});

test('a port that is taken is refused, and costs no descriptor', async () => {
  const holder = createSocket('udp4');
  await new Promise<void>((resolve) => {
    holder.bind(0, resolve);
  });
  const before = descriptors();
  for (let attempt = 0; attempt < 50; attempt += 1) {
    await expect(bindUdpSocket(4, holder.address().port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  }
  await until('all are closed', () => descriptors() < before + 5);
  holder.close();
});
