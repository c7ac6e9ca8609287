import { isUtf8 } from 'node:buffer';
import { isCompressed, pack, unpack } from './packing.ts';

/** A value as an export carries it: text as it is, packed JSON unpacked so that people can read it, other bytes as base64. */
export type Portable = string | { readonly packed: unknown } | { readonly base64: string };

export function toPortable(name: string, bytes: Buffer): Portable {
  if (isCompressed(bytes)) {
    try {
      return { packed: unpack<unknown>(name, bytes) };
    } catch {
      // Damaged, or ten bytes of an id that begin so: carried as it is.
      return { base64: bytes.toString('base64') };
    }
  }
  return isUtf8(bytes) ? bytes.toString() : { base64: bytes.toString('base64') };
}

export async function fromPortable(value: Portable): Promise<Buffer> {
  if (typeof value === 'string') return Buffer.from(value);
  return 'packed' in value ? await pack(value.packed) : Buffer.from(value.base64, 'base64');
}

export function isPortable(value: unknown): value is Portable {
  if (typeof value === 'string') return true;
  if (typeof value !== 'object' || value === null) return false;
  return 'packed' in value || ('base64' in value && typeof value.base64 === 'string');
}
