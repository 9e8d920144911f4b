/** What a store of people and of what they may do must offer. */
import type { Grant } from '../access/grant.ts';
import type { SiteRole } from '../access/site-role.ts';
import type { Person, PersonDraft } from './person.ts';

/** The people of all sites in one database. */
export interface PersonStore {
  /** By name of sign-in; those whose account ended too. */
  list(siteId: string): Promise<readonly Person[]>;
  find(siteId: string, id: string): Promise<Person | null>;
  /** @param userName in the one form of `foldUserName` */
  findByUserName(siteId: string, userName: string): Promise<Person | null>;
  insert(person: Person): Promise<void>;
  change(siteId: string, id: string, draft: Pick<PersonDraft, 'name' | 'position'>): Promise<void>;
  /** Null: has an account again. */
  setEnded(siteId: string, id: string, endedUnixMs: number | null): Promise<void>;
}

/** The grants of all sites in one database, and the roles that a site made itself. */
export interface GrantStore {
  /** Those that are or will be in force. */
  list(siteId: string, atUnixMs: number): Promise<readonly Grant[]>;
  ofPerson(siteId: string, personId: string): Promise<readonly Grant[]>;
  find(siteId: string, id: string): Promise<Grant | null>;
  insert(grant: Grant): Promise<void>;
  /** Over from then on. */
  end(siteId: string, id: string, endedUnixMs: number): Promise<void>;
  roles(siteId: string): Promise<readonly SiteRole[]>;
  insertRole(role: SiteRole): Promise<void>;
  changeRole(role: SiteRole): Promise<void>;
  removeRole(siteId: string, id: string): Promise<void>;
}
