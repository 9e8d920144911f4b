/** A stream's measurements as they go over the link. */
import type { StreamStatistics, Transport } from '@matlang/link';
import type { MediaStream } from './media-stream.ts';

/**
 * @param transport in use; null: unknown
 * @param volumeRecords whether its volume takes anything: a run goes on where none does, and nothing of it is kept
 */
export function streamStatistics(
  stream: MediaStream,
  transport: Transport | null,
  volumeRecords: boolean,
): StreamStatistics {
  const { key, meter, format, cameraClock } = stream;
  return {
    ...key,
    bitsPerSecond: meter.bitsPerSecond,
    framesPerSecond: meter.framesPerSecond,
    gopMs: meter.gopMs,
    gopFrames: meter.gopFrames,
    jitterMs: Math.round(meter.jitterMs * 100) / 100,
    receivedPackets: meter.receivedPackets,
    lostPackets: meter.lostPackets,
    damagedUnits: meter.damagedUnits,
    foreignPackets: meter.foreignPackets,
    faults: [...meter.faults],
    receivedBytes: meter.receivedBytes,
    reconnects: meter.reconnects,
    cameraClock: cameraClock.reading,
    codec: format?.codec ?? null,
    codecString: format?.codecString ?? null,
    widthPixels: format?.kind === 'video' ? format.widthPixels : null,
    heightPixels: format?.kind === 'video' ? format.heightPixels : null,
    transport,
    newestUnixMs: stream.newestUnixMs,
    recording: stream.recorded && stream.running && volumeRecords,
    subscribers: stream.viewerCount,
    gopCacheBytes: stream.cacheBytes,
  };
}
