/** Programs and files that vouch for the project from outside: present, or the test says which one is missing. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Everything that a test may ask for as a witness: five programs and three folders of shared files. */
export const WITNESSES = [
  'ffmpeg',
  'ffprobe',
  'gst',
  'chromium',
  'firefox',
  'shared-clips',
  'shared-testdata',
  'shared-tools',
] as const;

/** One of `WITNESSES`. */
export type Witness = (typeof WITNESSES)[number];

/** What a test hands over: vitest's test context is one. */
export interface SkippingContext {
  skip(note?: string): void;
}

/** Debian's Python: the bindings of GStreamer are not in any other. */
const SYSTEM_PYTHON = '/usr/bin/python3';
/** Of Debian; Playwright wants a path. */
const CHROMIUM = '/usr/bin/chromium';
const FIREFOX = '/usr/bin/firefox-esr';
const GST_PROBE = [
  'import gi',
  "gi.require_version('GstRtspServer', '1.0')",
  'from gi.repository import GstRtspServer',
].join('; ');

const found = new Map<Witness, string | null>();

/**
 * The path of a witness: of the program, of Debian's Python that has GStreamer's RTSP server, of the folder. Where it
 * is missing the test is skipped with the reason; in CI (`CI=true`) that is a failure.
 * @throws Error in CI, where the witness is missing
 */
export function requireWitness(witness: Witness, context: SkippingContext): string {
  const path = findWitness(witness);
  if (path !== null) return path;
  return skipHere(reasonOf(witness), context);
}

/**
 * Ends the test because this machine lacks what it needs and no witness names: skipped with the reason; in CI a failure.
 * @throws Error always: where the test is skipped, vitest's own
 */
export function skipHere(reason: string, context: SkippingContext): never {
  if (process.env['CI'] !== 'true') context.skip(reason);
  throw new Error(reason);
}

/**
 * The same as `requireWitness` for a whole `describe.skipIf`: the path, or null where the witness is missing.
 * @throws Error in CI, where the witness is missing
 */
export function findWitness(witness: Witness): string | null {
  const known = found.get(witness);
  const path = known === undefined ? find(witness) : known;
  found.set(witness, path);
  if (path === null && process.env['CI'] === 'true') throw new Error(reasonOf(witness));
  return path;
}

const reasonOf = (witness: Witness): string => `${witness} is missing: ${HINTS[witness]}`;

const HINTS: Readonly<Record<Witness, string>> = {
  ffmpeg: 'apt-get install ffmpeg',
  ffprobe: 'apt-get install ffmpeg',
  gst: 'apt-get install python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-good gstreamer1.0-libav',
  chromium: 'apt-get install chromium',
  firefox: 'apt-get install firefox-esr',
  'shared-clips': 'the folder ../shared/clips is not beside the repository',
  'shared-testdata': 'the folder ../shared/testdata is not beside the repository',
  'shared-tools': 'the folder ../shared/tools is not beside the repository',
};

function find(witness: Witness): string | null {
  if (witness === 'ffmpeg' || witness === 'ffprobe') return succeeds(witness, ['-version']) ? witness : null;
  if (witness === 'chromium') return succeeds(CHROMIUM, ['--version']) ? CHROMIUM : null;
  if (witness === 'firefox') return succeeds(FIREFOX, ['--version']) ? FIREFOX : null;
  if (witness === 'gst') return succeeds(SYSTEM_PYTHON, ['-c', GST_PROBE]) ? SYSTEM_PYTHON : null;
  return sharedFolder(witness.replace('shared-', ''));
}

function succeeds(program: string, parameters: readonly string[]): boolean {
  try {
    execFileSync(program, parameters, { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

/** `../shared` beside the root of the repository. */
function sharedFolder(name: string): string | null {
  const path = fileURLToPath(new URL(`../../../shared/${name}`, import.meta.url));
  return existsSync(path) ? path : null;
}
