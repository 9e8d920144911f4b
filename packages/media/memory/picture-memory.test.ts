/** Blocks are used again, and never under anybody who still reads them: what is given back is overwritten here at once. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BlockPool, PictureMemory } from './picture-memory.ts';

const POISON = 0xee;

class PoisoningPool extends BlockPool {
  override give(block: SharedArrayBuffer): void {
    new Uint8Array(block).fill(POISON);
    super.give(block);
  }
}

describe('blocks', () => {
  test('whatever is held keeps its bytes, in any order of holding and letting go', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ sizeBytes: fc.integer({ min: 1, max: 400_000 }), holdFor: fc.nat(12) }), {
          maxLength: 60,
        }),
        (pictures) => {
          const memory = new PictureMemory(new PoisoningPool());
          const held: { data: Uint8Array; mark: number; until: number }[] = [];
          for (const [at, { sizeBytes, holdFor }] of pictures.entries()) {
            const data = memory.allocate(sizeBytes);
            const mark = at % 200;
            data.fill(mark);
            if (holdFor > 0) {
              memory.retain(data);
              held.push({ data, mark, until: at + holdFor });
            }
            memory.sweep();
            for (const { data: kept, mark: expected } of held) {
              if (kept.some((byte) => byte !== expected)) return false;
            }
            for (const done of held.filter(({ until }) => until <= at)) {
              memory.release(done.data);
              held.splice(held.indexOf(done), 1);
            }
          }
          for (const { data } of held) memory.release(data);
          memory.sweep();
          return memory.sizeBytes <= 512 * 1024;
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a block is used again; those that nobody needed for a whole turn are let go of', () => {
    const pool = new BlockPool();
    const blocks = [1, 2, 3, 4].map(() => pool.take(1));
    for (const block of blocks) pool.give(block);
    pool.trim();
    expect(pool.freeBytes).toBe(4 * 256 * 1024);
    const again = [pool.take(100), pool.take(256 * 1024), pool.take(5)];
    expect(again.every((block) => blocks.includes(block))).toBe(true);
    for (const block of again) pool.give(block);
    pool.trim();
    expect(pool.freeBytes).toBe(3 * 256 * 1024);
    pool.trim();
    expect(pool.freeBytes).toBe(0);
    expect(pool.take(300_000).byteLength).toBe(512 * 1024);
  });

  test('what has memory of its own is no affair of the blocks', () => {
    const memory = new PictureMemory(new BlockPool());
    const sound = new Uint8Array(160);
    memory.retain(sound);
    memory.release(sound);
    expect(memory.sizeBytes).toBe(0);
  });
});
