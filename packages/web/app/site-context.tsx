/** What every page shares: the live socket and the questions' client. Made once, in main.tsx. */
import type { StreamKind } from '@matlang/contract';
import { createContext, type ReactNode, use, useSyncExternalStore } from 'react';
import type { LiveFacts, LiveSocket, StreamNotice } from '../live/live-socket.ts';

const LiveContext = createContext<LiveSocket | null>(null);

/** Gives the page's one live socket to whoever is below. */
export function LiveProvider({
  socket,
  children,
}: {
  readonly socket: LiveSocket;
  readonly children: ReactNode;
}): ReactNode {
  return <LiveContext value={socket}>{children}</LiveContext>;
}

/** @throws Error outside of LiveProvider */
export function useLiveSocket(): LiveSocket {
  const socket = use(LiveContext);
  if (socket === null) throw new Error('useLiveSocket is used outside of LiveProvider');
  return socket;
}

/** Drawn anew at each change of what the site tells. */
export function useLiveFacts(): LiveFacts {
  const socket = useLiveSocket();
  return useSyncExternalStore(socket.subscribe, socket.facts);
}

/** Of one stream, drawn anew when that one changes; null: nothing was told yet. */
export function useStreamNotice(cameraId: string, stream: StreamKind): StreamNotice | null {
  const socket = useLiveSocket();
  return useSyncExternalStore(
    socket.subscribe,
    () => socket.facts().streams.get(`${cameraId}/${stream}`) ?? null,
  );
}
