/**
 * The limit that a recorder in Node can't beat: reads the same RTSP connections at the same interval and appends their bytes
 * to files in buffers of a second, understanding nothing of them.
 *   node benches/rivals/socket-to-file.ts FOLDER READ_INTERVAL_MS URL...
 */
import { createHash, randomBytes } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { parseRtspUrl, RtspClient } from '@matlang/media/rtsp';

const [folder = '', intervalText = '', ...urls] = process.argv.slice(2);
const readIntervalMs = Number(intervalText);
const digest = (algorithm: string) => (bytes: Uint8Array) =>
  createHash(algorithm).update(bytes).digest('hex');

const record = (url: string, index: number): void => {
  const address = parseRtspUrl(url);
  if (typeof address === 'string') throw new TypeError(`${url}: ${address}`);
  const file = openSync(join(folder, `${index}.raw`), 'w');
  let buffered: Buffer[] = [];
  let playing = false;
  const socket = connect(address.port, address.host);
  const client = new RtspClient(
    {
      url: address.withoutCredentials,
      credentials:
        address.username === null ? null : { username: address.username, password: address.password ?? '' },
      transport: 'tcp',
      userAgent: 'socket-to-file',
      digests: { md5Hex: digest('md5'), sha256Hex: digest('sha256') },
      randomHex: () => randomBytes(8).toString('hex'),
    },
    {
      write: (bytes) => socket.write(bytes),
      onStep: (step) => {
        playing = step === 'playing';
      },
      chooseMedia: (description) => [description.media.findIndex(({ type }) => type === 'video')],
      udpPorts: () => ({ rtpPort: 0, rtcpPort: 0 }),
      onTrack: () => {},
      onRtp: () => {},
      onRtcp: () => {},
      onWarning: () => {},
      onFailure: (failure) => {
        throw new Error(`${url}: ${failure.code}`);
      },
      onRedirect: () => {},
    },
  );
  socket.on('connect', () => client.start(performance.now()));
  socket.on('data', (chunk) => {
    if (playing) buffered.push(chunk);
    else client.receive(chunk, performance.now());
  });
  setInterval(() => {
    if (buffered.length === 0) return;
    writeSync(file, Buffer.concat(buffered));
    buffered = [];
  }, 1000);
};

for (const [index, url] of urls.entries()) record(url, index);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));

// The same way of reading seldom and much at a time that the recorder uses: the loop sleeps, the sockets fill.
if (readIntervalMs > 0) {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  const turn = (): void => {
    Atomics.wait(sleeper, 0, 0, readIntervalMs);
    setImmediate(turn);
  };
  setImmediate(turn);
}
