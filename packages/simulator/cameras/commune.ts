/** The nine cameras of a commune that does not exist: names of places as one would find them anywhere. */
import type { VideoCodec } from '@matlang/media/stream';
import type { Landmark } from '../scene/landmarks.ts';

/** One camera of the demo: its place, and the codec and frame rates of its two streams. */
export interface DemoCameraPlan {
  /** For files and addresses: ASCII. */
  readonly slug: string;
  readonly name: string;
  readonly landmark: Landmark;
  readonly codec: VideoCodec;
  readonly mainFramesPerSecond: number;
  readonly subFramesPerSecond: number;
}

const H264 = { codec: 'h264', mainFramesPerSecond: 6, subFramesPerSecond: 8 } as const;
const H265 = { codec: 'h265', mainFramesPerSecond: 5, subFramesPerSecond: 5 } as const;

/** The nine places, in the order in which ports are given to them; two of them send H.265. */
export const DEMO_CAMERAS: readonly DemoCameraPlan[] = [
  { slug: 'cong-cho', name: 'Cổng chợ Đồng Xuân 1', landmark: 'market-gate', ...H264 },
  { slug: 'nga-tu-tram-y-te', name: 'Ngã tư Trạm Y tế', landmark: 'health-station', ...H264 },
  { slug: 'nha-van-hoa-thon-3', name: 'Nhà văn hoá thôn 3', landmark: 'culture-house', ...H264 },
  { slug: 'cau-ben-da', name: 'Cầu Bến Đá', landmark: 'stone-bridge', ...H265 },
  { slug: 'cong-truong-tieu-hoc', name: 'Cổng trường Tiểu học', landmark: 'school', ...H264 },
  { slug: 'san-uy-ban', name: 'Sân Uỷ ban', landmark: 'flagpole', ...H264 },
  { slug: 'duong-lien-xa-km-2', name: 'Đường liên xã Km 2', landmark: 'milestone', ...H265 },
  { slug: 'bai-gui-xe-cho', name: 'Bãi gửi xe chợ', landmark: 'parking-shed', ...H264 },
  { slug: 'tram-bom-dau-lang', name: 'Trạm bơm đầu làng', landmark: 'pump-station', ...H264 },
];

/** The main stream of every demo camera, in pixels and bits a second. */
export const MAIN_SIZE = { width: 1280, height: 720, bitsPerSecond: 1_500_000 } as const;

/** The sub stream of every demo camera, in pixels and bits a second. */
export const SUB_SIZE = { width: 640, height: 360, bitsPerSecond: 400_000 } as const;
/** Seconds from key frame to key frame. */
export const DEMO_GOP_SECONDS = 2;
