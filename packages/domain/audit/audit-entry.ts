/** One entry of the audit log: who did what, when. Each carries the hash of the one before it. */

/**
 * What is to be recorded of one change, before it has its place in the chain. Kept for ever: nothing in it is redacted
 * later.
 */
export interface AuditRecord {
  readonly siteId: string;
  readonly atUnixMs: number;
  /** A user name; `local` for this machine’s own user, `token:` and its name for a script, `kiosk:` and its name for a screen, `server` and `recorder` for what they do by themselves. */
  readonly actor: string;
  /** Where the request came from; null for what the program does by itself. */
  readonly address: string | null;
  /** The role in which a person did it, by its id: kept as `capacity` of the detail. Left out where nobody in a role did it. */
  readonly capacity?: string;
  /** The name of the screen at which a person did it: kept as `kiosk` of the detail. Left out elsewhere. */
  readonly kiosk?: string;
  /** Noun and verb: `camera.added`. */
  readonly action: string;
  readonly subjectId: string;
  /** Before, after, purpose, span; never a secret. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A record in its place in the site's chain. Its hash covers every other field, `previousHash` too. */
export interface AuditEntry extends Omit<AuditRecord, 'capacity' | 'kiosk'> {
  /** From 1, without holes, one series a site. */
  readonly seq: number;
  /** Hex of SHA-256; of the first entry GENESIS_HASH. */
  readonly previousHash: string;
  readonly hash: string;
}

/** What the first entry of a site names as the hash before it: 64 zeros, which no entry can have by chance. */
export const GENESIS_HASH = '0'.repeat(64);

/** The text whose SHA-256 (UTF-8) is the entry's hash: a JSON array, so that no two entries give the same text. */
export function auditEntryContent(entry: Omit<AuditEntry, 'hash'>): string {
  return auditEntryText(entry, canonicalAuditDetail(entry.detail));
}

/**
 * The same of a detail as it is kept: where that is its canonical text, as it is written since, it need not be made again. Of any other text the
 * hash is another: what is made here parses to these fields and this detail alone.
 */
export function auditEntryText(entry: Omit<AuditEntry, 'hash' | 'detail'>, detailText: string): string {
  const fields = JSON.stringify([
    1,
    entry.previousHash,
    entry.seq,
    entry.siteId,
    entry.atUnixMs,
    entry.actor,
    entry.address,
    entry.action,
    entry.subjectId,
  ]);
  return `${fields.slice(0, -1)},${detailText}]`;
}

/** JSON in which keys are sorted at every depth. */
export function canonicalAuditDetail(detail: AuditRecord['detail']): string {
  return JSON.stringify(canonical(detail));
}

/** Keys sorted at every depth: a database may keep JSON in another order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(canonical);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, member]) => [key, canonical(member)]),
  );
}
