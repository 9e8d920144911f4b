/**
 * Every reader of MP4 bytes as a function that must return on any input: what a fuzzer calls. A refusal
 * (`Mp4Error`) is a return; anything else thrown is a finding.
 */

import type { FuzzTarget } from '../bytes/index.ts';
import { FragmentScanner, readFragment } from './fragment-scanner.ts';
import { mp4FuzzSeeds } from './fuzz-seeds.ts';
import { Mp4Error } from './mp4-error.ts';
import { readAtBytes } from './read-at.ts';
import { readInitSegment } from './read-init-segment.ts';
import { readMovie, readProgressiveMovie } from './read-movie.ts';

const seeds = mp4FuzzSeeds();

/** Every reader of this folder that sees bytes from disk or from an uploaded file. */
export const MP4_FUZZ_TARGETS: readonly FuzzTarget[] = [
  { name: 'mp4-init-segment', run: (bytes) => attempt(() => readInitSegment(bytes)), seeds },
  { name: 'mp4-fragment', run: (bytes) => attempt(() => readFragment(bytes)), seeds },
  { name: 'mp4-fragment-scanner', run: scanToTheEnd, seeds },
  {
    name: 'mp4-progressive-movie',
    run: (bytes) => attempt(() => readProgressiveMovie(readAtBytes(bytes))),
    seeds,
  },
  { name: 'mp4-movie', run: (bytes) => attempt(() => readMovie(readAtBytes(bytes))), seeds },
];

function attempt(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof Mp4Error)) throw error;
  }
}

/** The scanner never throws on content, comes to an end, and never claims bytes that aren't there. */
function scanToTheEnd(bytes: Uint8Array): void {
  const scanner = new FragmentScanner(readAtBytes(bytes), 0);
  let end = 0;
  for (let fragment = scanner.next(); fragment !== null; fragment = scanner.next()) {
    if (fragment.offsetBytes !== end || fragment.sizeBytes <= 0)
      throw new Error('fragments are not in a row');
    end += fragment.sizeBytes;
  }
  if (end > bytes.length || scanner.end?.offsetBytes !== end)
    throw new Error('the end is not where it was found');
}
