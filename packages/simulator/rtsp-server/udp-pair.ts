/** Two datagram sockets on an even port and the one after it, as RTP and RTCP want them (RFC 3550, 11). */
import { createSocket, type Socket } from 'node:dgram';

/** Both sockets, bound; whoever asked for them closes them. */
export interface UdpPair {
  readonly rtp: Socket;
  readonly rtcp: Socket;
  /** Of RTP: even. */
  readonly port: number;
}

const ATTEMPTS = 50;
const SEND_BUFFER_BYTES = 1 << 20;

/** @param onControl called for whatever comes in on the RTCP port */
export async function openUdpPair(host: string, onControl: () => void): Promise<UdpPair> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const rtp = await bind(host, 0);
    if (rtp === null) continue;
    const { port } = rtp.address();
    const rtcp = port % 2 === 0 ? await bind(host, port + 1) : null;
    if (rtcp === null) {
      rtp.close();
      continue;
    }
    rtcp.on('message', onControl);
    rtp.setSendBufferSize(SEND_BUFFER_BYTES);
    return { rtp, rtcp, port };
  }
  throw new Error(`no pair of UDP ports free on ${host}`);
}

function bind(host: string, port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => {
      socket.close();
      resolve(null);
    });
    socket.bind(port, host, () => {
      socket.removeAllListeners('error');
      // A client that went away answers with ICMP; that is no reason to end.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}
