/** profile_tier_level of H.265 (clause 7.3.3) and its RFC 6381 string (ISO/IEC 14496-15 annex E.3). */
import type { BitReader } from '../../bytes/index.ts';

/** The general profile, tier and level, kept bit for bit: `hvcC` and the codec string repeat them. */
export interface ProfileTierLevel {
  readonly profileSpace: number;
  readonly highTier: boolean;
  readonly profileIdc: number;
  /** 32 flags as sent: profile 0 in the highest bit. */
  readonly compatibilityFlags: number;
  /** The six bytes from progressive_source_flag on. */
  readonly constraintBytes: readonly number[];
  readonly levelIdc: number;
}

/** @param maxSubLayersMinus1 0 to 6 */
export function readProfileTierLevel(reader: BitReader, maxSubLayersMinus1: number): ProfileTierLevel {
  const profileSpace = reader.readBits(2);
  const highTier = reader.readFlag();
  const profileIdc = reader.readBits(5);
  const compatibilityFlags = reader.readBits(32);
  const constraintBytes = Array.from({ length: 6 }, () => reader.readBits(8));
  const levelIdc = reader.readBits(8);
  const present: { profile: boolean; level: boolean }[] = [];
  for (let i = 0; i < maxSubLayersMinus1; i += 1)
    present.push({ profile: reader.readFlag(), level: reader.readFlag() });
  if (maxSubLayersMinus1 > 0) reader.skipBits(2 * (8 - maxSubLayersMinus1));
  for (const { profile, level } of present) reader.skipBits((profile ? 88 : 0) + (level ? 8 : 0));
  return { profileSpace, highTier, profileIdc, compatibilityFlags, constraintBytes, levelIdc };
}

/** E.g. `hvc1.1.6.L93.B0`. */
export function h265CodecString(ptl: ProfileTierLevel): string {
  const space = ['', 'A', 'B', 'C'][ptl.profileSpace] ?? '';
  const constraints = [...ptl.constraintBytes];
  while (constraints.at(-1) === 0) constraints.pop();
  return [
    'hvc1',
    space + String(ptl.profileIdc),
    reverseBits(ptl.compatibilityFlags).toString(16).toUpperCase(),
    (ptl.highTier ? 'H' : 'L') + String(ptl.levelIdc),
    ...constraints.map((byte) => byte.toString(16).toUpperCase()),
  ].join('.');
}

function reverseBits(value: number): number {
  let reversed = 0;
  for (let i = 0; i < 32; i += 1) reversed = reversed * 2 + (Math.floor(value / 2 ** i) % 2);
  return reversed;
}
