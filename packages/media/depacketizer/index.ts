export { codecOfEncodingName, createDepacketizer } from './create-depacketizer.ts';
export type { DepacketizedUnit, Depacketizer, UnitAllocator } from './depacketizer.ts';
export { FAULT_KINDS, type FaultKind } from './fault.ts';
export type { MediaDescription } from './media-description.ts';
export type { MediaPacket } from './media-packet.ts';
export { DepacketizerRefusal } from './refusal.ts';
