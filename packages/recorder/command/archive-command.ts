/** Commands that the archive carries out, and its refusals in the words of the link. */
import { ArchiveError, type ArchiveErrorCode, type ArchiveWriter } from '@matlang/archive';
import type { CommandOutcome, CommandRefusal, RecorderCommand } from '@matlang/link';
import { CommandRefused } from '../link-server/recorder-backend.ts';

type ArchiveCommand = Exclude<RecorderCommand, { command: 'status' | 'try-now' | 'probe' | 'sign-log' }>;

const REFUSAL_OF: Readonly<Partial<Record<ArchiveErrorCode, CommandRefusal>>> = {
  'hold-limit': 'held-limit',
  'hold-exists': 'hold-exists',
  'hold-lifted': 'hold-lifted',
  'hold-unknown': 'unknown-hold',
  'hold-invalid': 'span-invalid',
  'lease-limit': 'too-many-commands',
  'volume-failed': 'volume-unavailable',
  'volume-missing': 'volume-unavailable',
  closed: 'shutting-down',
};

/** Resolves after the archive committed; rejects with CommandRefused. */
export async function executeArchiveCommand(
  archive: ArchiveWriter,
  command: ArchiveCommand,
  nowUnixMs: number,
): Promise<CommandOutcome> {
  try {
    return await execute(archive, command, nowUnixMs);
  } catch (error) {
    if (error instanceof ArchiveError) {
      throw new CommandRefused(REFUSAL_OF[error.code] ?? 'internal', error.message, { cause: error });
    }
    throw error;
  }
}

async function execute(
  archive: ArchiveWriter,
  command: ArchiveCommand,
  nowUnixMs: number,
): Promise<CommandOutcome> {
  switch (command.command) {
    case 'hold': {
      const { command: name, holdId, ...request } = command;
      await archive.hold({ id: holdId, ...request });
      return { command: name };
    }
    case 'lift':
      await archive.liftHold(command.holdId, command.by, nowUnixMs);
      return { command: 'lift' };
    case 'delete-footage':
      return {
        command: 'delete-footage',
        ...(await archive.deleteFootage(command.cameraId, command.reason)),
      };
    case 'lease':
      await archive.lease(
        command.leaseId,
        command.cameraId,
        command.startUnixMs,
        command.endUnixMs,
        command.expiresUnixMs,
      );
      return { command: 'lease' };
    case 'release':
      await archive.release(command.leaseId);
      return { command: 'release' };
    case 'sign-heads':
      await archive.signHeads(command.cameraId);
      return { command: 'sign-heads' };
  }
  command satisfies never;
  throw new TypeError('command: unknown');
}
