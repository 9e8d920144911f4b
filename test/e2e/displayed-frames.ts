/** What independent programs see of a movie: ffmpeg by pictures shown, ffprobe by counting, mediabunny by packets. */
import { readFileSync } from 'node:fs';
import { runProgram } from '@matlang/testkit';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';

/**
 * Said by ffmpeg's H.264 decoder wherever decoding begins at a recovery point: a later picture releases a reference from
 * before it; a B picture that leads, and is not shown, predicts its motion from one. Any seek into an open GOP gives
 * these lines, and the pictures shown are right.
 */
const OPEN_GOP_ENTERED =
  /^\[h264 @ 0x[0-9a-f]+\] (?:mmco: unref short failure|co located POCs unavailable)\n/gm;

/**
 * MD5 of each picture shown, in order.
 * @throws Error for any complaint
 */
export async function shownFrames(
  ffmpeg: string,
  source: string,
  input: readonly string[] = [],
): Promise<readonly string[]> {
  const parameters = ['-v', 'error', '-nostdin', ...input, '-i', source, '-map', '0:v'];
  const output = ['-fps_mode', 'passthrough', '-f', 'framemd5', '-'];
  const { stdout, stderr } = await runProgram(ffmpeg, [...parameters, ...output]);
  refuseComplaints(source, stderr);
  return stdout
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)?.trim() ?? '');
}

/** Packets and decoded pictures of the first video stream. @throws Error for any complaint */
export async function countedFrames(
  ffprobe: string,
  source: string,
): Promise<{ readonly packets: number; readonly frames: number }> {
  const entries = 'stream=nb_read_packets,nb_read_frames';
  const count = ['-count_packets', '-count_frames', '-select_streams', 'v', '-show_entries', entries];
  const { stdout, stderr } = await runProgram(ffprobe, ['-v', 'error', ...count, '-of', 'json', source]);
  refuseComplaints(source, stderr);
  const probed = JSON.parse(stdout) as {
    readonly streams: readonly { readonly nb_read_packets: string; readonly nb_read_frames: string }[];
  };
  const [stream] = probed.streams;
  return { packets: Number(stream?.nb_read_packets), frames: Number(stream?.nb_read_frames) };
}

function refuseComplaints(source: string, stderr: string): void {
  const complaints = stderr.replaceAll(OPEN_GOP_ENTERED, '');
  if (complaints !== '') throw new Error(`${source}: ${complaints}`);
}

/** One packet as mediabunny reads it. */
export interface SeenPacket {
  readonly ptsTicks: number;
  readonly sizeBytes: number;
  readonly sync: boolean;
}

/** All packets of the first video track in decoding order, in a timescale. */
export async function seenPackets(file: string, timescale: number): Promise<readonly SeenPacket[]> {
  const input = new Input({ source: new BufferSource(readFileSync(file)), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error(`${file}: mediabunny finds no video`);
  const sink = new EncodedPacketSink(track);
  const packets: SeenPacket[] = [];
  for (let packet = await sink.getFirstPacket(); packet !== null; packet = await sink.getNextPacket(packet)) {
    packets.push({
      ptsTicks: Math.round(packet.timestamp * timescale),
      sizeBytes: packet.data.length,
      sync: packet.type === 'key',
    });
  }
  return packets;
}
