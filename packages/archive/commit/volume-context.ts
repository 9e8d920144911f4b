/** What the parts of one volume's writing side share: where it is, its index, its journal, and who hears about it. */
import type { IndexWriter } from '../index/index-writer.ts';
import type { Journal } from '../journal/journal.ts';
import type { VolumeOutput } from '../port/volume-output.ts';
import type { Storage } from '../storage/storage.ts';
import type { DeletionSealer } from './deletion-sealer.ts';

/** Made under the volume's lock; index and journal are closed by whoever opened them. */
export interface VolumeContext {
  readonly storage: Storage;
  /** Absolute path of the volume, without a slash at the end. */
  readonly root: string;
  readonly volumeId: string;
  readonly index: IndexWriter;
  readonly journal: Journal;
  readonly output: VolumeOutput;
  /** Signs what is deleted. Not there while a volume is opened: recovery deletes nothing that was ever whole. */
  readonly sealer?: DeletionSealer;
}
