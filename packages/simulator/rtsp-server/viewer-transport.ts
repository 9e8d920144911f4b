/** How a viewer's packets leave: into its RTSP connection or as datagrams. */
import type { Socket as UdpSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import { INTERLEAVED_HEADER_BYTES } from '../packetizer/packetized-unit.ts';

/** One viewer's way out, for one track. */
export interface ViewerTransport {
  /** Whole packets behind their interleaved headers; the buffer is the transport's from now on: one write on TCP. */
  send(bytes: Uint8Array, offsets: Uint32Array): void;
  /** One RTCP packet, without interleaved header. */
  sendControl(packet: Uint8Array): void;
  /** Bytes as they are; datagrams can't. */
  sendRaw(bytes: Uint8Array): void;
  /** Waiting in this process. */
  readonly queuedBytes: number;
  readonly channel: number;
  close(): void;
}

/** `channel` carries RTP, the next one RTCP. */
export function tcpTransport(socket: Socket, channel: number): ViewerTransport {
  return {
    channel,
    get queuedBytes() {
      return socket.writableLength;
    },
    send(bytes) {
      if (!socket.destroyed) socket.write(bytes);
    },
    sendRaw(bytes) {
      if (!socket.destroyed) socket.write(bytes);
    },
    sendControl(packet) {
      const framed = new Uint8Array(INTERLEAVED_HEADER_BYTES + packet.length);
      framed.set([0x24, channel + 1, packet.length >> 8, packet.length & 0xff]);
      framed.set(packet, INTERLEAVED_HEADER_BYTES);
      if (!socket.destroyed) socket.write(framed);
    },
    close: () => undefined,
  };
}

/** A pair of sockets of one track: RTP and RTCP, each with its counterpart's port. */
export function udpTransport(
  rtp: UdpSocket,
  rtcp: UdpSocket,
  clientHost: string,
  clientPort: number,
): ViewerTransport {
  let queuedBytes = 0;
  let open = true;
  const sendTo = (socket: UdpSocket, packet: Uint8Array, port: number): void => {
    if (!open) return;
    queuedBytes += packet.length;
    socket.send(packet, port, clientHost, () => {
      queuedBytes -= packet.length;
    });
  };
  return {
    channel: 0,
    get queuedBytes() {
      return queuedBytes;
    },
    send(bytes, offsets) {
      for (const [i, offset] of offsets.entries()) {
        const end = offsets[i + 1] ?? bytes.length;
        sendTo(rtp, bytes.subarray(offset + INTERLEAVED_HEADER_BYTES, end), clientPort);
      }
    },
    sendControl: (packet) => sendTo(rtcp, packet, clientPort + 1),
    sendRaw: () => undefined,
    close() {
      open = false;
      rtp.close();
      rtcp.close();
    },
  };
}
