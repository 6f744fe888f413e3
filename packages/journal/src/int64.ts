/** Writes a safe integer as a signed 64-bit little-endian integer (no BigInt: this runs for every record). */
export function writeInt64(target: Buffer, value: number, at: number): void {
  target.writeUInt32LE(value >>> 0, at)
  target.writeInt32LE(Math.floor(value / 2 ** 32), at + 4)
}

/** Reads what `writeInt64` wrote; a stored value beyond ±2^53 comes back as a number that is not a safe integer. */
export function readInt64(source: Buffer, at: number): number {
  return source.readInt32LE(at + 4) * 2 ** 32 + source.readUInt32LE(at)
}
