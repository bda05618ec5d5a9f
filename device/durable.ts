import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writing that survives a power cut: what a call here has promised is on the disk when its promise resolves. */

/** Makes the directory's entries (a new, renamed or removed file) durable; without it a rename may be undone. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Suffix of a file that is being written; whoever owns the folder removes leftovers at its start. */
export const UNFINISHED = '.tmp'

/** The whole file or none of it: temporary file, fsync, rename, fsync of the folder. Readable by the owner only. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = path + UNFINISHED
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, path)
  await syncFolder(dirname(path))
}

/** Removes the file for good; a file that is not there is removed already. */
export async function removeWhole(path: string): Promise<void> {
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await syncFolder(dirname(path))
}

/** One thing at a time, in the order asked for; a failure reaches its own caller only. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    last = result.catch(() => {})
    return result
  }
}

export type Lines<T> = {
  /** Durable when it resolves. */
  append(entry: T): Promise<void>
  /** Replaces the whole file by these lines, at once. */
  rewrite(entries: readonly T[]): Promise<void>
  close(): Promise<void>
}

/**
 * Opens an append-only file of JSON lines. A last line torn by a power cut was never promised to anybody: it is dropped,
 * and cut off before anything is appended behind it. A damaged line elsewhere is dropped too and counted in `damaged`.
 */
export async function openLines<T>(path: string): Promise<{ entries: T[]; damaged: number; lines: Lines<T> }> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const entries: T[] = []
  const parts = text.split('\n')
  const torn = parts.pop() !== ''
  let damaged = 0
  for (const part of parts) {
    try {
      entries.push(JSON.parse(part) as T)
    } catch {
      damaged += 1
    }
  }
  const serialise = (all: readonly T[]) => all.map((entry) => `${JSON.stringify(entry)}\n`).join('')
  if (torn || damaged > 0 || text === '') await writeWhole(path, serialise(entries))

  let handle = await open(path, 'a', 0o600)
  let promised = (await handle.stat()).size
  const queue = oneAtATime()
  const lines: Lines<T> = {
    append: (entry) =>
      queue(async () => {
        const line = Buffer.from(serialise([entry]))
        try {
          // Half a line of a disk that was full for a moment must not be glued to the next one.
          if ((await handle.stat()).size > promised) await handle.truncate(promised)
          await handle.appendFile(line)
          await handle.datasync()
          promised += line.length
        } catch (error) {
          await handle.truncate(promised).catch(() => {})
          throw error
        }
      }),
    rewrite: (all) =>
      queue(async () => {
        await writeWhole(path, serialise(all))
        await handle.close()
        handle = await open(path, 'a', 0o600)
        promised = (await handle.stat()).size
      }),
    close: () => queue(() => handle.close()),
  }
  return { entries, damaged, lines }
}
