/** Numbers the files of a part: chunks name their file by number. */
import type { SegmentReference } from '../reading/segment-reference.ts';

/** `references` in the order of their numbers, from 0; a file asked for again keeps its number. */
export class ExportSources {
  readonly references: SegmentReference[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(reference: SegmentReference): number {
    const key = `${reference.volumeId}/${reference.stream.kind}/${reference.seq}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.references.length;
    this.references.push(reference);
    this.#numbers.set(key, number);
    return number;
  }
}
