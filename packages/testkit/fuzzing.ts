/** Inputs that are almost right, and what is wrong with how a reader took one: for the tests of readers and for `npm run fuzz`. */
import { type FuzzTarget, joinBytes } from '@matlang/media/bytes';
import { createSeededRandom, type SeededRandom } from '@matlang/simulator';

/** An input that takes longer is a hang: the longest honest one takes under 5 ms. */
const HANG_MS = 1000;
const MAX_RANDOM_BYTES = 2048;
/** At the borders of lengths, counts and types. */
const EDGE_BYTES = [0, 1, 7, 8, 16, 0x7f, 0x80, 0xff];
const SEED = 20_261_124;

/** A mutated seed, one of eight random bytes; always random where there are no seeds. The seeds are not changed. */
export function fuzzInput(seeds: readonly Uint8Array[], random: SeededRandom): Uint8Array {
  const seed = random.below(8) === 0 ? undefined : seeds[random.below(seeds.length)];
  return seed === undefined ? randomBytes(random.below(MAX_RANDOM_BYTES), random) : mutated(seed, random);
}

/** What is wrong with the way in which the target took the input, English; null where it returned in time. */
export function faultOf(target: FuzzTarget, bytes: Uint8Array): string | null {
  const beforeMs = performance.now();
  try {
    target.run(bytes);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const tookMs = performance.now() - beforeMs;
  return tookMs > HANG_MS ? `took ${Math.round(tookMs)} ms` : null;
}

/** The seeds as they are, then `inputs` more: the same in every run. @throws Error with the first input that has a fault, in hex */
export function fuzzShortly(target: FuzzTarget, inputs = 20_000): void {
  const random = createSeededRandom(SEED);
  for (let at = -target.seeds.length; at < inputs; at += 1) {
    const bytes = target.seeds[at + target.seeds.length] ?? fuzzInput(target.seeds, random);
    const fault = faultOf(target, bytes);
    if (fault !== null) throw new Error(`${target.name}: ${Buffer.from(bytes).toString('hex')}: ${fault}`);
  }
}

function randomBytes(length: number, random: SeededRandom): Uint8Array {
  return Uint8Array.from({ length }, () => random.below(256));
}

/** One to six changes of a copy: bytes set, a piece overwritten, moved, cut out or doubled, the end cut off or grown. */
function mutated(seed: Uint8Array, random: SeededRandom): Uint8Array {
  let bytes: Uint8Array = seed.slice();
  for (let changes = 1 + random.below(6); changes > 0; changes -= 1) bytes = changed(bytes, random);
  return bytes;
}

function changed(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const at = random.below(Math.max(1, bytes.length));
  const end = Math.min(bytes.length, at + random.below(80));
  switch (random.below(9)) {
    case 0:
    case 1:
      return set(bytes, at, random.below(256));
    case 2:
      return set(bytes, at, EDGE_BYTES[random.below(EDGE_BYTES.length)] ?? 0);
    case 3:
      return bytes.fill(random.below(2) * 255, at, at + random.below(5));
    case 4:
      return bytes.copyWithin(at, random.below(bytes.length + 1), random.below(bytes.length + 1));
    case 5:
      return joinBytes([bytes.subarray(0, at), bytes.subarray(end)]);
    case 6:
      return joinBytes([bytes.subarray(0, end), bytes.subarray(at)]);
    case 7:
      return bytes.slice(0, at);
    default:
      return joinBytes([bytes, randomBytes(random.below(40), random)]);
  }
}

/** Outside of the bytes (there are none) nothing happens. */
function set(bytes: Uint8Array, at: number, value: number): Uint8Array {
  bytes[at] = value;
  return bytes;
}
