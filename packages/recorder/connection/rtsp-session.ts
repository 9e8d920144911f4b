/**
 * One try with one camera address: DNS, socket, RTSP conversation, packets, until it ends or fails. Trying again, and what
 * becomes of the packets, are the owner's.
 */
import { isIP } from 'node:net';
import type { StreamStep, Transport } from '@matlang/link';
import { ReorderBuffer } from '@matlang/media/rtp';
import {
  type AuthenticationScheme,
  type Credentials,
  parseRtspUrl,
  RtspClient,
  type RtspFailure,
  type RtspTrack,
  type RtspUrl,
  type RtspWarning,
  type UdpPorts,
} from '@matlang/media/rtsp';
import type { SessionDescription } from '@matlang/media/sdp';
import { nodeDigests, randomHex } from './digests.ts';
import { hostNames } from './host-names.ts';
import type { Paced, ReadPacer } from './read-pacer.ts';
import {
  failureOfRedirected,
  failureOfRtsp,
  failureOfSocket,
  type SessionFailure,
  streamStepOf,
} from './session-failure.ts';
import { TcpConnection } from './tcp-connection.ts';
import { bindUdpPortPair, type UdpPortPair } from './udp-port-pair.ts';

const CONNECT_TIMEOUT_MS = 5_000;
/** A camera that sends on to another one, and that one too: more is a loop. */
const MAX_REDIRECTS = 3;
/** Video and one sound. */
const MAX_MEDIA = 2;

/** Whom to talk to, and how. */
export interface RtspSessionOptions {
  readonly url: string;
  readonly credentials: Credentials | null;
  readonly transport: Transport;
  readonly userAgent: string;
  readonly monotonicMs: () => number;
  readonly pacer: ReadPacer;
}

/** What the owner hears; nothing after `onFailure` or `stop`. */
export interface RtspSessionHandler {
  onStep(step: StreamStep): void;
  chooseMedia(description: SessionDescription): readonly number[];
  onTrack(track: RtspTrack): void;
  /** Sound that the camera offers and refuses: the picture goes on without. */
  onLeftOut(mediaIndex: number, failure: SessionFailure): void;
  /** PLAY was accepted. */
  onPlaying(): void;
  /** The camera sends on to another address: what was set up and played so far is over, all begins anew. */
  onRedirect(): void;
  /** In order of sequence. The bytes stay as they are until `onReadEnd`. */
  onRtp(mediaIndex: number, bytes: Uint8Array, arrivalMonotonicMs: number): void;
  onRtcp(mediaIndex: number, bytes: Uint8Array, arrivalMonotonicMs: number): void;
  /** All packets of a read were told; the next read overwrites them. */
  onReadEnd(): void;
  /** About every 20 ms while it plays. */
  onIdle(nowMonotonicMs: number): void;
  onWarning(warning: RtspWarning, detail: string): void;
  /** A fault of ours, for the log; `onFailure` follows. */
  onFault(error: unknown): void;
  /** Once, unless `stop` came first. */
  onFailure(failure: SessionFailure): void;
}

interface UdpMedia {
  readonly pair: UdpPortPair;
  readonly reorder: ReorderBuffer;
  serverRtcpPort: number | null;
}

/** Not reusable: one for each try. */
export class RtspSession implements Paced {
  readonly #options: RtspSessionOptions;
  readonly #handler: RtspSessionHandler;
  #connection: TcpConnection | null = null;
  #client: RtspClient | null = null;
  #connected = false;
  #ended = false;
  #step: StreamStep = 'resolving';
  #address = '';
  /** Of the configured address: the only one that gets the configured credentials. */
  #configuredAddress: string | null = null;
  #redirects = 0;
  #immediate = false;
  #playing = false;
  #freePairs: UdpPortPair[] = [];
  readonly #udp = new Map<number, UdpMedia>();

  constructor(options: RtspSessionOptions, handler: RtspSessionHandler) {
    this.#options = options;
    this.#handler = handler;
  }

  /** Null before the camera told one. */
  get sessionTimeoutMs(): number | null {
    const seconds = this.#client?.sessionTimeoutSeconds ?? null;
    return seconds === null ? null : seconds * 1000;
  }

  /** How requests prove who we are; null while the camera has not asked. */
  get authentication(): AuthenticationScheme | null {
    return this.#client?.authentication ?? null;
  }

  /** What the camera calls itself, cleaned, at most 200 characters; null before it told. */
  get server(): string | null {
    return this.#client?.server ?? null;
  }

  get step(): StreamStep {
    return this.#step;
  }

  start(): void {
    this.#begin(this.#options.url, null);
  }

  /** Says goodbye; the handler hears nothing more. */
  stop(): void {
    if (!this.#ended) {
      this.#client?.teardown();
      this.#release();
    }
  }

