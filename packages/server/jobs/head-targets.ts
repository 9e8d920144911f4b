/** Puts a signed head of the log where somebody else keeps it: into a folder, or to a web address. */
import { access, constants, readdir, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AuditHeadAnswer, type HeadFailure, SITE_UTC_OFFSET_MS } from '@matlang/contract';

/** A share that hangs, a server that says nothing. */
const ANSWERS_WITHIN_MS = 15_000;
/** Ten years of days; then the oldest go. */
const MOST_FILES = 3660;

/** It did not arrive. */
export class HeadDeliveryError extends Error {
  override readonly name = 'HeadDeliveryError';
  readonly failure: HeadFailure;

  constructor(failure: HeadFailure, options?: ErrorOptions) {
    super(failure, options);
    this.failure = failure;
  }
}

/**
 * `matlang-audit-head-DAY-NUMBER.json`, by the site's day; one that is there already stays. The folder is never made: where a stick is not put in, its
 * mount point would take what belongs on it.
 * @throws HeadDeliveryError
 */
export async function putIntoFolder(folder: string, head: AuditHeadAnswer): Promise<void> {
  await withinTime(
    (async () => {
      if (!(await isFolder(folder))) throw new HeadDeliveryError('folder-missing');
      await access(folder, constants.W_OK);
      const beginning = `matlang-audit-head-${head.siteId.slice(-12)}-`;
      const day = new Date(head.signedAt + SITE_UTC_OFFSET_MS).toISOString().slice(0, 10).replaceAll('-', '');
      const file = join(folder, `${beginning}${day}-${head.seq}.json`);
      const half = `${file}.new`;
      await writeFile(half, `${JSON.stringify(head)}\n`, { flush: true });
      await rename(half, file);
      const kept = (await readdir(folder)).filter(
        (name) => name.startsWith(beginning) && name.endsWith('.json'),
      );
      for (const name of kept.toSorted().slice(0, Math.max(0, kept.length - MOST_FILES)))
        await unlink(join(folder, name));
    })().catch((error: unknown) => {
      throw error instanceof HeadDeliveryError
        ? error
        : new HeadDeliveryError(failureOf(error), { cause: error });
    }),
  );
}

/** Redirects are not followed: the address that was set is the one that is to have it. @throws HeadDeliveryError */
export async function postToWeb(url: string, head: AuditHeadAnswer): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'matlang' },
      body: `${JSON.stringify(head)}\n`,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    });
    // What it says beside its status is nobody's concern here, however long it is.
    await answer.body?.cancel();
  } catch (cause) {
    const isSlow = cause instanceof Error && cause.name === 'TimeoutError';
    throw new HeadDeliveryError(isSlow ? 'too-slow' : 'not-reached', { cause });
  }
  if (!answer.ok) throw new HeadDeliveryError('refused');
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return false;
    throw error;
  }
}

function failureOf(error: unknown): HeadFailure {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return 'folder-not-writable';
  return code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'failed';
}

async function withinTime(work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new HeadDeliveryError('too-slow')), ANSWERS_WITHIN_MS);
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
    // It may still end, long after nobody waits.
    work.catch(() => undefined);
  }
}
