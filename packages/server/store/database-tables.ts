/**
 * The tables as Kysely's types. Booleans are 0 and 1, instants Unix ms, lists JSON text: the same on SQLite and PostgreSQL.
 * Rows become domain types in the stores beside this file and nowhere else.
 */

interface SiteTable {
  readonly id: string;
  readonly name: string;
  readonly created_unix_ms: number;
  readonly configuration_revision: number;
}

interface VolumeTable {
  readonly id: string;
  readonly site_id: string;
  readonly path: string;
}

/**
 * A camera; `sealed_…` are texts of `@matlang/keys`, of use with the site's key only. Removed ones stay: footage names
 * them.
 */
export interface CameraTable {
  readonly id: string;
  readonly site_id: string;
  readonly volume_id: string;
  readonly name: string;
  readonly enabled: number;
  readonly main_url: string;
  readonly sub_url: string | null;
  readonly username: string | null;
  readonly sealed_password: string | null;
  readonly transport: string;
  readonly record: string;
  readonly live_main: number;
  readonly live_sub: number;
  readonly audio_enabled: number;
  readonly audio_reason: string | null;
  readonly retention_days: number;
  readonly revision: number;
  readonly created_unix_ms: number;
  readonly changed_unix_ms: number;
  readonly removed_unix_ms: number | null;
  readonly sealed_main_url: string | null;
  readonly sealed_sub_url: string | null;
}

/** A hold and how far it is carried out: `state` is one of domain's `HOLD_STATES`. */
export interface HoldTable {
  readonly id: string;
  readonly site_id: string;
  readonly camera_id: string;
  readonly start_unix_ms: number;
  readonly end_unix_ms: number;
  readonly reason: string;
  readonly owner: string;
  readonly review_unix_ms: number;
  readonly state: string;
  readonly created_unix_ms: number;
  readonly lifted_unix_ms: number | null;
}

/** A prepared export: `camera_ids` and `files` are JSON; the plan itself is a file, see jobs/plan-files. */
export interface ExportTable {
  readonly id: string;
  readonly site_id: string;
  readonly camera_ids: string;
  readonly start_unix_ms: number;
  readonly end_unix_ms: number;
  readonly stream: string;
  readonly with_audio: number;
  readonly purpose: string;
  readonly requested_by: string;
  readonly state: string;
  readonly created_unix_ms: number;
  readonly expires_unix_ms: number;
  readonly total_bytes: number;
  readonly files: string;
  readonly failure: string | null;
}

/** A moment has the same start and end; a note may be empty. */
export interface BookmarkTable {
  readonly id: string;
  readonly site_id: string;
  readonly camera_id: string;
  readonly start_unix_ms: number;
  readonly end_unix_ms: number;
  readonly title: string;
  readonly note: string;
  readonly created_by: string;
  readonly created_unix_ms: number;
  readonly changed_unix_ms: number;
}

/** An order to delete; not done while `done_unix_ms` is null, and bytes are known from then on. */
export interface FootageDeletionTable {
  readonly id: string;
  readonly site_id: string;
  readonly camera_id: string;
  readonly reason: string;
  readonly requested_by: string;
  readonly created_unix_ms: number;
  readonly done_unix_ms: number | null;
  readonly deleted_bytes: number | null;
  readonly held_bytes: number | null;
}

interface AuditTable {
  readonly site_id: string;
  readonly seq: number;
  readonly at_unix_ms: number;
  readonly actor: string;
  readonly address: string | null;
  readonly action: string;
  readonly subject_id: string;
  readonly detail: string;
  readonly previous_hash: string;
  readonly hash: string;
}

/** A complete subtree of two leaves and more over the entries' hashes; `hash` is hex. */
interface AuditSubtreeTable {
  readonly site_id: string;
  readonly level: number;
  readonly subtree_index: number;
  readonly hash: string;
}

/** See domain's `auditSubjects`. */
interface AuditSubjectTable {
  readonly site_id: string;
  readonly subject_id: string;
  readonly seq: number;
}

/** Of `AUDIT_BLOCK` entries, once they are all there. */
interface AuditBlockTable {
  readonly site_id: string;
  readonly block: number;
  readonly least_unix_ms: number;
  readonly greatest_unix_ms: number;
}

/** See domain's `Person`. */
export interface PersonTable {
  readonly id: string;
  readonly site_id: string;
  readonly user_name: string;
  readonly name: string;
  readonly position: string;
  readonly created_unix_ms: number;
  readonly ended_unix_ms: number | null;
}

/** Argon2id in the PHC form. */
interface PersonPasswordTable {
  readonly person_id: string;
  readonly hash: string;
  readonly changed_unix_ms: number;
}

/** `sealed_secret` is of use with the site's key only. */
interface SecondFactorTable {
  readonly person_id: string;
  readonly sealed_secret: string;
  readonly used_step: number;
  readonly confirmed_unix_ms: number | null;
}

interface RecoveryCodeTable {
  readonly person_id: string;
  readonly digest: string;
}

/** `digest` is of the token in the browser's cookie. */
export interface SessionTable {
  readonly id: string;
  readonly person_id: string;
  readonly digest: string;
  readonly factors: string;
  readonly created_unix_ms: number;
  readonly seen_unix_ms: number;
  readonly expires_unix_ms: number;
  readonly address: string | null;
  readonly device: string;
  readonly proved_unix_ms: number;
}

