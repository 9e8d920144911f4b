/** What keys and buttons do to the page. */
import { useState } from 'react';
import { findNearestFootage } from '../../footage/nearest-footage.ts';
import { useSpeech } from '../../i18n/language.tsx';
import type { PlaybackControl } from '../../player/recorded/playback-control.ts';
import { moved, zoomed } from '../../timeline/time-scale.ts';
import type { TimelineRow } from '../../timeline/timeline-row.ts';
import type { ViewStore } from '../../timeline/view-store.ts';
import { findGap } from './find-gap.ts';
import type { Marks } from './review-address.ts';
import type { ReviewCommand } from './review-keys.ts';
import type { Jump } from './use-review-address.ts';

/** What commands work on. */
export interface CommandTargets {
  readonly control: PlaybackControl;
  readonly views: ViewStore;
  /** Whose pictures and gaps steps go by; null: there is no camera. */
  readonly row: TimelineRow | null;
  readonly jump: Jump;
  readonly setMarks: (change: (marks: Marks) => Marks) => void;
}

/** So long before the end of footage one is led there: its last picture, and not the nothing behind it. */
const BEFORE_END_MS = 1000;

/** Commands, and what they have to say. */
export interface ReviewCommands {
  readonly act: (command: ReviewCommand) => void;
  /** To where a camera has footage again, before (-1) or behind (1) the instant on show. */
  readonly toFootage: (row: TimelineRow, direction: 1 | -1) => void;
  readonly help: boolean;
  readonly closeHelp: () => void;
  /** Null: nothing has to be said. */
  readonly notice: string | null;
}

/** See the head of the file. */
export function useReviewCommands({ control, views, row, jump, setMarks }: CommandTargets): ReviewCommands {
  const { t } = useSpeech();
  const [help, setHelp] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);
  const seek = (unixMs: number): void => {
    control.seek(unixMs);
    views.show(unixMs);
  };
  const toGap = async (direction: 1 | -1): Promise<void> => {
    if (row === null) return;
    try {
      const found = await findGap(row, control.instantUnixMs, direction, control.nowUnixMs);
      setNotice(found === null ? t('noMoreGaps') : null);
      if (found !== null) jump(() => seek(found));
    } catch {
      setNotice(t('timelineFailed'));
    }
  };
  const toFootage = async (of: TimelineRow, direction: 1 | -1): Promise<void> => {
    const at = control.instantUnixMs;
    setNotice(null);
    try {
      const found = await findNearestFootage(of, at, direction, control.nowUnixMs);
      if (found === null) {
        setNotice(t(direction === 1 ? 'noFootageAfter' : 'noFootageBefore'));
        return;
      }
      const { start, end } = found;
      jump(() => seek(direction === 1 ? Math.ceil(start) : Math.max(start, end - BEFORE_END_MS)));
    } catch {
      setNotice(t('timelineFailed'));
    }
  };
  const act = (command: ReviewCommand): void => {
    setNotice(null);
    const instant = control.instantUnixMs;
    switch (command.do) {
      case 'toggle':
        return control.toggle();
      case 'pause':
        return control.pause();
      case 'faster':
        return control.faster(command.direction);
      case 'step':
        if (row !== null) void control.step(row.cameraId, command.direction);
        return undefined;
      case 'footage':
        if (row !== null) void toFootage(row, command.direction);
        return undefined;
      case 'move':
        return seek(instant + command.ms);
      case 'next-gap':
        return void toGap(1);
      case 'previous-gap':
        return void toGap(-1);
      case 'mark-in':
        return setMarks((marks) => ({ ...marks, fromUnixMs: Math.round(instant) }));
      case 'mark-out':
        return setMarks((marks) => ({ ...marks, toUnixMs: Math.round(instant) }));
      case 'clear-marks':
        return setMarks(() => ({ fromUnixMs: null, toUnixMs: null }));
      case 'zoom': {
        const view = views.get();
        const isSeen = instant >= view.fromUnixMs && instant <= view.toUnixMs;
        const around = isSeen ? instant : (view.fromUnixMs + view.toUnixMs) / 2;
        return views.set(zoomed(view, around, command.factor));
      }
      case 'page': {
        const view = views.get();
        return views.set(moved(view, command.views * (view.toUnixMs - view.fromUnixMs)));
      }
      case 'help':
        return setHelp(true);
      default:
        return command satisfies never;
    }
  };
  return {
    act,
    toFootage: (of, direction) => void toFootage(of, direction),
    help,
    closeHelp: () => setHelp(false),
    notice,
  };
}
