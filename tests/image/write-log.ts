/** Every write that a machine made to its disk, in order: the format of the kernel's dm-log-writes, as QEMU records it. */
import { closeSync, openSync, readSync } from 'node:fs'

const MAGIC = 0x6a736677736872n
const FLUSH = 1
const FUA = 2
const DISCARD = 4

/** `data`: where the bytes stand in the log; null for what carries none. `flush`: all before it were on the disk then. */
export type Write = { at: number; bytes: number; data: number | null; flush: boolean }

/** Throws a RangeError for another format. */
export function readWriteLog(path: string): Write[] {
  const file = openSync(path, 'r')
  try {
    const head = Buffer.alloc(28)
    readSync(file, head, 0, 28, 0)
    if (head.readBigUInt64LE(0) !== MAGIC) throw new RangeError('no write log')
    const count = Number(head.readBigUInt64LE(16))
    const sector = head.readUInt32LE(24)
    const writes: Write[] = []
    const entry = Buffer.alloc(32)
    for (let at = sector, i = 0; i < count; i += 1) {
      if (readSync(file, entry, 0, 32, at) < 32) break
      const flags = Number(entry.readBigUInt64LE(16))
      const bytes = Number(entry.readBigUInt64LE(8)) * sector
      const data = (flags & DISCARD) !== 0 || bytes === 0 ? null : at + sector
      writes.push({ at: Number(entry.readBigUInt64LE(0)) * sector, bytes, data, flush: (flags & (FLUSH | FUA)) !== 0 })
      at += sector + (data === null ? 0 : bytes)
    }
    return writes
  } finally {
    closeSync(file)
  }
}