  /** True while somebody watches: each packet at once. */
  set immediate(immediate: boolean) {
    this.#immediate = immediate;
    if (immediate) {
      this.setStepped(false);
    }
  }

  /** Every 100 ms to 1 s: time-outs and keep-alive. */
  tick(nowMonotonicMs: number): void {
    if (this.#ended) {
      return;
    }
    this.#guarded(() => this.#client?.tick(nowMonotonicMs));
  }

  /** An RTCP packet to the camera: to its port, or on the channel agreed upon. */
  sendRtcp(mediaIndex: number, bytes: Uint8Array): void {
    if (this.#ended) {
      return;
    }
    if (this.#options.transport === 'tcp') {
      this.#client?.sendRtcp(mediaIndex, bytes);
      return;
    }
    const media = this.#udp.get(mediaIndex);
    if (media !== undefined && media.serverRtcpPort !== null) {
      media.pair.sendRtcp(bytes, this.#address, media.serverRtcpPort);
    }
  }

  /** Media over TCP that nobody watches may wait for the pacer's beat; UDP never: its packets would be dropped. */
  get patient(): boolean {
    return !this.#immediate && this.#options.transport === 'tcp';
  }

  /** Called by the pacer. */
  setStepped(stepped: boolean): void {
    const connection = this.#connection;
    if (connection === null || !this.#playing || this.#ended) {
      return;
    }
    if (connection.paced !== stepped) {
      connection.paced = stepped;
    }
    if (stepped) {
      connection.readNow();
    }
  }

  /** Called by the pacer: closes units whose end nothing marked. */
  beat(nowMonotonicMs: number): void {
    this.#guarded(() => {
      for (const { reorder } of this.#udp.values()) {
        reorder.expire(nowMonotonicMs);
      }
      this.#handler.onIdle(nowMonotonicMs);
    });
  }

  /** A fault of ours that one camera's bytes bring out ends that camera's session, not everybody's recording. */
  #guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#onFault(error);
    }
  }

  #onFault(error: unknown): void {
    this.#handler.onFault(error);
    this.#fail({ step: this.#step, code: 'internal', statusCode: null, detail: String(error).slice(0, 200) });
  }

  #begin(url: string, given: Credentials | null): void {
    this.#open(url, given).catch((error: unknown) => this.#onFault(error));
  }

  /** @param given credentials that stood in the address of a redirect. */
  async #open(url: string, given: Credentials | null): Promise<void> {
    const parts = parseRtspUrl(url);
    if (typeof parts === 'string') {
      this.#fail({ step: 'configuring', code: 'redirect-refused', statusCode: null, detail: parts });
      return;
    }
    this.#enter('resolving');
    const address = isIP(parts.host) === 0 ? await hostNames.resolve(parts.host) : parts.host;
    if (this.#ended) {
      return;
    }
    if (address === null) {
      this.#fail({ step: 'resolving', code: 'host-unknown', statusCode: null, detail: parts.host });
      return;
    }
    this.#address = address;
    this.#configuredAddress ??= address;
    const elsewhere = address !== this.#configuredAddress;
    if (this.#options.transport === 'udp' && !(await this.#bindPorts(isIP(address) === 6 ? 6 : 4))) {
      return;
    }
    this.#enter('connecting');
    const credentials = elsewhere ? given : this.#options.credentials;
    this.#connect(parts, address, credentials, elsewhere);
  }

  async #bindPorts(family: 4 | 6): Promise<boolean> {
    try {
      while (this.#freePairs.length + this.#udp.size < MAX_MEDIA) {
        this.#freePairs.push(await bindUdpPortPair(family));
      }
    } catch (error) {
      this.#fail({
        step: 'connecting',
        code: 'internal',
        statusCode: null,
        detail: `no UDP ports: ${String(error)}`,
      });
      return false;
    }
    if (this.#ended) {
      this.#release();
    }
    return !this.#ended;
  }

  #connect(parts: RtspUrl, address: string, credentials: Credentials | null, elsewhere: boolean): void {
    const { transport, userAgent, monotonicMs } = this.#options;
    const { withoutCredentials: url, port } = parts;
    this.#connected = false;
    const connection = new TcpConnection(address, port, CONNECT_TIMEOUT_MS, {
      onConnected: () => {
        this.#connected = true;
        client.start(monotonicMs());
      },
      onBytes: (bytes) =>
        this.#guarded(() => {
          client.receive(bytes, monotonicMs());
          this.#handler.onReadEnd();
        }),
      onClosed: (error) =>
        this.#guarded(() =>
          this.#fail(
            error === null
              ? {
                  step: this.#step,
                  code: 'connection-lost',
                  statusCode: null,
                  detail: 'closed by the camera',
                }
              : failureOfSocket(error, this.#step, this.#connected),
          ),
        ),
    });
    const client = new RtspClient(
      { url, credentials, transport, userAgent, digests: nodeDigests, randomHex },
      {
        write: (bytes) => connection.write(bytes),
        onStep: (step) => {
          // A handler may have stopped the session from within another call of the client.
          if (this.#ended) {
            return;
          }
          if (step === 'playing') {
            this.#playing = true;
            this.#enter('waiting-for-media');
            this.#closeFreePairs();
            this.#options.pacer.add(this);
            this.#handler.onPlaying();
          } else if (step !== 'ended') {
            this.#enter(streamStepOf(step));
          }
        },
        chooseMedia: (description) => this.#handler.chooseMedia(description).slice(0, MAX_MEDIA),
        udpPorts: (mediaIndex) => this.#udpPorts(mediaIndex),
        onTrack: (track) => this.#onTrack(track),
        onRtp: (mediaIndex, bytes, nowMonotonicMs) => this.#handler.onRtp(mediaIndex, bytes, nowMonotonicMs),
        onRtcp: (mediaIndex, bytes) => this.#handler.onRtcp(mediaIndex, bytes, monotonicMs()),
        onWarning: (warning, detail) => this.#handler.onWarning(warning, detail),
        onLeftOut: (mediaIndex, failure) => this.#onLeftOut(mediaIndex, failure),
        onFailure: (failure: RtspFailure) =>
          this.#fail(elsewhere ? failureOfRedirected(failure, parts) : failureOfRtsp(failure)),
        onRedirect: (target, given) => this.#redirect(target, given),
      },
    );
    this.#connection = connection;
    this.#client = client;
  }

  #onLeftOut(mediaIndex: number, failure: RtspFailure): void {
    if (this.#ended) {
      return;
    }
    this.#udp.get(mediaIndex)?.pair.close();
    this.#udp.delete(mediaIndex);
    this.#handler.onLeftOut(mediaIndex, failureOfRtsp(failure));
  }

  #redirect(url: string, given: Credentials | null): void {
    this.#endConversation();
    this.#handler.onRedirect();
    this.#redirects += 1;
    if (this.#redirects > MAX_REDIRECTS) {
      this.#fail({
        step: 'describing',
        code: 'redirect-refused',
        statusCode: null,
        detail: 'sent on too often',
      });
    } else {
      this.#begin(url, given);
    }
  }

  #udpPorts(mediaIndex: number): UdpPorts {
    const known = this.#udp.get(mediaIndex);
    const pair = known?.pair ?? this.#freePairs.shift();
    if (pair === undefined) {
      throw new TypeError(`mediaIndex: ${mediaIndex}, more media than ports were bound for`);
    }
    if (known === undefined) {
      const reorder = new ReorderBuffer((bytes, arrivalMonotonicMs) =>
        this.#handler.onRtp(mediaIndex, bytes, arrivalMonotonicMs),
      );
      this.#udp.set(mediaIndex, { pair, reorder, serverRtcpPort: null });
    }
    return { rtpPort: pair.rtpPort, rtcpPort: pair.rtcpPort };
  }

  #onTrack(track: RtspTrack): void {
    if (this.#ended) {
      return;
    }
    const media = this.#udp.get(track.mediaIndex);
    if (media !== undefined && track.udp !== null) {
      media.serverRtcpPort = track.udp.server?.rtcpPort ?? null;
      const { monotonicMs } = this.#options;
      media.pair.listen(
        track.udp.source !== null && isIP(track.udp.source) !== 0 ? track.udp.source : this.#address,
        (bytes) => {
          if (!this.#ended && bytes.length >= 12) {
            this.#guarded(() =>
              media.reorder.push(((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0), bytes, monotonicMs()),
            );
          }
        },
        (bytes) => {
          if (!this.#ended) {
            this.#guarded(() => this.#handler.onRtcp(track.mediaIndex, bytes, monotonicMs()));
          }
        },
      );
      if (track.udp.server !== null) {
        media.pair.punch(this.#address, track.udp.server.rtpPort, track.udp.server.rtcpPort);
      }
    }
    this.#handler.onTrack(track);
  }

  #closeFreePairs(): void {
    for (const pair of this.#freePairs.splice(0)) {
      pair.close();
    }
  }

  #enter(step: StreamStep): void {
    this.#step = step;
    this.#handler.onStep(step);
  }

  #fail(failure: SessionFailure): void {
    if (!this.#ended) {
      this.#release();
      this.#handler.onFailure(failure);
    }
  }

  #release(): void {
    this.#ended = true;
    this.#endConversation();
  }

  /** Nothing that was agreed upon with one machine holds for another: it may have another family of addresses, too. */
  #endConversation(): void {
    this.#playing = false;
    this.#options.pacer.remove(this);
    this.#connection?.close();
    this.#connection = null;
    for (const { pair } of this.#udp.values()) {
      pair.close();
    }
    this.#udp.clear();
    this.#closeFreePairs();
  }
}
