import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import sharp from 'sharp'
import { Fault } from '../../../device/contract/faults.ts'
import { drawnHeads } from './drawn.ts'
import { packagedPictures } from './packaged.ts'
import type { PeopleDetector, Person, Sitting } from './person.ts'

/** Enough for five citizens, a second one in the picture, and some to choose from. */
const MAX_PEOPLE = 12
/** Two pictures nearer than this may be one person, or two whom the comparison cannot tell apart: only the first stays. */
const DISTINCT = 0.6
/** Pictures in a folder that are usable for a citizen: large enough, frontal, eyes open, mouth closed, even light. */
const USABLE = { eyeDistance: 60, roll: 8, yaw: 10, pitch: 12, eyeOpenness: 0.2, mouthOpen: 0.13, evenness: 0.6 }
/** A second picture of the person in `NAME.jpg` is `NAME.chip.jpg`: the chip's portrait is made of that one. */
const CHIP_PICTURE = '.chip'

type Candidate = { id: string; source: string; licence: string; jpeg: Buffer; chip?: Buffer; chosen: boolean }
type Geometry = Pick<Sitting, 'eyes' | 'chin'>
type Found = { id: string; own: Geometry; chip?: Geometry }

export type PeopleOptions = {
  /** A folder of portraits (JPEG or PNG), taken in the order of their names. None: pictures out of Debian's packages. */
  folder?: string
  /** Where packaged pictures and what the detector found are kept, so that the next start is quick and works offline. */
  cache: string
  /** Asked for only when the pictures are new: loading the models takes seconds. `FaceEngine` fits. */
  detector(): Promise<PeopleDetector>
  signal?: AbortSignal
}

/**
 * The people of the demo. Throws `Fault('config.invalid')` with a plain sentence when fewer than two usable pictures are
 * found (one for the passport, one for the person who is not its holder).
 */
export async function loadPeople({ folder, cache, detector, signal }: PeopleOptions): Promise<Person[]> {
  await mkdir(cache, { recursive: true })
  const candidates = folder ? await fromFolder(folder) : await fromPackages(cache, signal)
  const digest = createHash('sha256').update(JSON.stringify([USABLE, DISTINCT, MAX_PEOPLE]))
  for (const one of candidates)
    digest
      .update(one.id)
      .update(one.jpeg)
      .update(one.chip ?? '')
  // Eye and chin positions of sample pictures only: no embedding is kept.
  const memory = join(cache, `people-${digest.digest('hex').slice(0, 16)}.json`)
  const known = await readFile(memory, 'utf8').then(
    (text) => JSON.parse(text) as Found[],
    () => null,
  )
  const found = known ?? (await choose(candidates, await detector(), signal ?? new AbortController().signal))
  if (!known) await writeFile(memory, JSON.stringify(found))
  if (found.length < 2) {
    throw new Fault(
      'config.invalid',
      `${folder ?? 'the packages'}: ${found.length} usable portraits, at least 2 are needed`,
    )
  }
  return found.map(({ id, own, chip }) => {
    const { jpeg, chip: second, source, licence } = candidates.find((one) => one.id === id)!
    const sitting: Sitting = { picture: jpeg, ...own }
    const chipSitting = second && chip ? { picture: second, ...chip } : sitting
    return { ...sitting, id, source, licence, chip: chipSitting, singleSource: chipSitting === sitting }
  })
}

/** A picture as an upright JPEG, or null for a file that only looks like one by its name. */
function readPicture(file: string): Promise<Buffer | null> {
  const jpeg = sharp(file).autoOrient().removeAlpha().jpeg({ quality: 95 }).toBuffer()
  return jpeg.catch(() => null)
}

async function fromFolder(folder: string): Promise<Candidate[]> {
  const names = await readdir(folder).catch(() => {
    throw new Fault('config.invalid', `the portrait folder ${folder} cannot be read`)
  })
  const pictures = names.filter((name) => /\.(jpe?g|png)$/i.test(name)).sort()
  const candidates: Candidate[] = []
  for (const name of pictures) {
    const id = parse(name).name
    const jpeg = id.endsWith(CHIP_PICTURE) ? null : await readPicture(join(folder, name))
    if (!jpeg) continue
    const second = pictures.find((other) => parse(other).name === id + CHIP_PICTURE)
    const chip = second ? await readPicture(join(folder, second)) : null
    const source = `${name} in the configured folder`
    candidates.push({
      id,
      source,
      licence: 'as the folder’s owner says',
      jpeg,
      ...(chip ? { chip } : {}),
      chosen: false,
    })
  }
  return candidates
}

/** Packaged portraits; where they cannot be had, heads that our own code draws, and the source says so. */
async function fromPackages(cache: string, signal?: AbortSignal): Promise<Candidate[]> {
  const packaged = await packagedPictures(cache, signal)
  if (packaged.is === 'there') {
    return packaged.pictures.map(({ id, source, licence, jpeg }) => ({ id, source, licence, jpeg, chosen: true }))
  }
  const source = `drawn by this project, because the packaged portraits cannot be had: ${packaged.why}`
  return (await drawnHeads()).map((one) => ({ ...one, source, licence: 'MIT, as the project', chosen: true }))
}

async function choose(candidates: Candidate[], detector: PeopleDetector, signal: AbortSignal): Promise<Found[]> {
  const found: Found[] = []
  const vectors: Float32Array[] = []
  const look = async (jpeg: Buffer, strict: boolean): Promise<Geometry | null> => {
    const { faces, face } = await detector.analyse(jpeg, signal)
    if (faces !== 1 || !face) return null
    const usable =
      face.eyeDistance >= USABLE.eyeDistance &&
      Math.abs(face.roll) <= USABLE.roll &&
      Math.abs(face.yaw) <= USABLE.yaw &&
      Math.abs(face.pitch) <= USABLE.pitch &&
      face.eyeOpenness >= USABLE.eyeOpenness &&
      face.mouthOpen <= USABLE.mouthOpen &&
      face.evenness >= USABLE.evenness
    return usable || !strict ? { eyes: face.eyes, chin: face.chin } : null
  }
  for (const one of candidates) {
    if (found.length === MAX_PEOPLE) break
    const own = await look(one.jpeg, !one.chosen)
    const chip = one.chip && (await look(one.chip, false))
    if (!own || chip === null) continue
    const { vector } = await detector.embed(one.jpeg, signal)
    if (!vector || vectors.some((other) => distance(other, vector) < DISTINCT)) continue
    vectors.push(vector)
    found.push({ id: one.id, own, ...(chip ? { chip } : {}) })
  }
  return found
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0))
}
