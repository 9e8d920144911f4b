/** Packets of a viewer on their way through the faults of a scripted camera. */
import { packetEnd } from '../packetizer/packetized-unit.ts';
import type { ViewerTransport } from '../rtsp-server/viewer-transport.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { CameraFaults } from './camera-faults.ts';

/** One per session: packets are counted over all its tracks. */
export class FaultyDelivery {
  readonly #random: SeededRandom;
  readonly #kill: () => void;
  #packetCount = 0;
  #killed = false;
  /** A packet that lets the next one pass. */
  #heldBack: { readonly transport: ViewerTransport; readonly packet: Uint8Array } | null = null;

  /** @param kill ends the connection without a word */
  constructor(random: SeededRandom, kill: () => void) {
    this.#random = random;
    this.#kill = kill;
  }

  /** @param bytes addressed packets of one unit, the delivery's own from now on */
  send(faults: CameraFaults, transport: ViewerTransport, bytes: Uint8Array, offsets: Uint32Array): void {
    const unit = { bytes, offsets };
    for (const [i, offset] of offsets.entries()) {
      if (this.#killed) return;
      this.#packetCount += 1;
      if (this.#packetCount === faults.killAtPacket) {
        this.#killed = true;
        this.#kill();
        return;
      }
      this.#sendPacket(faults, transport, bytes.slice(offset, packetEnd(unit, i)));
    }
  }

  #sendPacket(faults: CameraFaults, transport: ViewerTransport, packet: Uint8Array): void {
    const { garbage, channelOffset, noMarker } = faults;
    if (garbage !== undefined && this.#packetCount % garbage.everyPackets === 0) {
      transport.sendRaw(this.#garbage(garbage.sizeBytes));
    }
    if (channelOffset !== undefined) packet[1] = ((packet[1] ?? 0) + channelOffset) & 0xff;
    if (noMarker === true) packet[5] = (packet[5] ?? 0) & 0x7f;
    if (faults.losePackets?.has(this.#packetCount) === true) return;
    if (this.#happens(faults.lossRate)) return;
    const held = this.#heldBack;
    if (held === null && this.#happens(faults.reorderRate)) {
      this.#heldBack = { transport, packet };
      return;
    }
    transport.send(packet, Uint32Array.of(0));
    if (this.#happens(faults.duplicateRate)) transport.send(packet.slice(), Uint32Array.of(0));
    if (held !== null) {
      this.#heldBack = null;
      held.transport.send(held.packet, Uint32Array.of(0));
    }
  }

  #happens(rate: number | undefined): boolean {
    return rate !== undefined && rate > 0 && this.#random.next() < rate;
  }

  /** Never a `$`: that would be another fault, a false frame. */
  #garbage(sizeBytes: number): Uint8Array {
    return Uint8Array.from({ length: sizeBytes }, () => {
      const byte = this.#random.uint32() & 0xff;
      return byte === 0x24 ? 0x25 : byte;
    });
  }
}
