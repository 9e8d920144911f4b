/** The laws of a camera: what may be asked for, and what it becomes. Sealing the password is the caller's. */
import { accept, type Checked, refuse } from '../law/checked.ts';
import { checkText } from '../text/checked-text.ts';
import { hideAddressSecrets, lacksAddressSecret } from './address-secrets.ts';
import type { RecordChoice, Transport } from './camera.ts';
import type { CameraSettings } from './camera-settings.ts';
import { type CameraAddress, splitCameraUrl } from './camera-url.ts';

const MAX_NAME_CHARACTERS = 200;
const MAX_CREDENTIAL_CHARACTERS = 256;
const MAX_REASON_CHARACTERS = 500;
/** Ten years: whoever needs longer holds it. */
export const MAX_RETENTION_DAYS = 3650;
const DEFAULT_RETENTION_DAYS = 30;

/** As somebody asked for it. Left out means the default; see `checkNewCamera`. */
export interface CameraDraft extends CameraChange {
  readonly name: string;
  readonly main: { readonly url: string };
}

/** Left out means unchanged, null means none. */
export interface CameraChange {
  readonly name?: string;
  readonly enabled?: boolean;
  readonly main?: { readonly url: string };
  readonly sub?: { readonly url: string } | null;
  readonly username?: string | null;
  readonly password?: string | null;
  readonly transport?: Transport;
  readonly record?: RecordChoice;
  readonly live?: { readonly main?: boolean; readonly sub?: boolean };
  readonly audio?: { readonly enabled: boolean; readonly reason?: string | null };
  readonly retentionDays?: number;
}

/** A whole address, where a secret stands in it. Undefined: as it was. Null: the settings say all of it. */
type WholeAddress = string | null | undefined;

/**
 * Settings that keep every law, and apart from them the password and addresses with secrets: these are in clear here and must
 * be sealed before they are kept.
 */
export interface CheckedCamera {
  readonly settings: CameraSettings;
  /** Undefined: as it was. Null: none. */
  readonly password: string | null | undefined;
  readonly addresses: { readonly main: WholeAddress; readonly sub: WholeAddress };
}

const DEFAULTS: Omit<CameraSettings, 'name' | 'mainUrl'> = {
  enabled: true,
  subUrl: null,
  username: null,
  transport: 'tcp',
  record: 'both',
  live: { main: true, sub: true },
  audio: { enabled: false, reason: null },
  retentionDays: DEFAULT_RETENTION_DAYS,
};

/** Settings of a camera that is to be added: TCP, both streams recorded, no sound, 30 days unless the draft says otherwise. */
export function checkNewCamera(draft: CameraDraft): Checked<CheckedCamera> {
  return checkCameraChange({ ...DEFAULTS, name: draft.name, mainUrl: '' }, draft);
}

/** Settings after a change. Addresses with user and password give these to the camera. */
export function checkCameraChange(current: CameraSettings, change: CameraChange): Checked<CheckedCamera> {
  const name = checkText('name', change.name ?? current.name, { maxCharacters: MAX_NAME_CHARACTERS });
  if (!name.ok) return name;
  const main = addressOf('main.url', change.main?.url ?? current.mainUrl, current.mainUrl);
  if (!main.ok) return main;
  const sub = subAddress(current, change);
  if (!sub.ok) return sub;
  const credentials = mergeCredentials(current, change, [main.value, sub.value]);
  if (!credentials.ok) return credentials;
  const audio = checkAudio(change.audio ?? current.audio);
  if (!audio.ok) return audio;
  const settings: CameraSettings = {
    name: name.value,
    enabled: change.enabled ?? current.enabled,
    mainUrl: hideAddressSecrets(main.value.url),
    subUrl: sub.value === null ? null : hideAddressSecrets(sub.value.url),
    username: credentials.value.username,
    transport: change.transport ?? current.transport,
    record: change.record ?? current.record,
    live: { ...current.live, ...change.live },
    audio: audio.value,
    retentionDays: change.retentionDays ?? current.retentionDays,
  };
  const addresses = {
    main: wholeAddress(main.value, current.mainUrl),
    sub: wholeAddress(sub.value, current.subUrl),
  };
  return checkTogether({ settings, password: credentials.value.password, addresses });
}

