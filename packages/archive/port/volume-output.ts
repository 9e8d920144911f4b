/** What a volume's thread tells while it works. */
import type { AppendedAnnouncement } from './writer.ts';

/**
 * Who hears of one volume, on its thread and within the command that caused it: what these do keeps fragments waiting.
 */
export interface VolumeOutput {
  appended(announcement: AppendedAnnouncement): void;
  /** English, for the log. */
  warning(text: string): void;
}
