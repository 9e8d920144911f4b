/** G.711 (ITU-T): eight bits a sample on a logarithmic scale, two laws. Browsers play neither in fragmented MP4. */

/** `alaw` in Europe and Asia, `ulaw` in America and Japan: the names of the sample entries. */
export type G711Law = 'alaw' | 'ulaw';

const tableOf = (decode: (code: number) => number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: 256 }, (_, code) => decode(code) / 32_768);

/** Every second bit is inverted; 13 bits, aligned to 16. */
const ALAW = tableOf((code) => {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const magnitude = segment === 0 ? mantissa : (mantissa + 0x100) << (segment - 1);
  return (bits & 0x80) === 0 ? -magnitude : magnitude;
});

/** All bits are inverted; 14 bits with a bias of 33, aligned to 16. */
const ULAW = tableOf((code) => {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return (bits & 0x80) === 0 ? magnitude : -magnitude;
});

/** @returns one sample a byte, between -1 and 1 */
export function decodeG711(law: G711Law, coded: Uint8Array): Float32Array<ArrayBuffer> {
  const table = law === 'alaw' ? ALAW : ULAW;
  const samples = new Float32Array(coded.length);
  for (const [at, code] of coded.entries()) samples[at] = table[code] ?? 0;
  return samples;
}
