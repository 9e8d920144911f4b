/** Merges what several volumes recorded of one stream. */

/** By start; each list stays in its own order, so that an hour that exists twice in it stays in it twice. */
export function mergeInOrder<T>(lists: readonly (readonly T[])[], startOf: (item: T) => number): T[] {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return [...only];
  const merged: T[] = [];
  const at = lists.map(() => 0);
  for (;;) {
    let first = -1;
    let firstStart = Number.POSITIVE_INFINITY;
    for (const [index, list] of lists.entries()) {
      const head = list[at[index] ?? 0];
      if (head !== undefined && startOf(head) < firstStart) {
        first = index;
        firstStart = startOf(head);
      }
    }
    const head = lists[first]?.[at[first] ?? 0];
    if (head === undefined) return merged;
    merged.push(head);
    at[first] = (at[first] ?? 0) + 1;
  }
}
