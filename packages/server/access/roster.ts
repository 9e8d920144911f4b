/** Who may do what, compiled: rights of each person, made anew when a grant, a role or a person changed. */
import { BUILT_IN_ROLES, type Permission, type PersonCapacity, Rights, withheldFrom } from '@matlang/domain';
import type { SiteContext } from '../site/site-context.ts';

/** One for a server: every change of people and grants goes through this process and calls `forget`. */
export class Roster {
  readonly #context: SiteContext;
  #roles: Promise<ReadonlyMap<string, { readonly permissions: readonly Permission[] }>> | null = null;
  readonly #rights = new Map<string, Promise<Rights>>();
  readonly #capacities = new Map<string, Promise<readonly PersonCapacity[]>>();

  constructor(context: SiteContext) {
    this.#context = context;
  }

  /** Of a person's grants, whenever they hold; periods are looked at when a right is asked for. */
  async rightsOf(personId: string): Promise<Rights> {
    const known = this.#rights.get(personId);
    if (known !== undefined) return await known;
    const made = this.#make(personId);
    this.#rights.set(personId, made);
    made.catch(() => this.#rights.delete(personId));
    return await made;
  }

  /** Of a person's grants, less what no role gives in the legal capacity of now. */
  async rightsNow(personId: string): Promise<Rights> {
    const rights = await this.rightsOf(personId);
    const withheld = withheldFrom(await this.#capacitiesOf(personId), this.#context.clock.nowUnixMs());
    return withheld.size === 0 ? rights : rights.without(withheld);
  }

  /** Roles and grants are read anew when they are next asked for. */
  forget(): void {
    this.#roles = null;
    this.#rights.clear();
    this.#capacities.clear();
  }

  async roles(): Promise<ReadonlyMap<string, { readonly permissions: readonly Permission[] }>> {
    const roles = (this.#roles ??= this.#readRoles());
    roles.catch(() => {
      if (this.#roles === roles) this.#roles = null;
    });
    return await roles;
  }

  async #capacitiesOf(personId: string): Promise<readonly PersonCapacity[]> {
    const known = this.#capacities.get(personId);
    if (known !== undefined) return await known;
    const read = this.#context.database.stores.capacities.ofPerson(personId);
    this.#capacities.set(personId, read);
    read.catch(() => this.#capacities.delete(personId));
    return await read;
  }

  async #make(personId: string): Promise<Rights> {
    const { database, siteId } = this.#context;
    const grants = await database.stores.grants.ofPerson(siteId, personId);
    // One that was taken away is over whatever the clock says.
    return Rights.of(
      grants.filter(({ endedUnixMs }) => endedUnixMs === null),
      await this.roles(),
    );
  }

  async #readRoles() {
    const { database, siteId } = this.#context;
    const own = await database.stores.grants.roles(siteId);
    return new Map<string, { readonly permissions: readonly Permission[] }>([
      ...Object.entries(BUILT_IN_ROLES).map(([id, permissions]) => [id, { permissions }] as const),
      ...own.map((role) => [role.id, role] as const),
    ]);
  }
}