/** A passkey; bytes in base64url, `transports` is JSON. */
export interface PasskeyTable {
  readonly id: string;
  readonly person_id: string;
  readonly host: string;
  readonly credential_id: string;
  readonly public_key: string;
  readonly counter: number;
  readonly transports: string;
  readonly name: string;
  readonly created_unix_ms: number;
  readonly used_unix_ms: number | null;
}

/** The sheet in the safe; one row at most a site. */
interface RecoverySheetTable {
  readonly site_id: string;
  readonly digest: string;
  readonly created_by: string;
  readonly created_unix_ms: number;
}

/** A browser in which somebody has signed in before: its own cookie. */
interface KnownDeviceTable {
  readonly person_id: string;
  readonly digest: string;
  readonly seen_unix_ms: number;
}

interface InvitationTable {
  readonly digest: string;
  readonly person_id: string;
  readonly created_by: string;
  readonly expires_unix_ms: number;
}

/** See domain's `Grant`; `camera_ids` is JSON. */
export interface RoleGrantTable {
  readonly id: string;
  readonly site_id: string;
  readonly person_id: string;
  readonly role_id: string;
  readonly camera_ids: string | null;
  readonly from_unix_ms: number;
  readonly until_unix_ms: number | null;
  readonly ended_unix_ms: number | null;
}

/** A person's legal capacity. */
export interface PersonCapacityTable {
  readonly id: string;
  readonly person_id: string;
  readonly capacity: string;
  readonly from_unix_ms: number;
  readonly until_unix_ms: number | null;
}

interface SiteRoleTable {
  readonly id: string;
  readonly site_id: string;
  readonly name: string;
  readonly permissions: string;
}

/** For a script; `permissions` and `camera_ids` are JSON. */
export interface ApiTokenTable {
  readonly id: string;
  readonly site_id: string;
  readonly name: string;
  readonly digest: string;
  readonly permissions: string;
  readonly camera_ids: string | null;
  readonly created_by: string;
  readonly created_unix_ms: number;
  readonly expires_unix_ms: number;
  readonly revoked_unix_ms: number | null;
}

/** See domain's `Kiosk`; `camera_ids` is JSON. */
export interface KioskTable {
  readonly id: string;
  readonly site_id: string;
  readonly name: string;
  readonly camera_ids: string | null;
  readonly created_by: string;
  readonly created_unix_ms: number;
  readonly code_digest: string | null;
  readonly code_ends_unix_ms: number;
  readonly digest: string | null;
  readonly paired_unix_ms: number | null;
  readonly seen_unix_ms: number | null;
  readonly address: string | null;
  readonly revoked_unix_ms: number | null;
  readonly wrong_pins: number;
  readonly wrong_since_unix_ms: number;
}

interface PersonPinTable {
  readonly person_id: string;
  readonly hash: string;
  readonly changed_unix_ms: number;
  readonly wrong: number;
}

/** See domain's `Purpose`. */
export interface PurposeTable {
  readonly id: string;
  readonly site_id: string;
  readonly holder: string;
  readonly person_id: string | null;
  readonly kind: string;
  readonly number: string;
  readonly text: string;
  readonly opened_unix_ms: number;
  readonly until_unix_ms: number;
  readonly closed_unix_ms: number | null;
}

/** `value` is JSON. */
interface SettingTable {
  readonly site_id: string;
  readonly name: string;
  readonly value: string;
  readonly changed_unix_ms: number;
}

/** Where the site keeps backups by itself, and what came of the newest; `sealed_passphrase` is of use with the site's key only. */
export interface BackupPlanTable {
  readonly site_id: string;
  readonly every: string;
  readonly directory: string | null;
  readonly sealed_passphrase: string | null;
  readonly good_unix_ms: number | null;
  readonly good_file: string | null;
  readonly good_bytes: number | null;
  readonly failed_unix_ms: number | null;
  readonly failure: string | null;
}

interface SchemaVersionTable {
  readonly version: number;
  readonly name: string;
  readonly applied_unix_ms: number;
}

/** All tables by name; `migrate` makes them. */
export interface Tables {
  readonly schema_version: SchemaVersionTable;
  readonly site: SiteTable;
  readonly volume: VolumeTable;
  readonly camera: CameraTable;
  readonly hold: HoldTable;
  readonly bookmark: BookmarkTable;
  readonly export_job: ExportTable;
  readonly footage_deletion: FootageDeletionTable;
  readonly person: PersonTable;
  readonly person_password: PersonPasswordTable;
  readonly second_factor: SecondFactorTable;
  readonly recovery_code: RecoveryCodeTable;
  readonly session: SessionTable;
  readonly passkey: PasskeyTable;
  readonly recovery_sheet: RecoverySheetTable;
  readonly known_device: KnownDeviceTable;
  readonly invitation: InvitationTable;
  readonly role_grant: RoleGrantTable;
  readonly person_capacity: PersonCapacityTable;
  readonly site_role: SiteRoleTable;
  readonly api_token: ApiTokenTable;
  readonly kiosk: KioskTable;
  readonly person_pin: PersonPinTable;
  readonly purpose: PurposeTable;
  readonly setting: SettingTable;
  readonly backup_plan: BackupPlanTable;
  readonly audit_entry: AuditTable;
  readonly audit_subtree: AuditSubtreeTable;
  readonly audit_subject: AuditSubjectTable;
  readonly audit_block: AuditBlockTable;
}
