/** Shared screens in SQL: by the digest of the cookie that a browser holds. */
import type { Kiosk } from '@matlang/domain';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { KioskTable, Tables } from './database-tables.ts';

const idsSchema = z.array(z.string());

/** How many PINs were wrong at a screen, and since when they are counted. */
export interface WrongPins {
  readonly count: number;
  readonly sinceUnixMs: number;
}

/** Over the database or over one transaction. */
export class SqlKioskStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** @param codeDigest of the code that is typed on the screen */
  async insert(kiosk: Kiosk, codeDigest: string): Promise<void> {
    await this.#database
      .insertInto('kiosk')
      .values({
        id: kiosk.id,
        site_id: kiosk.siteId,
        name: kiosk.name,
        camera_ids: kiosk.cameraIds === null ? null : JSON.stringify(kiosk.cameraIds),
        created_by: kiosk.createdBy,
        created_unix_ms: kiosk.createdUnixMs,
        code_digest: codeDigest,
        code_ends_unix_ms: kiosk.codeEndsUnixMs,
        digest: null,
        paired_unix_ms: kiosk.pairedUnixMs,
        seen_unix_ms: kiosk.seenUnixMs,
        address: kiosk.address,
        revoked_unix_ms: kiosk.revokedUnixMs,
        wrong_pins: 0,
        wrong_since_unix_ms: 0,
      })
      .execute();
  }

  /** Newest first. */
  async list(siteId: string): Promise<readonly Kiosk[]> {
    const rows = await this.#database
      .selectFrom('kiosk')
      .selectAll()
      .where('site_id', '=', siteId)
      .orderBy('id', 'desc')
      .execute();
    return rows.map(kioskOf);
  }

  /** Null: there is none. */
  async find(siteId: string, id: string): Promise<Kiosk | null> {
    const row = await this.#database
      .selectFrom('kiosk')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined ? null : kioskOf(row);
  }

  /** Of the cookie. Null: it is no screen's. */
  async findByDigest(digest: string): Promise<Kiosk | null> {
    const row = await this.#database
      .selectFrom('kiosk')
      .selectAll()
      .where('digest', '=', digest)
      .executeTakeFirst();
    return row === undefined ? null : kioskOf(row);
  }

  /** Uses its code up: one browser becomes it, and no second. @returns null where the code is not good */
  async pair(
    codeDigest: string,
    { digest, nowUnixMs, address }: { digest: string; nowUnixMs: number; address: string | null },
  ): Promise<Kiosk | null> {
    const row = await this.#database
      .updateTable('kiosk')
      .set({ code_digest: null, digest, paired_unix_ms: nowUnixMs, seen_unix_ms: nowUnixMs, address })
      .where('code_digest', '=', codeDigest)
      .where('code_ends_unix_ms', '>', nowUnixMs)
      .where('revoked_unix_ms', 'is', null)
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? null : kioskOf(row);
  }

  async setSeen(id: string, seenUnixMs: number, address: string | null): Promise<void> {
    await this.#database
      .updateTable('kiosk')
      .set({ seen_unix_ms: seenUnixMs, address })
      .where('id', '=', id)
      .execute();
  }

  /** @returns null where there is none that was in force */
  async revoke(siteId: string, id: string, revokedUnixMs: number): Promise<Kiosk | null> {
    const row = await this.#database
      .updateTable('kiosk')
      .set({ revoked_unix_ms: revokedUnixMs, code_digest: null, digest: null })
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .where('revoked_unix_ms', 'is', null)
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? null : kioskOf(row);
  }

  async wrongPins(id: string): Promise<WrongPins> {
    const row = await this.#database
      .selectFrom('kiosk')
      .select(['wrong_pins', 'wrong_since_unix_ms'])
      .where('id', '=', id)
      .executeTakeFirst();
    return { count: row?.wrong_pins ?? 0, sinceUnixMs: row?.wrong_since_unix_ms ?? 0 };
  }

  async setWrongPins(id: string, { count, sinceUnixMs }: WrongPins): Promise<void> {
    await this.#database
      .updateTable('kiosk')
      .set({ wrong_pins: count, wrong_since_unix_ms: sinceUnixMs })
      .where('id', '=', id)
      .execute();
  }

  /** One that was counted before it was looked at, and was right. */
  async takeBackWrongPin(id: string): Promise<void> {
    await this.#database
      .updateTable('kiosk')
      .set(({ eb }) => ({ wrong_pins: eb('wrong_pins', '-', 1) }))
      .where('id', '=', id)
      .where('wrong_pins', '>', 0)
      .execute();
  }
}

function kioskOf(row: KioskTable): Kiosk {
  return {
    id: row.id,
    siteId: row.site_id,
    name: row.name,
    cameraIds: row.camera_ids === null ? null : idsSchema.parse(JSON.parse(row.camera_ids)),
    createdBy: row.created_by,
    createdUnixMs: row.created_unix_ms,
    codeEndsUnixMs: row.code_ends_unix_ms,
    pairedUnixMs: row.paired_unix_ms,
    seenUnixMs: row.seen_unix_ms,
    address: row.address,
    revokedUnixMs: row.revoked_unix_ms,
  };
}
