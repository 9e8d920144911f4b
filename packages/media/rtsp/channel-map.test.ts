import { expect, test } from 'vitest';
import { ChannelMap } from './channel-map.ts';

test.each([
  ['as asked', { rtp: 2, rtcp: 3 }, { rtp: 2, rtcp: 3 }],
  ['none named', null, { rtp: 2, rtcp: 3 }],
  ['others', { rtp: 9, rtcp: 8 }, { rtp: 9, rtcp: 8 }],
  ['RTP where the first media is', { rtp: 1, rtcp: 9 }, { rtp: 2, rtcp: 3 }],
  ['RTCP where the first media is', { rtp: 9, rtcp: 0 }, { rtp: 2, rtcp: 3 }],
  ['one channel for both', { rtp: 9, rtcp: 9 }, { rtp: 2, rtcp: 3 }],
])('the second media: %s', (_name, answered, pair) => {
  const channels = new ChannelMap();
  channels.assign(0, channels.next(), null);
  expect(channels.assign(1, channels.next(), answered)).toEqual(pair);
  expect(channels.find(pair.rtp)).toEqual({ mediaIndex: 1, rtcp: false });
  expect(channels.find(pair.rtcp)).toEqual({ mediaIndex: 1, rtcp: true });
  expect([channels.find(0), channels.find(1)].map((target) => target?.mediaIndex)).toEqual([0, 0]);
});

test('a free pair is found behind whatever was answered', () => {
  const channels = new ChannelMap();
  channels.assign(0, channels.next(), { rtp: 2, rtcp: 5 });
  expect(channels.next()).toEqual({ rtp: 6, rtcp: 7 });
});
