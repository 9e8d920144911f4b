/** Which media of a camera's description are pulled: the first video, and the first sound where it is wanted. */
import type { MediaDescription as DepacketizedDescription } from '@matlang/media/depacketizer';
import type { MediaDescription, SessionDescription } from '@matlang/media/sdp';

/** What to set up. */
export interface MediaChoice {
  /** Places in the description; null: there is none. */
  readonly video: number | null;
  readonly audio: number | null;
}

/** ONVIF back channels (`sendonly` seen from the camera's side is what we want; `recvonly` is a loudspeaker). */
function isFromCamera(media: MediaDescription): boolean {
  return media.direction !== 'recvonly' && media.direction !== 'inactive';
}

/** The first video is the picture; a second one (metadata, thermal) is not asked for. */
export function chooseMedia(
  description: SessionDescription,
  wants: { video: boolean; audio: boolean },
): MediaChoice {
  const find = (type: string): number | null => {
    const index = description.media.findIndex((media) => media.type === type && isFromCamera(media));
    return index < 0 ? null : index;
  };
  return { video: wants.video ? find('video') : null, audio: wants.audio ? find('audio') : null };
}

/** RFC 6184, RFC 7798; G.711 as RFC 3551 has it. For descriptions that name no clock rate. */
const DEFAULT_VIDEO_CLOCK_HZ = 90_000;
const DEFAULT_AUDIO_CLOCK_HZ = 8_000;

/** The description in the depacketizer's words. */
export function depacketizedDescription(media: MediaDescription): DepacketizedDescription {
  return {
    encodingName: media.encodingName ?? `payload type ${media.payloadType}`,
    clockRateHz:
      media.clockRateHz ?? (media.type === 'video' ? DEFAULT_VIDEO_CLOCK_HZ : DEFAULT_AUDIO_CLOCK_HZ),
    channels: media.channels,
    formatParameters: media.formatParameters,
  };
}
