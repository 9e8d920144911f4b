/** Sessions, the browsers in which somebody has signed in before, and invitations, in SQL: by the digest of what a browser holds. */
import type { Kysely } from 'kysely';
import type { SessionTable, Tables } from './database-tables.ts';

/** Somebody who is signed in, in one browser. */
export interface Session {
  readonly id: string;
  readonly personId: string;
  /** What was shown: `password`, `password+code`, `password+recovery-code`, `password+passkey`, `passkey`. */
  readonly factors: string;
  readonly createdUnixMs: number;
  readonly seenUnixMs: number;
  readonly expiresUnixMs: number;
  readonly address: string | null;
  /** As the browser called itself. */
  readonly device: string;
  /** When its person last showed who they are. */
  readonly provedUnixMs: number;
}

/** A link by which somebody chooses a first password. */
export interface Invitation {
  readonly personId: string;
  readonly expiresUnixMs: number;
}

/** Over the database or over one transaction. */
export class SqlSessionStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async insert(session: Session, digest: string): Promise<void> {
    await this.#database
      .insertInto('session')
      .values({
        id: session.id,
        person_id: session.personId,
        digest,
        factors: session.factors,
        created_unix_ms: session.createdUnixMs,
        seen_unix_ms: session.seenUnixMs,
        expires_unix_ms: session.expiresUnixMs,
        address: session.address,
        device: session.device,
        proved_unix_ms: session.provedUnixMs,
      })
      .execute();
  }

  async findByDigest(digest: string): Promise<Session | null> {
    const row = await this.#database
      .selectFrom('session')
      .selectAll()
      .where('digest', '=', digest)
      .executeTakeFirst();
    return row === undefined ? null : sessionOf(row);
  }

  async ofPerson(personId: string): Promise<readonly Session[]> {
    const rows = await this.#database
      .selectFrom('session')
      .selectAll()
      .where('person_id', '=', personId)
      .orderBy('id', 'desc')
      .execute();
    return rows.map(sessionOf);
  }

  async setSeen(id: string, seenUnixMs: number): Promise<void> {
    await this.#database
      .updateTable('session')
      .set({ seen_unix_ms: seenUnixMs })
      .where('id', '=', id)
      .execute();
  }

  /** One that was shown later. */
  async setFactors(id: string, factors: string): Promise<void> {
    await this.#database.updateTable('session').set({ factors }).where('id', '=', id).execute();
  }

  /** Shown once more. */
  async setProved(id: string, provedUnixMs: number): Promise<void> {
    await this.#database
      .updateTable('session')
      .set({ proved_unix_ms: provedUnixMs })
      .where('id', '=', id)
      .execute();
  }

  /** @returns how many ended */
  async remove(
    personId: string,
    which: { readonly id?: string; readonly exceptId?: string },
  ): Promise<number> {
    let removal = this.#database.deleteFrom('session').where('person_id', '=', personId);
    if (which.id !== undefined) removal = removal.where('id', '=', which.id);
    if (which.exceptId !== undefined) removal = removal.where('id', '!=', which.exceptId);
    return Number((await removal.executeTakeFirst()).numDeletedRows);
  }

  /** Those that ended before. */
  async removeExpired(beforeUnixMs: number): Promise<void> {
    await this.#database.deleteFrom('session').where('expires_unix_ms', '<', beforeUnixMs).execute();
    await this.#database.deleteFrom('invitation').where('expires_unix_ms', '<', beforeUnixMs).execute();
  }

  async knowsDevice(personId: string, digest: string): Promise<boolean> {
    const row = await this.#database
      .selectFrom('known_device')
      .select('digest')
      .where('person_id', '=', personId)
      .where('digest', '=', digest)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Keeps the newest `most` of the person. */
  async rememberDevice(personId: string, digest: string, seenUnixMs: number, most: number): Promise<void> {
    await this.#database
      .insertInto('known_device')
      .values({ person_id: personId, digest, seen_unix_ms: seenUnixMs })
      .onConflict((conflict) =>
        conflict.columns(['digest', 'person_id']).doUpdateSet({ seen_unix_ms: seenUnixMs }),
      )
      .execute();
    const kept = this.#database
      .selectFrom('known_device')
      .select('digest')
      .where('person_id', '=', personId)
      .orderBy('seen_unix_ms', 'desc')
      .limit(most);
    await this.#database
      .deleteFrom('known_device')
      .where('person_id', '=', personId)
      .where('digest', 'not in', kept)
      .execute();
  }

  async forgetDevices(personId: string): Promise<void> {
    await this.#database.deleteFrom('known_device').where('person_id', '=', personId).execute();
  }

  /** In place of any that the person has. */
  async invite(personId: string, digest: string, createdBy: string, expiresUnixMs: number): Promise<void> {
    await this.#database.deleteFrom('invitation').where('person_id', '=', personId).execute();
    await this.#database
      .insertInto('invitation')
      .values({ digest, person_id: personId, created_by: createdBy, expires_unix_ms: expiresUnixMs })
      .execute();
  }

  async removeInvitation(personId: string): Promise<void> {
    await this.#database.deleteFrom('invitation').where('person_id', '=', personId).execute();
  }

  async findInvitation(digest: string): Promise<Invitation | null> {
    const row = await this.#database
      .selectFrom('invitation')
      .selectAll()
      .where('digest', '=', digest)
      .executeTakeFirst();
    return row === undefined ? null : { personId: row.person_id, expiresUnixMs: row.expires_unix_ms };
  }

  /** @returns false where it was used meanwhile */
  async useInvitation(digest: string): Promise<boolean> {
    const { numDeletedRows } = await this.#database
      .deleteFrom('invitation')
      .where('digest', '=', digest)
      .executeTakeFirst();
    return numDeletedRows === 1n;
  }
}

function sessionOf(row: SessionTable): Session {
  return {
    id: row.id,
    personId: row.person_id,
    factors: row.factors,
    createdUnixMs: row.created_unix_ms,
    seenUnixMs: row.seen_unix_ms,
    expiresUnixMs: row.expires_unix_ms,
    address: row.address,
    device: row.device,
    provedUnixMs: row.proved_unix_ms,
  };
}
