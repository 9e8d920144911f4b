/** A run as its volume knows it: one continuous reception, whose row is made with its first segment. */
import { readInitSegment } from '@matlang/media/mp4';
import type { StreamFormat } from '@matlang/media/stream';
import type { StreamKey } from '../port/stream-key.ts';
import type { RunStartReason } from '../port/writer.ts';
import { sha256, toHex } from '../proof/digest.ts';

/** What is the same for all fragments of a run. It crosses to the volume's thread as a copy; `init` is only read. */
export interface RunDefinition {
  readonly stream: StreamKey;
  readonly format: StreamFormat;
  readonly init: Uint8Array;
  readonly reason: RunStartReason;
  readonly startUnixMs: number;
}

/** Keeps the definition and what follows from it once: hashes of the init segment and the sample entry. */
export class VolumeRun {
  readonly definition: RunDefinition;
  readonly initHash: string;
  readonly sampleEntryHash: Uint8Array;
  /** Number of the run's row; null before its first segment. */
  runId: number | null = null;

  /** @throws Mp4Error when `init` is not an init segment */
  constructor(definition: RunDefinition) {
    this.definition = definition;
    this.initHash = toHex(sha256(definition.init));
    this.sampleEntryHash = sha256(readInitSegment(definition.init).sampleEntry);
  }

  /** The same reception after footage of it was lost: it begins anew, for that reason. */
  resumedAfterDisk(startUnixMs: number): VolumeRun {
    return new VolumeRun({ ...this.definition, reason: 'disk', startUnixMs });
  }

  /** Columns of the run's row that follow from the format. */
  get formatColumns() {
    const { format } = this.definition;
    return {
      codec: format.codec,
      codecString: format.codecString,
      widthPixels: format.kind === 'video' ? format.widthPixels : null,
      heightPixels: format.kind === 'video' ? format.heightPixels : null,
      timescale: format.timescale,
    };
  }
}
