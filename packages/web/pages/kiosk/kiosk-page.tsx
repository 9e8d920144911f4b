/** A shared screen, or the way to become one. */
import type { ReactNode } from 'react';
import { useSession } from '../../api/use-session.ts';
import { KioskScreen } from './kiosk-screen.tsx';
import { Pairing } from './pairing.tsx';

/** The page at `/kiosk`. */
export function KioskPage(): ReactNode {
  const session = useSession();
  if (typeof session === 'string') return null;
  return session.state === 'kiosk' ? <KioskScreen site={session.siteName} /> : <Pairing />;
}
