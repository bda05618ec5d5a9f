/**
 * Puts a bundle into the half of the disk that does not run. The order is such that a power cut at any moment leaves a box that
 * boots: the other half is made unfindable first, found again when all of it is on the disk, and its kernel comes last.
 */
import { createHash, type KeyObject } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { compactVerify } from 'jose'
import { decoder } from '../contract/decode.ts'
import { compareVersions, RELEASE_TYPE, Release } from '../contract/release.ts'

/** The hash tree's superblock: by the identifier in it the first file system finds its slot. */
const SUPERBLOCK = 4_096
/** A new version is started so often before the boot loader takes the old one: one start may meet a power cut. */
export const TRIES = 2
const SECTOR = 512
/** Written at a time: whole pages of the disk, so that none has to be read first (bytes). */
const BLOCK = 1_048_576
const decodeRelease = decoder(Release)

export type Slot = { root: string; hash: string }
/** `later`: nothing is wrong with the bundle, it is only too early for it. */
export type Installed =
  | { is: 'installed'; version: string }
  | { is: 'refused'; why: string }
  | { is: 'later'; why: string }

/** An entry of the boot menu: `borgerboks_1.2.3+TRIES-FAILED.efi`; no counter: it has proved itself. */
const ENTRY = /^borgerboks_(\d+\.\d+\.\d+)(?:\+(\d+)(?:-\d+)?)?\.efi$/
export const entriesOf = (esp: string) =>
  readdirSync(join(esp, 'EFI/Linux')).flatMap((name) => {
    const [, version, tries] = ENTRY.exec(name) ?? []
    return version ? [{ name, version, tries: tries === undefined ? null : Number(tries) }] : []
  })

/** The release that `jws` states, if `key` has signed it. */
export async function verifyRelease(jws: string, key: KeyObject): Promise<Release | null> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: ['ES256'] })
    return protectedHeader.typ === RELEASE_TYPE ? decodeRelease(new TextDecoder().decode(payload)) : null
  } catch {
    return null
  }
}

/**
 * `running`: the version that runs; `slot`: the other half's devices; `esp`: the mounted boot partition; `more(n)`: the next
 * up to n bytes of the bundle after its first line, or null at its end. Refusals leave everything that boots as it was.
 */
export async function install(
  { jws, key, running, slot, esp }: { jws: string; key: KeyObject; running: string; slot: Slot; esp: string },
  more: (n: number) => Promise<Buffer | null>,
  accepted: () => void = () => {},
): Promise<Installed> {
  const refuse = (why: string): Installed => ({ is: 'refused', why })
  const release = await verifyRelease(jws, key)
  if (!release) return refuse('not signed by the maker')
  const { version } = release
  if (compareVersions(version, running) <= 0) return refuse(`${version} is not newer than ${running}`)
  if (release.root.bytes > sizeOf(slot.root) || release.hash.bytes > sizeOf(slot.hash)) return refuse('too large')
  const entries = entriesOf(esp)
  const own = entries.find((entry) => entry.version === running)
  if (own && own.tries !== null) return { is: 'later', why: `${running} has not proved itself yet` }
  if (entries.some((entry) => entry.version === version && entry.tries === 0))
    return refuse(`${version} was tried and was not well`)
  // Only a whole one has an entry: the box was started anew before the machine was.
  if (entries.some((entry) => entry.version === version)) return { is: 'installed', version }
  accepted()

  const folder = join(esp, 'EFI/Linux')
  for (const { name, version } of entries) if (version !== running) await rm(join(folder, name))
  await rm(join(folder, 'new'), { force: true })
  await settle(folder)
  const hash = await open(slot.hash, 'r+')
  const root = await open(slot.root, 'r+')
  try {
    await hash.write(Buffer.alloc(SUPERBLOCK), 0, SUPERBLOCK, 0)
    await hash.sync()
    if (!(await copy(root, release.root, 0, more))) return refuse('root: damaged on the way')
    await root.sync()
    const superblock = Buffer.alloc(SUPERBLOCK)
    if (!(await copy(hash, release.hash, SUPERBLOCK, more, superblock))) return refuse('hash: damaged on the way')
    await hash.sync()
    const parts: Buffer[] = []
    const kernel = { write: async (chunk: Buffer) => void parts.push(Buffer.from(chunk)) }
    if (!(await copy(kernel, release.kernel, 0, more))) return refuse('kernel: damaged on the way')
    await hash.write(superblock, 0, SUPERBLOCK, 0)
    await hash.sync()
    const file = await open(join(folder, 'new'), 'w')
    await file.writeFile(Buffer.concat(parts))
    await file.sync()
    await file.close()
    await settle(folder)
    await name(folder, 'new', `borgerboks_${version}+${TRIES}.efi`)
    return { is: 'installed', version }
  } finally {
    await root.close()
    await hash.close()
  }
}

