/** Composes an `ArchiveReader` over volumes. */
import { ArchiveReadError } from './archive-read-error.ts';
import type { ArchiveReader, VolumeLocation } from './archive-reader.ts';

/** Opens nothing yet: volumes are looked at with each question, so that a disk may come and go. */
export function openArchiveReader(_options: { readonly volumes: readonly VolumeLocation[] }): ArchiveReader {
  throw new ArchiveReadError('closed', 'not built yet');
}
