import { readFile } from 'node:fs/promises'
import { createFaceEngine, type FaceEngine } from '../../device/face/engine.ts'
import { type Loaded, loadPicture } from '../../device/face/load.ts'
import { Usage } from '../verb.ts'

/** Larger files are no portraits (bytes). */
const MAX_BYTES = 100_000_000

export type Picture = Extract<Loaded, { is: 'picture' }> & { file: string }

/** Opens a picture, or says in one sentence why that is not possible. */
export async function openPicture(file: string): Promise<Picture> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    const why: Record<string, string> = { ENOENT: 'is not there.', EISDIR: 'is a folder, no picture.' }
    throw new Usage(`${file} ${why[error.code ?? ''] ?? `cannot be read (${error.code}).`}`)
  })
  if (bytes.length > MAX_BYTES) throw new Usage(`${file} has more than ${MAX_BYTES / 1e6} MB and is not opened.`)
  const loaded = await loadPicture(bytes)
  if (loaded.is === 'unusable') throw new Usage(`${file} ${loaded.why}`)
  return { ...loaded, file }
}

/** The biometric template of the face in a picture; memory only. */
export async function embeddingOf(engine: FaceEngine, picture: Picture): Promise<Float32Array> {
  const found = await engine.embed(picture.raster, new AbortController().signal)
  if (found.is !== 'face') throw new Usage(`${picture.file} shows no face that can be found.`)
  return found.vector
}

export async function withEngine<T>(work: (engine: FaceEngine) => Promise<T>): Promise<T> {
  const engine = await createFaceEngine()
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}
