/** Preloaded into each process of a site (`--import`): see compile-cache.ts. */
import { flushCompileCache } from 'node:module';
import { isMainThread } from 'node:worker_threads';

/** Behind the start, when everything has been loaded; a few milliseconds of writing. */
const KEEP_AFTER_MS = 5000;

if (isMainThread) setTimeout(flushCompileCache, KEEP_AFTER_MS).unref();
