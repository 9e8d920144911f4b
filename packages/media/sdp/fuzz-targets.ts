/** Inputs from outside that this folder reads: for the fuzzer. */
import { decodeUtf8, encodeUtf8, type FuzzTarget } from '@matlang/media/bytes';
import { resolveControlUrl } from './control-url.ts';
import { parseSdp } from './parse-sdp.ts';

const DESCRIPTION = [
  'v=0',
  's=Media Server',
  'a=control:*',
  'm=video 0 RTP/AVP 96',
  'a=framerate:15.0',
  'a=rtpmap:96 H264/90000',
  'a=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z2QAHg==,aO4=; x',
  'a=control:trackID=0',
  'm=audio 0 RTP/AVP 97',
  'a=rtpmap:97 MPEG4-GENERIC/48000/2',
].join('\r\n');

/** Each takes any bytes and must return. */
export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'sdp',
    seeds: [encodeUtf8(DESCRIPTION)],
    run: (bytes) => {
      const description = parseSdp(decodeUtf8(bytes));
      for (const media of description?.media ?? []) resolveControlUrl('rtsp://camera/', media.control);
    },
  },
];
