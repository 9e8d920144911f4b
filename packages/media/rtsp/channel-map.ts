/** Which channels of an interleaved connection carry which media: what is asked for, and what cameras make of it. */

/** What a channel carries: RTP or RTCP of the media with this index in SDP order. */
export interface ChannelTarget {
  readonly mediaIndex: number;
  readonly rtcp: boolean;
}

/** The two interleaved channels of one media, each 0 to 255. */
export interface ChannelPair {
  readonly rtp: number;
  readonly rtcp: number;
}

/** One per connection. */
export class ChannelMap {
  readonly #targets = new Map<number, ChannelTarget>();

  /** @returns the pair to ask for next: the lowest free one, even number first, behind those of earlier media. */
  next(): ChannelPair {
    let rtp = this.#targets.size;
    while (this.#targets.has(rtp) || this.#targets.has(rtp + 1)) rtp += 2;
    return { rtp, rtcp: rtp + 1 };
  }

  /**
   * @param answered what SETUP's answer names; null where it names none.
   * @returns the pair that holds from now on: the answered one, unless another media has it already (then the camera is
   * taken to send where it was asked to) or it is one channel twice.
   */
  assign(mediaIndex: number, asked: ChannelPair, answered: ChannelPair | null): ChannelPair {
    const usable =
      answered !== null &&
      answered.rtp !== answered.rtcp &&
      !this.#targets.has(answered.rtp) &&
      !this.#targets.has(answered.rtcp);
    const pair = usable ? answered : asked;
    this.#targets.set(pair.rtp, { mediaIndex, rtcp: false });
    this.#targets.set(pair.rtcp, { mediaIndex, rtcp: true });
    return pair;
  }

  /** @returns the channel of a media's reports; null before it was assigned. */
  rtcpChannel(mediaIndex: number): number | null {
    for (const [channel, target] of this.#targets)
      if (target.rtcp && target.mediaIndex === mediaIndex) return channel;
    return null;
  }

  find(channel: number): ChannelTarget | undefined {
    return this.#targets.get(channel);
  }
}
