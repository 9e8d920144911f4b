/** Two bound UDP ports for one media: RTP on an even port, RTCP on the next (RFC 3550 section 11). */
import { createSocket, type Socket } from 'node:dgram';

/** A 4K key frame at line rate fits in; the kernel gives what net.core.rmem_max allows. */
export const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
const TRIES = 20;
/** What live555 and ffmpeg send too: no RTP, opens the way through NAT and firewalls. */
const HOLE_PUNCH = new Uint8Array([0xce, 0xfa, 0xed, 0xfe]);

/** Open until `close`. */
export interface UdpPortPair {
  readonly rtpPort: number;
  readonly rtcpPort: number;
  /** Hands packets on from here; each has memory of its own. Only what comes from `address` counts. */
  listen(address: string, onRtp: (bytes: Uint8Array) => void, onRtcp: (bytes: Uint8Array) => void): void;
  /** Sends to the camera's ports what opens the way back. */
  punch(address: string, rtpPort: number, rtcpPort: number): void;
  sendRtcp(bytes: Uint8Array, address: string, rtcpPort: number): void;
  close(): void;
}

/** Binds a pair; rejects when no pair is free. */
export async function bindUdpPortPair(family: 4 | 6): Promise<UdpPortPair> {
  for (let attempt = 1; ; attempt += 1) {
    const first = await bindUdpSocket(family, 0);
    const port = first.address().port;
    const second = port % 2 === 0 ? port + 1 : port - 1;
    try {
      const other = await bindUdpSocket(family, second);
      return port % 2 === 0 ? pairOf(first, other) : pairOf(other, first);
    } catch (error) {
      first.close();
      if (attempt === TRIES) {
        throw error;
      }
    }
  }
}

/** One port, 0 for any. Rejects when it is taken; the descriptor is given back then. */
export async function bindUdpSocket(family: 4 | 6, port: number): Promise<Socket> {
  const socket = createSocket(family === 4 ? 'udp4' : 'udp6');
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: Error): void => {
      // A socket that could not be bound stays open otherwise.
      socket.close();
      reject(error);
    };
    socket.once('error', refuse);
    socket.bind(port, () => {
      socket.off('error', refuse);
      resolve();
    });
  });
  // A camera that closed its port answers with ICMP, which comes up here: no reason to end anything.
  socket.on('error', () => {});
  return socket;
}

function pairOf(rtp: Socket, rtcp: Socket): UdpPortPair {
  try {
    rtp.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
  } catch {
    // The kernel's own size then; loss is counted.
  }
  let closed = false;
  return {
    rtpPort: rtp.address().port,
    rtcpPort: rtcp.address().port,
    listen(address, onRtp, onRtcp) {
      rtp.on('message', (bytes, from) => {
        if (from.address === address) {
          onRtp(bytes);
        }
      });
      rtcp.on('message', (bytes, from) => {
        if (from.address === address) {
          onRtcp(bytes);
        }
      });
    },
    punch(address, rtpPort, rtcpPort) {
      rtp.send(HOLE_PUNCH, rtpPort, address, () => {});
      rtcp.send(HOLE_PUNCH, rtcpPort, address, () => {});
    },
    sendRtcp(bytes, address, rtcpPort) {
      rtcp.send(bytes, rtcpPort, address, () => {});
    },
    close() {
      if (!closed) {
        closed = true;
        rtp.close();
        rtcp.close();
      }
    },
  };
}
