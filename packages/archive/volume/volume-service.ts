/**
 * A volume that may fail and comes back: holds the `VolumeWriter` while the disk works, drops and remembers while it doesn't,
 * and opens it anew every few seconds. Synchronous, without clock or thread: `volume-worker.ts` gives it both.
 */
import { Mp4Error } from '@matlang/media/mp4';
import { LeaseBook } from '../hold/lease-book.ts';
import { ArchiveError } from '../port/archive-error.ts';
import type { GapCause } from '../port/gap-cause.ts';
import { type StreamKey, streamName } from '../port/stream-key.ts';
import type { VolumeTime } from '../port/volume-time.ts';
import type { Storage } from '../storage/storage.ts';
import { type DiskFailure, diskFailureOf } from './disk-failure.ts';
import type { VolumeOptions } from './open-volume.ts';
import type {
  VolumeAnswer,
  VolumeCommand,
  VolumeCondition,
  VolumeReport,
  VolumeRequest,
} from './volume-command.ts';
import { VolumeRun } from './volume-run.ts';
import { VolumeWriter } from './volume-writer.ts';

/** How long a failed disk is left alone before the next attempt. */
export const REOPEN_AFTER_MS = 3000;
/** Commits a deletion takes at one tick: the thread stays free for fragments. */
const DELETIONS_PER_TICK = 4;
/** Events that wait for a disk that is down; older ones are forgotten. */
const MAX_PENDING_EVENTS = 100;

/**
 * As `VolumeOptions`, and where reports go: called within `open` and `handle`. `floorBytes` null: see
 * `defaultFloorBytes`.
 */
export interface VolumeServiceOptions {
  readonly storage: Storage;
  readonly root: string;
  readonly volumeId: string;
  readonly bootId: string;
  readonly recordedBefore?: boolean;
  readonly floorBytes: number | null;
  readonly defaultRetentionDays: number;
  readonly report: (report: VolumeReport) => void;
  readonly afterCommit?: (() => void) | undefined;
}

interface RunRecord {
  run: VolumeRun;
  /** Something of it is missing: its next fragment begins a new run. */
  lost: boolean;
}

interface PendingGap {
  readonly stream: StreamKey;
  readonly cause: GapCause;
  readonly startUnixMs: number;
  readonly detail: string | null;
}

interface Deletion {
  readonly id: number;
  readonly cameraId: string;
  readonly reason: string;
  deletedBytes: number;
}

const NO_ANSWER: VolumeAnswer = { deletedBytes: 0, heldBytes: 0, placed: false };

/** See the head of the file. `open` first, then `handle` with each command; reports go to the callback at once. */
export class VolumeService {
  readonly #options: VolumeServiceOptions;
  readonly #writerOptions: VolumeOptions;
  readonly #retentionDays = new Map<string, number>();
  readonly #leases = new LeaseBook();
  readonly #runs = new Map<number, RunRecord>();
  /** While the volume is down: what its ledger has to hear, the newest of each stream. */
  readonly #pendingGaps = new Map<string, PendingGap>();
  #pendingEvents: Extract<VolumeCommand, { type: 'event' }>[] = [];
  #deletions: Deletion[] = [];
  #writer: VolumeWriter | null = null;
  #failure: DiskFailure | null = null;
  #wasOpen = false;
  #reopenAtMs = 0;
  #closed = false;

  constructor(options: VolumeServiceOptions) {
    this.#options = options;
    const { report, floorBytes, defaultRetentionDays, ...rest } = options;
    this.#writerOptions = {
      ...rest,
      policy: { floorBytes, defaultRetentionDays, retentionDays: this.#retentionDays, leases: this.#leases },
      output: {
        appended: (announcement) => report({ type: 'appended', announcement }),
        warning: (text) => report({ type: 'warning', text }),
      },
    };
  }

  /** The first attempt; reports `opened` or `refused`. */
  open(time: VolumeTime): void {
    let condition: VolumeCondition;
    try {
      this.#openWriter(time);
      condition = this.#condition();
    } catch (error) {
      if (isFinal(error)) {
        this.#closed = true;
        this.#options.report({ type: 'refused', refusal: refusalOf(error) });
        return;
      }
      this.#fail(error, time);
      condition = this.#condition();
    }
    this.#options.report({ type: 'opened', condition });
  }

