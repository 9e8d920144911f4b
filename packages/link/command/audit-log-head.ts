/** What the node's key signs of the server's audit log: without a key its chain can be made anew by whoever can write the file. */

/** A place in the log of a site: the entry's number, which is how many there are, and hash; hex. */
export interface AuditLogHead {
  readonly siteId: string;
  readonly seq: number;
  readonly hash: string;
  /** Of the Merkle tree over the entries up to there, hex. Left out: signed before there was a tree, or the tree is damaged. */
  readonly root?: string;
  readonly signedUnixMs: number;
}

/**
 * The signed text: ASCII lines, so that anybody can rebuild it from the log. Text 2 covers the root too; text 1 stays what signatures of
 * before are of.
 */
export function auditLogHeadText({ siteId, seq, hash, root, signedUnixMs }: AuditLogHead): string {
  const lines =
    root === undefined
      ? ['matlang-audit-log-head-1', siteId, seq, hash, signedUnixMs]
      : ['matlang-audit-log-head-2', siteId, seq, hash, root, signedUnixMs];
  return `${lines.join('\n')}\n`;
}