/** Bytes of one part to their place, hashed on the way; the first `hold` of them go into `held` instead. */
async function copy(
  to: { write(chunk: Buffer, offset: number, length: number, position: number): Promise<unknown> },
  part: { bytes: number; sha256: string },
  hold: number,
  more: (n: number) => Promise<Buffer | null>,
  held?: Buffer,
): Promise<boolean> {
  const digest = createHash('sha256')
  const block = Buffer.allocUnsafe(BLOCK)
  for (let at = 0; at < part.bytes; ) {
    const wanted = at < hold ? hold - at : Math.min(BLOCK, part.bytes - at)
    for (let filled = 0; filled < wanted; ) {
      const chunk = await more(wanted - filled)
      if (!chunk) return false
      filled += chunk.copy(block, filled)
    }
    const bytes = block.subarray(0, wanted)
    digest.update(bytes)
    if (at < hold) bytes.copy(held!, at)
    else await to.write(bytes, 0, wanted, at)
    at += wanted
  }
  return digest.digest('hex') === part.sha256
}

/**
 * Renames an entry of the menu. On FAT the new name is first one of an empty file, which no firmware starts; only the file's own
 * sync writes where its bytes are. Both stand in one sector and go to the disk together, as long as nothing writes in between:
 * the boot partition is mounted without `sync`, and the file is synced before its folder.
 */
async function name(folder: string, from: string, to: string): Promise<void> {
  await rename(join(folder, from), join(folder, to))
  await settle(join(folder, to))
  await settle(folder)
}

/** A file, or a folder's own entries, are on the disk when this settles. */
async function settle(path: string): Promise<void> {
  const handle: FileHandle = await open(path, 'r')
  await handle.sync()
  await handle.close()
}

/** Of a file or a block device (bytes). */
function sizeOf(path: string): number {
  const stat = statSync(path)
  if (!stat.isBlockDevice()) return stat.size
  const sectors = `/sys/class/block/${basename(path)}/size`
  return existsSync(sectors) ? Number(readFileSync(sectors, 'utf8')) * SECTOR : 0
}

/**
 * The version that runs is not well, and no power cut is to blame: it gets no second try. Does nothing to a version that has
 * proved itself, so whoever gains the box runtime cannot bring an older one back with it.
 */
export async function condemn(esp: string, running: string): Promise<boolean> {
  const folder = join(esp, 'EFI/Linux')
  const own = entriesOf(esp).find(({ version }) => version === running)
  if (!own || own.tries === null) return false
  await name(folder, own.name, `borgerboks_${running}+0-${TRIES}.efi`)
  return true
}

/** The version that runs is well: its counter goes, so the boot loader keeps it. Returns versions whose tries are used up. */
export async function bless(esp: string, running: string): Promise<string[]> {
  const folder = join(esp, 'EFI/Linux')
  for (const entry of entriesOf(esp))
    if (entry.version === running && entry.tries !== null) await name(folder, entry.name, `borgerboks_${running}.efi`)
  return entriesOf(esp).flatMap(({ version, tries }) => (tries === 0 ? [version] : []))
}
