/** What every page shares: the live socket and the questions' client. Made once, in main.tsx. */
import type { StreamKind } from '@matlang/contract';
import { createContext, type ReactNode, use, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { LiveFacts, LiveSocket, StreamNotice } from '../live/live-socket.ts';

/** A page that was just opened has so long to hear from the server before it calls it away. */
const FIRST_WORD_MS = 4000;
/** A connection that broke may come back at once: a word that is gone before it was read only frightens. */
const COME_BACK_MS = 1000;

const LiveContext = createContext<LiveSocket | null>(null);
const AwayContext = createContext(false);

/** Gives the page's one live socket to whoever is below; nothing connects yet. */
export function LiveProvider({
  socket,
  children,
}: {
  readonly socket: LiveSocket;
  readonly children: ReactNode;
}): ReactNode {
  return <LiveContext value={socket}>{children}</LiveContext>;
}

/** Keeps it connected for whoever is below, as long as this is shown: it is opened as whoever is signed in then. */
export function LiveConnection({ children }: { readonly children: ReactNode }): ReactNode {
  return <AwayContext value={useAway(useLiveSocket())}>{children}</AwayContext>;
}

function useAway(socket: LiveSocket): boolean {
  const connected = useSyncExternalStore(socket.subscribe, () => socket.facts().connected);
  const heard = useRef(false);
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (connected) {
      heard.current = true;
      return undefined;
    }
    const timer = setTimeout(() => setLate(true), heard.current ? COME_BACK_MS : FIRST_WORD_MS);
    return () => clearTimeout(timer);
  }, [connected]);
  return late && !connected;
}

/** Whether the server can't be reached, for longer than connecting takes. */
export function useServerAway(): boolean {
  return use(AwayContext);
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
