import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BitReader,
  decodeBase64,
  decodeHex,
  decodeUtf8,
  encodeBase64,
  encodeHex,
  encodeUtf8,
  sameBytes,
} from './index.ts';

describe('text encodings agree with Node', () => {
  test('hex, base64 and UTF-8 of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(encodeHex(bytes)).toBe(buffer.toString('hex'));
        expect(encodeBase64(bytes)).toBe(buffer.toString('base64'));
        expect(sameBytes(decodeHex(encodeHex(bytes).toUpperCase())!, bytes)).toBe(true);
        expect(sameBytes(decodeBase64(encodeBase64(bytes).replaceAll('=', ''))!, bytes)).toBe(true);
      }),
    );
  });

  test('UTF-8 of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        expect(sameBytes(encodeUtf8(text), new TextEncoder().encode(text))).toBe(true);
        expect(decodeUtf8(new TextEncoder().encode(text))).toBe(text);
      }),
    );
    expect(decodeUtf8(Uint8Array.of(0x41, 0xff, 0x42))).toBe('A\ufffdB');
    expect(decodeUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBe('\ufffd\ufffd\ufffd');
  });

  test('what is not base64 or hex is null', () => {
    expect(decodeBase64('Zg=*')).toBeNull();
    expect(decodeBase64('AAAAA')).toBeNull();
    expect(decodeHex('abc')).toBeNull();
    expect(decodeHex('zz')).toBeNull();
  });
});

describe('BitReader', () => {
  test('reads any split of bits as one number would', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 4, maxLength: 40 }),
        fc.array(fc.integer({ min: 0, max: 32 })),
        (bytes, sizes) => {
          let text = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
          const reader = new BitReader(bytes);
          for (const size of sizes) {
            if (size > text.length) break;
            expect(reader.readBits(size)).toBe(size === 0 ? 0 : Number.parseInt(text.slice(0, size), 2));
            text = text.slice(size);
          }
        },
      ),
    );
  });

  test('skips emulation prevention only where asked', () => {
    const bytes = Uint8Array.of(0, 0, 3, 1, 0, 0, 3);
    const rbsp = new BitReader(bytes, { emulationPrevention: true });
    expect([rbsp.readBits(16), rbsp.readBits(8), rbsp.readBits(16)]).toEqual([0, 1, 0]);
    expect(() => rbsp.readBit()).toThrow('the bits end');
    expect(new BitReader(bytes, { startByte: 2 }).readBits(8)).toBe(3);
  });

  test('Exp-Golomb codes are bounded', () => {
    // 1 | 010 | 011 | 00100 | 00101, then zeros
    const reader = new BitReader(Uint8Array.of(0b10100110, 0b01000010, 0b10000000, 0, 0, 0, 0, 0));
    expect([reader.readUe(), reader.readUe(), reader.readUe(), reader.readUe()]).toEqual([0, 1, 2, 3]);
    expect(reader.readSe()).toBe(-2);
    expect(() => reader.readUe()).toThrow('longer than 63 bits');
    expect(() => new BitReader(Uint8Array.of(0b00100000)).readUe(2)).toThrow('above 2');
  });
});