function checkTogether(checked: CheckedCamera): Checked<CheckedCamera> {
  const { settings, password } = checked;
  if (settings.record === 'sub' && settings.subUrl === null) {
    return refuse('record', 'sub-stream-missing');
  }
  if (!Number.isInteger(settings.retentionDays)) {
    throw new TypeError(`retentionDays: ${settings.retentionDays} is no whole number`);
  }
  if (settings.retentionDays < 1) {
    return refuse('retentionDays', 'number-too-small', 1);
  }
  if (settings.retentionDays > MAX_RETENTION_DAYS) {
    return refuse('retentionDays', 'number-too-large', MAX_RETENTION_DAYS);
  }
  if (settings.username === null && typeof password === 'string') {
    return refuse('password', 'password-without-username');
  }
  return accept({ ...checked, password: settings.username === null ? null : password });
}

/** An address as it was shown is the one that is kept; any other needs its secrets. */
function addressOf(field: string, url: string, currentUrl: string | null): Checked<CameraAddress> {
  const address = splitCameraUrl(field, url);
  return address.ok && address.value.url !== currentUrl && lacksAddressSecret(address.value.url)
    ? refuse(field, 'camera-url-characters')
    : address;
}

function wholeAddress(address: CameraAddress | null, currentUrl: string | null): WholeAddress {
  if (address === null) return null;
  if (address.url === currentUrl) return undefined;
  return hideAddressSecrets(address.url) === address.url ? null : address.url;
}

function subAddress(current: CameraSettings, change: CameraChange): Checked<CameraAddress | null> {
  const url = change.sub === undefined ? current.subUrl : (change.sub?.url ?? null);
  return url === null ? accept(null) : addressOf('sub.url', url, current.subUrl);
}

interface Credentials {
  readonly username: string | null;
  readonly password: string | null | undefined;
}

/** Fields count like addresses: all that name a user or password must name the same, because a camera has one account here. */
function mergeCredentials(
  current: CameraSettings,
  change: CameraChange,
  addresses: readonly (CameraAddress | null)[],
): Checked<Credentials> {
  const named = addresses.flatMap((address) => (address?.username == null ? [] : [address]));
  const usernames = new Set([...named.map((one) => one.username), ...definite(change.username)]);
  const passwords = new Set([
    ...addresses.flatMap((address) => definite(address?.password)),
    ...definite(change.password),
  ]);
  if (usernames.size > 1) return refuse('username', 'credentials-differ');
  if (passwords.size > 1) return refuse('password', 'credentials-differ');
  const [username] = usernames;
  const [password] = passwords;
  const checkedUsername = checkCredential(
    'username',
    username ?? withoutUndefined(change.username, current.username),
  );
  if (!checkedUsername.ok) return checkedUsername;
  const checkedPassword = checkCredential('password', password ?? null);
  if (!checkedPassword.ok) return checkedPassword;
  return accept({
    username: checkedUsername.value,
    password: checkedPassword.value ?? withoutUndefined(change.password, undefined),
  });
}

function definite(text: string | null | undefined): string[] {
  return text == null ? [] : [text];
}

function withoutUndefined<Value, Fallback>(value: Value | undefined, fallback: Fallback): Value | Fallback {
  return value === undefined ? fallback : value;
}

/** Characters are kept as they are: a password's form is not ours to change. */
function checkCredential(field: string, text: string | null): Checked<string | null> {
  if (text === null) return accept(null);
  if (text === '') return refuse(field, 'text-empty');
  if (text.length > MAX_CREDENTIAL_CHARACTERS)
    return refuse(field, 'text-too-long', MAX_CREDENTIAL_CHARACTERS);
  // A line end in a header of RTSP would be a header of its own.
  return /\p{Cc}/u.test(text) ? refuse(field, 'text-control-characters') : accept(text);
}

function checkAudio(audio: {
  readonly enabled: boolean;
  readonly reason?: string | null;
}): Checked<CameraSettings['audio']> {
  const given = audio.reason ?? '';
  if (given.trim() === '') {
    return audio.enabled
      ? refuse('audio.reason', 'audio-needs-reason')
      : accept({ enabled: false, reason: null });
  }
  const reason = checkText('audio.reason', given, { maxCharacters: MAX_REASON_CHARACTERS });
  return reason.ok ? accept({ enabled: audio.enabled, reason: reason.value }) : reason;
}
