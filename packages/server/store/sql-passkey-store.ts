/** Passkeys in SQL: public keys, and what tells that one was copied. Nothing here lets anybody in. */
import { PASSKEY_TRANSPORTS } from '@matlang/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { PasskeyTable, Tables } from './database-tables.ts';

const transportsSchema = z.array(z.enum(PASSKEY_TRANSPORTS));

/** One that somebody has. Bytes in base64url. */
export interface Passkey {
  readonly id: string;
  readonly personId: string;
  /** The RP ID: the name of the site by which it works. */
  readonly host: string;
  readonly credentialId: string;
  /** COSE_Key. */
  readonly publicKey: string;
  /** Of the last use; 0 for ever where the authenticator does not count. */
  readonly counter: number;
  readonly transports: readonly (typeof PASSKEY_TRANSPORTS)[number][];
  readonly name: string;
  readonly createdUnixMs: number;
  readonly usedUnixMs: number | null;
}

/** Over the database or over one transaction. */
export class SqlPasskeyStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async insert(passkey: Passkey): Promise<void> {
    await this.#database
      .insertInto('passkey')
      .values({
        id: passkey.id,
        person_id: passkey.personId,
        host: passkey.host,
        credential_id: passkey.credentialId,
        public_key: passkey.publicKey,
        counter: passkey.counter,
        transports: JSON.stringify(passkey.transports),
        name: passkey.name,
        created_unix_ms: passkey.createdUnixMs,
        used_unix_ms: passkey.usedUnixMs,
      })
      .execute();
  }

  /** Oldest first. */
  async ofPerson(personId: string): Promise<readonly Passkey[]> {
    const rows = await this.#database
      .selectFrom('passkey')
      .selectAll()
      .where('person_id', '=', personId)
      .orderBy('id')
      .execute();
    return rows.map(passkeyOf);
  }

  async findByCredential(credentialId: string): Promise<Passkey | null> {
    const row = await this.#database
      .selectFrom('passkey')
      .selectAll()
      .where('credential_id', '=', credentialId)
      .executeTakeFirst();
    return row === undefined ? null : passkeyOf(row);
  }

  /** Whether anybody's works by this name of the site. */
  async isUsedAt(host: string): Promise<boolean> {
    const row = await this.#database
      .selectFrom('passkey')
      .select('id')
      .where('host', '=', host)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** @returns false where it was used, or removed, meanwhile */
  async use({ id, counter }: Passkey, newCounter: number, usedUnixMs: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('passkey')
      .set({ counter: newCounter, used_unix_ms: usedUnixMs })
      .where('id', '=', id)
      .where('counter', '=', counter)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /** @returns the one that there was */
  async remove(personId: string, id: string): Promise<Passkey | null> {
    const row = await this.#database
      .deleteFrom('passkey')
      .where('person_id', '=', personId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? null : passkeyOf(row);
  }

  /** @returns how many there were */
  async removeAll(personId: string): Promise<number> {
    const removal = this.#database.deleteFrom('passkey').where('person_id', '=', personId);
    return Number((await removal.executeTakeFirst()).numDeletedRows);
  }
}

function passkeyOf(row: PasskeyTable): Passkey {
  return {
    id: row.id,
    personId: row.person_id,
    host: row.host,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    counter: row.counter,
    transports: transportsSchema.parse(JSON.parse(row.transports)),
    name: row.name,
    createdUnixMs: row.created_unix_ms,
    usedUnixMs: row.used_unix_ms,
  };
}
