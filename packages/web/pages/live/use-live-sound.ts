/** Plays a camera's sound while it is wished: AAC in an audio element, G.711 by ourselves. */
import { useEffect, useState } from 'react';
import { useLiveSocket } from '../../app/site-context.tsx';
import { G711Player, isG711 } from '../../player/live/g711-player.ts';
import { LivePlayer } from '../../player/live/live-player.ts';

/** Some seconds of 64 kbit/s. */
const CREDIT_BYTES = 64 * 1024;

/** `silent`: nothing came yet, or the browser can't play the codec. */
export type LiveSound = 'off' | 'silent' | 'playing';

interface SoundPlayer {
  init(init: Parameters<LivePlayer['init']>[0]): void;
  push(fragment: Parameters<LivePlayer['push']>[0]): void;
  close(): void;
}

/** @param wished false: nothing is asked for. It turns true by a click only, as browsers want it. */
export function useLiveSound(cameraId: string, wished: boolean): LiveSound {
  const socket = useLiveSocket();
  const [sound, setSound] = useState<LiveSound>('off');
  useEffect(() => {
    if (!wished) return undefined;
    setSound('silent');
    let player: SoundPlayer | null = null;
    const onTaken = (bytes: number): void => channel.taken(bytes);
    const channel = socket.open(
      { cameraId, stream: 'audio', creditBytes: CREDIT_BYTES, priority: 2 },
      {
        onInit: (init) => {
          player?.close();
          player = isG711(init.facts.codecString)
            ? new G711Player(onTaken)
            : elementPlayer(onTaken, setSound);
          player.init(init);
        },
        onFragment: (fragment) => {
          if (player === null) onTaken(fragment.bytes.length);
          else player.push(fragment);
          setSound((last) => (last === 'silent' && player !== null ? 'playing' : last));
        },
        onState: (state) => {
          if (state !== 'playing') setSound('silent');
        },
        onSkipped: () => {},
      },
    );
    return () => {
      channel.close();
      player?.close();
      setSound('off');
    };
  }, [socket, cameraId, wished]);
  return sound;
}

function elementPlayer(onTaken: (bytes: number) => void, setSound: (sound: LiveSound) => void): SoundPlayer {
  const unplayable = (): void => setSound('silent');
  return new LivePlayer(new Audio(), {
    onPicture: () => {},
    onUnsupported: unplayable,
    onBroken: unplayable,
    onTaken,
  });
}
