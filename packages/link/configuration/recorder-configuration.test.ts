import { describe, expect, test } from 'vitest';
import { recorderConfigurationSchema } from './recorder-configuration.ts';
import { RTSP_URL_PATTERN } from './rtsp-url.ts';

const camera = {
  id: '01990000-0000-7000-8000-000000000001',
  name: 'Cổng chợ',
  volumeId: 'main',
  enabled: true,
  main: { url: 'rtsp://192.168.1.10:554/Streaming/Channels/101' },
  transport: 'tcp',
  record: 'both',
  live: { main: true, sub: true },
  audio: { enabled: false, reason: null },
  retentionDays: 30,
};
const configuration = {
  version: 1,
  revision: 3,
  siteId: '01990000-0000-7000-8000-000000000000',
  siteName: 'Xã Tân Lập',
  volumes: [{ id: 'main', path: 'archive' }],
  cameras: [camera],
};
const accepts = (value: unknown) => recorderConfigurationSchema.safeParse(value).success;

test('a whole configuration', () => {
  expect(recorderConfigurationSchema.parse(configuration)).toEqual(configuration);
  expect(accepts({ ...configuration, cameras: [] })).toBe(true);
});

test.each([
  ['unknown keys', { ...configuration, more: 1 }],
  ['unknown keys of a camera', { ...configuration, cameras: [{ ...camera, password: 'secret' }] }],
  ['another version', { ...configuration, version: 2 }],
  ['no volume', { ...configuration, volumes: [] }],
  ['a volume twice', { ...configuration, volumes: [...configuration.volumes, ...configuration.volumes] }],
  ['a camera twice', { ...configuration, cameras: [camera, camera] }],
  ['a volume that is not there', { ...configuration, cameras: [{ ...camera, volumeId: 'other' }] }],
  [
    'an id that is no UUIDv7',
    { ...configuration, cameras: [{ ...camera, id: '6fe5e0b6-34b3-4f1e-9d2e-3b8f6b6f2d11' }] },
  ],
  [
    'credentials in an address',
    { ...configuration, cameras: [{ ...camera, main: { url: 'rtsp://a:b@host/1' } }] },
  ],
  [
    'sound without a reason',
    { ...configuration, cameras: [{ ...camera, audio: { enabled: true, reason: null } }] },
  ],
])('refuses %s', (_name, value) => {
  expect(accepts(value)).toBe(false);
});

describe('addresses', () => {
  test.each([
    'rtsp://192.168.1.10/cam/realmonitor?channel=1&subtype=0',
    'rtsp://[fe80::1]:8554/stream1',
    'rtsp://camera-3.local',
    'rtsp://10.0.0.2:554/user=admin_password=_channel=1_stream=0.sdp?x@y',
  ])('%s', (url) => {
    expect(RTSP_URL_PATTERN.test(url)).toBe(true);
  });

  test.each([
    'http://a/',
    'rtsp://',
    'rtsp://a:b@c/',
    'rtsp://a /b',
    'rtsp://a/b\r\nTEARDOWN',
    'rtsp://a:port/',
  ])('not %s', (url) => {
    expect(RTSP_URL_PATTERN.test(url)).toBe(false);
  });
});
