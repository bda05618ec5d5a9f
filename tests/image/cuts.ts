/**
 * Power cuts during an update, at the writes that QEMU recorded: each cut leaves what had been flushed and a random part of what
 * had not. The disk is then judged as firmware, boot loader and first file system would: partition table, menu, kernel, slot.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { decoder } from '../../device/contract/decode.ts'
import { partsOf, Release } from '../../device/contract/release.ts'
import { readWriteLog, type Write } from './write-log.ts'

const run = promisify(execFile)
const MB = 1_048_576
const SECTOR = 512
const LAST = 80
const decodeRelease = decoder(Release)
type Known = { release: Release; name: string }

/** The release that a bundle states. */
function releaseOf(bundle: string): Known {
  const file = openSync(bundle, 'r')
  const head = Buffer.alloc(4_096)
  readSync(file, head, 0, 4_096, 0)
  closeSync(file)
  const jws = head.toString('latin1').split('\n')[0]!
  const release = decodeRelease(Buffer.from(jws.split('.')[1]!, 'base64url').toString())
  return { release, name: release.version }
}

/** Partitions by label from the primary table or, when that is broken, from the one at the end; null when both are. */
function partitions(file: number, size: number): Map<string, { at: number; bytes: number }> | null {
  for (const at of [SECTOR, size - SECTOR]) {
    const header = Buffer.alloc(92)
    readSync(file, header, 0, 92, at)
    const stated = header.readUInt32LE(16)
    header.writeUInt32LE(0, 16)
    if (header.toString('latin1', 0, 8) !== 'EFI PART' || crc32(header) !== stated) continue
    const table = Buffer.alloc(header.readUInt32LE(80) * header.readUInt32LE(84))
    readSync(file, table, 0, table.length, Number(header.readBigUInt64LE(72)) * SECTOR)
    if (crc32(table) !== header.readUInt32LE(88)) continue
    const found = new Map<string, { at: number; bytes: number }>()
    for (let i = 0; i < table.length; i += header.readUInt32LE(84)) {
      const first = Number(table.readBigUInt64LE(i + 32))
      const last = Number(table.readBigUInt64LE(i + 40))
      const name = table.toString('utf16le', i + 56, i + 128).replace(/\0.*$/s, '')
      if (first > 0) found.set(name, { at: first * SECTOR, bytes: (last - first + 1) * SECTOR })
    }
    return found
  }
  return null
}

const hashOf = (file: number, at: number, bytes: number): string => {
  const digest = createHash('sha256')
  const chunk = Buffer.alloc(4 * MB)
  for (let done = 0; done < bytes; ) {
    const got = readSync(file, chunk, 0, Math.min(chunk.length, bytes - done), at + done)
    digest.update(chunk.subarray(0, got))
    done += got
  }
  return digest.digest('hex')
}

