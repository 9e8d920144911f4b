/** What the node's key signs of the server's audit log: without a key its chain can be made anew by whoever can write the file. */

/** A place in the log of a site; `hash` is that of the entry, hex. */
export interface AuditLogHead {
  readonly siteId: string;
  readonly seq: number;
  readonly hash: string;
  readonly signedUnixMs: number;
}

/** The signed text: ASCII lines, so that anybody can rebuild it from the log. */
export function auditLogHeadText({ siteId, seq, hash, signedUnixMs }: AuditLogHead): string {
  return `${['matlang-audit-log-head-1', siteId, seq, hash, signedUnixMs].join('\n')}\n`;
}
