/** What SDP says of one media as far as a depacketizer needs it; reading SDP belongs to `sdp`. */
export interface MediaDescription {
  /** Encoding name of `rtpmap` (or of the static payload type), in any case: `H264`, `H265`, `MPEG4-GENERIC`, `PCMA`. */
  readonly encodingName: string;
  readonly clockRateHz: number;
  /** Channels in `rtpmap`; null where it names none. */
  readonly channels: number | null;
  /** `fmtp` parameters, names in lower case, values as written: `sprop-parameter-sets`, `config`, `sizelength`. */
  readonly formatParameters: ReadonlyMap<string, string>;
}
