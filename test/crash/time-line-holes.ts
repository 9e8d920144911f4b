/** Instants of which a time line says neither that they are recorded nor why they are not. */

interface Stretch {
  readonly start: number;
  readonly end: number | null;
  /** Of a gap. */
  readonly cause?: string;
}

/** In words, for a failing test to show; spans and gaps as `ArchiveReader.timeline` answers them, of one stream. */
export function holesOf(spans: readonly Stretch[], gaps: readonly Stretch[]): readonly string[] {
  const holes: string[] = [];
  let before: Stretch | null = null;
  let untilUnixMs = Number.POSITIVE_INFINITY;
  for (const stretch of [...spans, ...gaps].toSorted((a, b) => a.start - b.start)) {
    if (before !== null && stretch.start > untilUnixMs) {
      const [from, to] = [before.cause ?? 'pictures', stretch.cause ?? 'pictures'];
      holes.push(`nothing is said of ${stretch.start - untilUnixMs} ms between ${from} and ${to}`);
    }
    const endUnixMs = stretch.end ?? Number.POSITIVE_INFINITY;
    untilUnixMs = before === null ? endUnixMs : Math.max(untilUnixMs, endUnixMs);
    before = stretch;
  }
  return holes;
}
