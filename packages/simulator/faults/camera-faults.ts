/**
 * What a scripted camera does wrong on its connections. Faults of media time and content are wrappers of a source:
 * `source-faults.ts`.
 */

/** A request as a fault script sees it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  /** Of this method on this server, counted from 1. */
  readonly nth: number;
  readonly authorized: boolean;
}

/** What the camera does instead of answering a request rightly. */
export type FaultAnswer =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'silence' }
  | { readonly kind: 'close' }
  /** The right answer, later. */
  | { readonly kind: 'delay'; readonly delayMs: number };

/** Everything that a camera does wrong at once; what is left out it does right. */
export interface CameraFaults {
  /** Null: answer rightly. */
  readonly answer?: (request: SeenRequest) => FaultAnswer | null;
  /** The connection (UDP: the session) dies with this packet of a session, counted from 1; once per session. */
  readonly killAtPacket?: number;
  /** So many random bytes go before every n-th packet (TCP only). */
  readonly garbage?: { readonly everyPackets: number; readonly sizeBytes: number };
  /** Added to the channels agreed in SETUP (TCP only). */
  readonly channelOffset?: number;
  /** No packet carries the marker bit. */
  readonly noMarker?: boolean;
  /** Shares of packets from 0 to 1, decided by the server's seed (UDP; on TCP loss only). */
  readonly lossRate?: number;
  readonly duplicateRate?: number;
  /** A packet goes out behind the one after it. */
  readonly reorderRate?: number;
  /** Exactly these packets of a session are lost, counted from 1. */
  readonly losePackets?: ReadonlySet<number>;
  /** Packets go out before the answer to PLAY. */
  readonly mediaBeforePlayAnswer?: boolean;
}

/** `status` to every request of a method, or to all. */
export function answerAlways(status: number, method?: string): CameraFaults {
  return {
    answer: (request) =>
      method === undefined || request.method === method ? { kind: 'status', status } : null,
  };
}

/** Requests of a method are never answered. */
export function neverAnswer(method: string): CameraFaults {
  return { answer: (request) => (request.method === method ? { kind: 'silence' } : null) };
}

/** DESCRIBE leads elsewhere. */
export function redirectTo(url: string): CameraFaults {
  return {
    answer: (request) =>
      request.method === 'DESCRIBE' ? { kind: 'status', status: 302, headers: { Location: url } } : null,
  };
}

/** Every answer comes `delayMs` late. */
export function answerSlowly(delayMs: number): CameraFaults {
  return { answer: () => ({ kind: 'delay', delayMs }) };
}
