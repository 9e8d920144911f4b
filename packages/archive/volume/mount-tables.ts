/** Which disks the system is to mount, and which it has mounted: whether a folder is what shows while its disk is away. */
import { readFileSync, realpathSync } from 'node:fs';

/** Texts as the system has them; empty where there are none. */
export interface MountTables {
  /** `/etc/fstab`, see fstab(5). */
  readonly fstab: string;
  /** `/proc/self/mountinfo`, see proc_pid_mountinfo(5). */
  readonly mountInfo: string;
}

/** The system's own; a system without them (not Linux) has nothing to say. */
export function readMountTables(): MountTables {
  return { fstab: readText('/etc/fstab'), mountInfo: readText('/proc/self/mountinfo') };
}

/**
 * The mount point of fstab that is `path` or above it and has nothing mounted; null where there is none. Links in `path`
 * are followed. A disk that only a unit of systemd mounts is not in fstab, and not seen here.
 */
export function unmountedMountPoint(path: string, { fstab, mountInfo }: MountTables): string | null {
  if (mountInfo === '') return null;
  const real = realPath(path);
  const mounted = new Set(fieldOfLines(mountInfo, 4));
  const due = fieldOfLines(fstab, 1).filter((point) => real === point || real.startsWith(`${point}/`));
  return due.find((point) => !mounted.has(point)) ?? null;
}

/** Whether a disk shows at `path` itself: what is missing there then is not missing because nothing is mounted. */
export function isMountPoint(path: string, { mountInfo }: MountTables): boolean {
  return fieldOfLines(mountInfo, 4).includes(realPath(path));
}

/** The field of each line that is no comment, as an absolute path without a slash at the end; others are left out. */
function fieldOfLines(text: string, field: number): readonly string[] {
  return text
    .split('\n')
    .filter((line) => !/^\s*(?:#|$)/.test(line))
    .map((line) => unescape(line.trim().split(/\s+/)[field] ?? '').replace(/(?<=.)\/+$/, ''))
    .filter((point) => point.startsWith('/') && point !== '/');
}

/** Blanks in a path are written in octal: `\040`. */
function unescape(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