  /** Never throws: what the disk refuses becomes a state, what was asked for becomes a refusal. */
  handle(command: VolumeCommand, time: VolumeTime): void {
    if (this.#closed) return;
    try {
      this.#dispatch(command, time);
    } catch (error) {
      this.#fail(error, time);
      if (command.type === 'request') this.#refuse(command.id, this.#downError());
      // The next tick is sent when the one before was answered.
      if (command.type === 'tick') this.#options.report({ type: 'condition', condition: this.#condition() });
    }
  }

  #dispatch(command: VolumeCommand, time: VolumeTime): void {
    switch (command.type) {
      case 'begin-run':
        this.#runs.set(command.token, { run: new VolumeRun(command.definition), lost: false });
        return;
      case 'append':
        this.#append(command, time);
        return;
      case 'end-run': {
        const record = this.#runs.get(command.token);
        this.#runs.delete(command.token);
        if (record !== undefined) this.#writer?.endRun(record.run, time);
        return;
      }
      case 'lost':
        this.#lose(command, time);
        return;
      case 'gap':
        this.#gap(command, time);
        return;
      case 'event':
        if (this.#writer === null) this.#pendingEvents.push(command);
        else this.#writer.recordEvent(command.atUnixMs, command.event, command.detail, time);
        if (this.#pendingEvents.length > MAX_PENDING_EVENTS) this.#pendingEvents.shift();
        return;
      case 'retention':
        this.#retentionDays.set(command.cameraId, command.days);
        return;
      case 'request':
        this.#request(command.id, command.request, time);
        return;
      case 'heads':
        this.#writer?.storeSigned(command.heads, time);
        if (command.id !== null) this.#answer(command.id, NO_ANSWER);
        return;
      case 'tick':
        this.#tick(time);
        return;
      case 'close':
        this.#close(command.stoppedUnixMs, time);
        return;
    }
  }

  #append(command: Extract<VolumeCommand, { type: 'append' }>, time: VolumeTime): void {
    const record = this.#runs.get(command.token);
    if (record === undefined) return;
    const { stream } = record.run.definition;
    if (this.#writer === null) {
      record.lost = true;
      const name = streamName(stream);
      const cause = this.#failure?.cause ?? 'disk-error';
      if (this.#pendingGaps.get(name)?.cause === cause) return;
      this.#pendingGaps.set(name, {
        stream,
        cause,
        startUnixMs: command.wallStartUnixMs,
        detail: this.#failure?.detail ?? null,
      });
      return;
    }
    if (record.lost) {
      record.run = record.run.resumedAfterDisk(command.wallStartUnixMs);
      record.lost = false;
    }
    try {
      const result = this.#writer.append(record.run, command.parts, command.wallEndUnixMs, time);
      if (result === 'full') record.lost = true;
    } catch (error) {
      if (!(error instanceof Mp4Error)) throw error;
      this.#options.report({
        type: 'warning',
        text: `a fragment of ${streamName(stream)} is malformed: ${error.message}`,
      });
    }
  }

  #lose({ token, stream, startUnixMs }: Extract<VolumeCommand, { type: 'lost' }>, time: VolumeTime): void {
    const record = this.#runs.get(token);
    if (record !== undefined) record.lost = true;
    this.#gap({ stream, cause: 'disk-stall', startUnixMs, detail: 'the disk did not keep up' }, time);
  }

  #gap(gap: PendingGap, time: VolumeTime): void {
    const { stream, cause, startUnixMs, detail } = gap;
    if (this.#writer === null)
      this.#pendingGaps.set(streamName(stream), { stream, cause, startUnixMs, detail });
    else this.#writer.openGap(stream, cause, startUnixMs, detail, time);
  }

  #request(id: number, request: VolumeRequest, time: VolumeTime): void {
    const writer = this.#writer;
    if (writer === null) {
      this.#refuse(id, this.#downError());
      return;
    }
    try {
      switch (request.type) {
        case 'hold':
          this.#answer(id, { ...NO_ANSWER, placed: writer.hold(request.hold, time) });
          return;
        case 'lift':
          writer.liftHold(request.id, request.by, time);
          break;
        case 'lease':
          this.#leases.add(request.id, request);
          break;
        case 'release':
          this.#leases.remove(request.id);
          break;
        case 'sign-heads':
          this.#options.report({
            type: 'sign',
            id,
            drafts: writer.draftsToSign(
              request.cameraId === null ? 'all' : { cameraId: request.cameraId },
              time,
            ),
          });
          return;
        case 'delete-footage':
          this.#deletions.push({ id, cameraId: request.cameraId, reason: request.reason, deletedBytes: 0 });
          this.#continueDeletions(writer, time);
          return;
      }
      this.#answer(id, NO_ANSWER);
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      this.#refuse(id, error);
    }
  }

  #tick(time: VolumeTime): void {
    if (this.#writer === null && time.monotonicMs >= this.#reopenAtMs) this.#openWriter(time);
    const writer = this.#writer;
    if (writer !== null) {
      if (writer.tick(time)) {
        const drafts = writer.draftsToSign('due', time);
        if (drafts.length > 0) this.#options.report({ type: 'sign', id: null, drafts });
      }
      this.#continueDeletions(writer, time);
    }
    this.#options.report({ type: 'condition', condition: this.#condition() });
  }

  #continueDeletions(writer: VolumeWriter, time: VolumeTime): void {
    if (!writer.mayDelete) return;
    for (let step = 0; step < DELETIONS_PER_TICK; step += 1) {
      const [deletion] = this.#deletions;
      if (deletion === undefined) return;
      const deletedBytes = writer.deleteSome(deletion.cameraId, deletion.reason, time);
      deletion.deletedBytes += deletedBytes;
      if (deletedBytes > 0) continue;
      this.#deletions.shift();
      const heldBytes = writer.cameraBytes(deletion.cameraId);
      this.#answer(deletion.id, { ...NO_ANSWER, deletedBytes: deletion.deletedBytes, heldBytes });
    }
  }

  #openWriter(time: VolumeTime): void {
    // What this process never had open is not its gap; but a damaged index has to be put aside all the same.
    const failure = this.#wasOpen || this.#failure?.indexDamaged === true ? this.#failure : null;
    const writer = VolumeWriter.open(this.#writerOptions, time, failure);
    this.#writer = writer;
    this.#wasOpen = true;
    if (this.#failure !== null) this.#options.report({ type: 'warning', text: 'the disk works again' });
    this.#failure = null;
    for (const [name, gap] of this.#pendingGaps) {
      writer.openGap(gap.stream, gap.cause, gap.startUnixMs, gap.detail, time);
      this.#pendingGaps.delete(name);
    }
    for (const event of this.#pendingEvents) {
      writer.recordEvent(event.atUnixMs, event.event, event.detail, time);
    }
    this.#pendingEvents = [];
  }

  #fail(error: unknown, time: VolumeTime): void {
    const failure = diskFailureOf(error);
    if (this.#failure?.detail !== failure.detail) {
      this.#options.report({ type: 'warning', text: `${failure.state}: ${failure.detail}` });
    }
    this.#failure = failure;
    this.#writer?.abandon();
    this.#writer = null;
    this.#reopenAtMs = time.monotonicMs + REOPEN_AFTER_MS;
    for (const record of this.#runs.values()) record.lost = true;
    for (const { id } of this.#deletions) this.#refuse(id, this.#downError());
    this.#deletions = [];
  }

  #close(stoppedUnixMs: number, time: VolumeTime): void {
    this.#closed = true;
    try {
      this.#writer?.close(stoppedUnixMs, time);
    } catch (error) {
      this.#fail(error, time);
    }
    this.#writer = null;
    this.#options.report({ type: 'closed' });
  }

  #condition(): VolumeCondition {
    const down = { totalBytes: 0, freeBytes: 0, heldBytes: 0, archiveBytes: 0, oldestUnixMs: null };
    if (this.#writer === null) {
      return { ...down, state: this.#failure?.state ?? 'failed', detail: this.#failure?.detail ?? null };
    }
    const { full, ...space } = this.#writer.space();
    return full
      ? { ...space, state: 'full', detail: 'the disk is at its floor and nothing may be deleted' }
      : { ...space, state: 'recording', detail: null };
  }

  #downError(): ArchiveError {
    const { volumeId } = this.#options;
    const state = this.#failure?.state ?? 'failed';
    return new ArchiveError('volume-failed', `volume ${volumeId} is ${state}`, { volumeId, state });
  }

  #answer(id: number, answer: VolumeAnswer): void {
    this.#options.report({ type: 'answer', id, answer });
  }

  #refuse(id: number, error: ArchiveError): void {
    this.#options.report({ type: 'refusal', id, refusal: refusalOf(error) });
  }
}

/** No later attempt could do better: somebody else holds it, or a newer program wrote it. */
function isFinal(error: unknown): error is ArchiveError {
  return error instanceof ArchiveError && (error.code === 'archive-locked' || error.code === 'index-version');
}

function refusalOf({ code, message, details }: ArchiveError) {
  return { code, message, details };
}
