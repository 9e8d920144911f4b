/** From entries of the log to what the API says of them, and from its questions to those of the log. */
import type { AuditEntryAnswer } from '@matlang/contract';
import { type AuditEntry, type AuditFilter, auditSubjects } from '@matlang/domain';
import type { SiteContext } from '../../site/site-context.ts';

/** As the contract takes it. */
export interface AskedFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly about?: string;
  readonly from?: number;
  readonly to?: number;
}

/** What is left out is not asked. */
export function filterOf({ actor, action, about, from, to }: AskedFilter): AuditFilter {
  return {
    ...(actor === undefined ? {} : { actor }),
    ...(action === undefined ? {} : { actionPrefix: action }),
    ...(about === undefined ? {} : { subjectId: about }),
    ...(from === undefined ? {} : { fromUnixMs: from }),
    ...(to === undefined ? {} : { toUnixMs: to }),
  };
}

/** One entry. */
export function entryAnswer(entry: AuditEntry): AuditEntryAnswer {
  const { seq, atUnixMs: at, actor, address, action, subjectId, detail, previousHash, hash } = entry;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the store read it as JSON
  const json = detail as AuditEntryAnswer['detail'];
  return { seq, at, actor, address, action, subjectId, detail: json, previousHash, hash };
}

/** What cameras and people are called now, by id: removed and ended ones too, because the log speaks of them for ever. */
export async function readNames({ database, siteId }: SiteContext): Promise<ReadonlyMap<string, string>> {
  const { cameras, people } = database.stores;
  const all = [...(await cameras.list(siteId, { withRemoved: true })), ...(await people.list(siteId))];
  return new Map(all.map(({ id, name }) => [id, name]));
}

/** Of those that the entries name. */
export function namesIn(
  entries: readonly AuditEntry[],
  names: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  const named = new Set(entries.flatMap(auditSubjects));
  return Object.fromEntries([...names].filter(([id]) => named.has(id)));
}
