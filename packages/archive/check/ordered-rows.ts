/** Rows asked for in the order of their numbers, read many at a time: one statement for hundreds of questions. */

const ROWS_AT_ONCE = 500;

/** `load` answers rows from a number on, in order, at most `limit`. What it holds is as old as its last question to the index. */
export class OrderedRows<T extends { readonly seq: number }> {
  readonly #load: (fromSeq: number, limit: number) => T[];
  #rows: T[] = [];
  #at = 0;
  /** Of the rows in hand: from the number asked for, to the last one or the end of all. */
  #fromSeq = 0;
  #toSeq = -1;

  constructor(load: (fromSeq: number, limit: number) => T[]) {
    this.#load = load;
  }

  /** Null where there was none. Going back costs a new question. */
  find(seq: number): T | null {
    if (seq < this.#fromSeq || seq > this.#toSeq) this.#fill(seq);
    const before = this.#rows[this.#at];
    if (before !== undefined && before.seq > seq) this.#at = 0;
    for (; this.#at < this.#rows.length; this.#at += 1) {
      const row = this.#rows[this.#at];
      if (row !== undefined && row.seq >= seq) return row.seq === seq ? row : null;
    }
    return null;
  }

  #fill(seq: number): void {
    this.#rows = this.#load(seq, ROWS_AT_ONCE);
    this.#at = 0;
    this.#fromSeq = seq;
    const last = this.#rows.at(-1);
    this.#toSeq = last === undefined || this.#rows.length < ROWS_AT_ONCE ? Number.MAX_SAFE_INTEGER : last.seq;
  }
}

/** All rows, one statement a few hundred. */
export function* everyRow<T extends { readonly seq: number }>(
  load: (fromSeq: number, limit: number) => T[],
): Generator<T> {
  for (let fromSeq = 0; ; ) {
    const rows = load(fromSeq, ROWS_AT_ONCE);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) return;
    fromSeq = last.seq + 1;
  }
}