/** Which version the disk starts, or why none. `sound`: what is known of the slots' bytes until they are written to again. */
async function judge(
  disk: string,
  file: number,
  size: number,
  known: Known[],
  sound: Map<string, boolean>,
): Promise<string> {
  const table = partitions(file, size)
  if (!table) return 'both partition tables are broken'
  const esp = `${disk}@@${table.get('boks-esp')!.at}`
  const list = await run('mdir', ['-b', '-i', esp, '::/EFI/Linux']).then(
    ({ stdout }) => stdout,
    () => '',
  )
  // As systemd-boot sorts them: what has no try left comes last, then the newest first.
  const menu = [...list.matchAll(/borgerboks_([\d.]+?)(?:\+(\d+)(?:-\d+)?)?\.efi/g)]
    .map(([name, version, tries]) => ({ name, version: version!, bad: tries === '0' }))
    .sort((a, b) => Number(a.bad) - Number(b.bad) || b.version.localeCompare(a.version, 'en', { numeric: true }))
  const entry = menu[0]
  if (!entry) return 'no entry in the menu'
  const { release } = known.find(({ name }) => name === entry.version) ?? {}
  if (!release) return `an entry of nobody: ${entry.name}`
  const folder = mkdtempSync(join(tmpdir(), 'boks-cut-'))
  try {
    const kernel = join(folder, 'kernel.efi')
    await run('mcopy', ['-n', '-i', esp, `::/EFI/Linux/${entry.name}`, kernel])
    if (createHash('sha256').update(readFileSync(kernel)).digest('hex') !== release.kernel.sha256)
      return `${entry.version}: its kernel is damaged`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  for (const slot of ['a', 'b']) {
    const key = `${slot} ${entry.version}`
    const parts = partsOf(release).filter(({ name }) => name !== 'kernel')
    if (!sound.has(key))
      sound.set(
        key,
        parts.every(({ name, bytes, sha256 }) => hashOf(file, table.get(`${name}-${slot}`)!.at, bytes) === sha256),
      )
    if (sound.get(key)) return entry.version
  }
  return `${entry.version}: its slot is not whole`
}

export type Cuts = { cuts: number; old: number; new: number; broken: string[] }

/**
 * `from`: the disk before the first recorded write (left as it is); `bundles`: of the version before and of those that came after it. `wanted` cuts: at every write
 * that decides (menu, superblock, partition table) as far as they go, the rest spread over the bulk.
 */
export async function examineCuts(
  from: string,
  log: string,
  bundles: readonly string[],
  wanted: number,
): Promise<Cuts> {
  const known = bundles.map(releaseOf)
  const writes = readWriteLog(log)
  const folder = mkdtempSync(join(tmpdir(), 'boks-cuts-'))
  const disk = join(folder, 'disk.img')
  copyFileSync(from, disk, constants.COPYFILE_FICLONE)
  const file = openSync(disk, 'r+')
  const source = openSync(log, 'r')
  const size = Number((await run('stat', ['-c', '%s', disk])).stdout)
  try {
    const table = partitions(file, size)!
    const within = (name: string, { at, bytes }: Write) => {
      const part = table.get(name)!
      return at < part.at + part.bytes && at + bytes > part.at
    }
    const decides = (write: Write) =>
      write.data !== null &&
      (within('boks-esp', write) ||
        write.at < MB ||
        write.at > size - MB ||
        [table.get('hash-b')!.at, table.get('hash-a')!.at].includes(write.at))
    const first = writes.findIndex((write) => write.data !== null && within('hash-b', write))
    const points = choose(writes, first, decides, (write) => within('root-b', write), wanted)
    const outcome: Cuts = { cuts: 0, old: 0, new: 0, broken: [] }
    const sound = new Map<string, boolean>()
    let done = 0
    let pending: Write[] = []
    const touch = (write: Write) => {
      for (const slot of ['a', 'b'])
        if (within(`root-${slot}`, write) || within(`hash-${slot}`, write))
          for (const { name } of known) sound.delete(`${slot} ${name}`)
    }
    const apply = (write: Write) => {
      if (write.data === null) return
      const bytes = Buffer.alloc(write.bytes)
      readSync(source, bytes, 0, write.bytes, write.data)
      writeSync(file, bytes, 0, write.bytes, write.at)
      touch(write)
    }
    for (const point of points) {
      for (; done <= point; done += 1) {
        const write = writes[done]!
        if (write.flush) {
          for (const one of pending) apply(one)
          pending = []
        }
        if (write.data !== null) pending.push(write)
      }
      // What was not flushed may be on the disk or not, in any order.
      const some = pending.filter((_, i) => createHash('sha256').update(`${point} ${i}`).digest()[0]! < 128)
      const before = some.map((write) => {
        const bytes = Buffer.alloc(write.bytes)
        readSync(file, bytes, 0, write.bytes, write.at)
        return bytes
      })
      for (const write of some) apply(write)
      const version = await judge(disk, file, size, known, sound)
      outcome.cuts += 1
      if (version === known[0]!.name) outcome.old += 1
      else if (known.some(({ name }) => name === version)) outcome.new += 1
      else outcome.broken.push(`write ${point}: ${version}`)
      for (let i = some.length - 1; i >= 0; i -= 1) {
        writeSync(file, before[i]!, 0, before[i]!.length, some[i]!.at)
        touch(some[i]!)
      }
    }
    return outcome
  } finally {
    closeSync(file)
    closeSync(source)
    rmSync(folder, { recursive: true, force: true })
  }
}

function choose(
  writes: Write[],
  first: number,
  decides: (write: Write) => boolean,
  bulk: (write: Write) => boolean,
  wanted: number,
): number[] {
  const spread = (list: number[], count: number) =>
    list.length <= count ? list : Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]!)
  const indexes = writes.map((_, i) => i)
  // The table that the first boot writes lies before the update.
  const deciding = indexes.filter((i) => decides(writes[i]!))
  const rest = indexes.filter((i) => i >= first && writes[i]!.data !== null && bulk(writes[i]!))
  // The menu changes in the last writes of an update, after thousands that only fill the new kernel's file.
  const last = spread(deciding.slice(-LAST), Math.ceil(wanted * 0.4))
  const few = [...spread(deciding.slice(0, -LAST), Math.ceil(wanted * 0.3)), ...last]
  return [...new Set([...few, ...spread(rest, wanted - few.length)])].sort((a, b) => a - b)
}
