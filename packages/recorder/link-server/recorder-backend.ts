/** What the socket's server needs of the recorder, and how a command is refused. */

import type { StreamKey } from '@matlang/archive';
import type { CommandOutcome, CommandRefusal, RecorderCommand, RecorderStatistics } from '@matlang/link';
import type { MediaStream } from '../stream/media-stream.ts';

/** Implemented by the recorder, and by what tests put in its place. */
export interface RecorderBackend {
  /** Undefined: there is no such stream, or it is off. */
  findStream(key: StreamKey): MediaStream | undefined;
  streams(): Iterable<MediaStream>;
  statistics(): RecorderStatistics;
  /** Resolves after commit; rejects with CommandRefused. */
  execute(commandId: number, command: RecorderCommand): Promise<CommandOutcome>;
  monotonicMs(): number;
}

/** Carries a reason of the closed list to the one who asked. */
export class CommandRefused extends Error {
  readonly refusal: CommandRefusal;

  constructor(refusal: CommandRefusal, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'CommandRefused';
    this.refusal = refusal;
  }
}
