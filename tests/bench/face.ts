/**
 * The portrait's measured figures: `node tests/bench/face.ts [speed|keep|notice|comparison|attacks|eyes|matrix|groups] [FOLDER] [FILE]`, on the
 * shared portraits or on those of FOLDER. The matrix: every defect made on purpose on every portrait, every measure; a cell says how
 * often the measure flags, in percent.
 */

import { createFaceEngine, type FaceEngine } from '../../device/face/engine.ts'
import { evaluate } from '../../device/face/evaluate.ts'
import { loadPicture } from '../../device/face/load.ts'
import { chipPortrait } from '../../drivers/virtual/camera/chip.ts'
import { renderCycle } from '../../drivers/virtual/camera/scene.ts'
import { syntheticFaces } from '../device/face/data.ts'
import { testPeople } from '../device/face/people.ts'
import { soundPictures } from '../device/face/sound.ts'
import { openPortraitRoom } from '../device/tasks/portrait-room.ts'
import { attacks } from './face-attacks.ts'
import { shutEyes } from './face-eyes.ts'
import { flagsByGroup, groupOf } from './face-groups.ts'
import { defectMatrix, picturesIn } from './face-matrix.ts'
import { noticeTime } from './face-notice.ts'

const signal = new AbortController().signal
/** Visits of which the median is told. */
const TRIES = 5

/** Frames a second of the analysis, and milliseconds of each stage, on this machine. */
export async function speed(engine: FaceEngine): Promise<string[]> {
  const first = (await soundPictures(engine, syntheticFaces().slice(0, 1)).next()).value
  if (!first) return ['no pictures']
  const sitting = { picture: first.jpeg, eyes: first.face.eyes, chin: first.face.chin }
  const person = { ...sitting, id: 'one', source: '', licence: '', chip: sitting, singleSource: true }
  const frames: Buffer[] = []
  for await (const frame of renderCycle(person, 'good', { width: 1280, height: 720 }, 24)) frames.push(frame)
  for (const frame of frames.slice(0, 4)) await engine.follow(frame, signal)
  const stages: Record<string, number[]> = {}
  const cpu = process.cpuUsage()
  const begin = performance.now()
  for (const frame of frames) {
    const { timing } = await engine.follow(frame, signal)
    for (const [stage, ms] of Object.entries(timing ?? {})) stages[stage] = [...(stages[stage] ?? []), ms]
  }
  const ms = (performance.now() - begin) / frames.length
  const used = process.cpuUsage(cpu)
  const burnt = (used.user + used.system) / 1000 / frames.length
  const median = (list: number[]) => list.sort((a, b) => a - b)[list.length >> 1]!.toFixed(1)
  return [
    `backend ${engine.backend}, 1280×720 JPEG: ${(1000 / ms).toFixed(1)} frames a second by the clock, ${(1000 / burnt).toFixed(1)} by processor time (${burnt.toFixed(1)} ms each)`,
    ...Object.entries(stages).map(([stage, list]) => `  ${stage.padEnd(10)} ${median(list)} ms`),
  ]
}

/** From the first good look to the pictures on the screen, through camera driver, guidance, measures and crop (ms). */
export async function keepTime(engine: FaceEngine): Promise<string[]> {
  const { people } = await testPeople(engine)
  const person = people[0]
  if (!person) return ['no pictures']
  const room = await openPortraitRoom(engine, { fps: 30, width: 1280, height: 720 })
  const rows: { hold: number; develop: number; offered: number }[] = []
  try {
    for (let i = 0; i < TRIES; i++) {
      await room.far.show(null)
      const at = { good: 0, taken: 0, offered: 0 }
      let offered = 0
      const visit = room.visit((ask) => {
        const now = performance.now()
        if (ask.is === 'portrait' && ask.guidance === 'hold') {
          at.good ||= now
          if (ask.holding === 1) at.taken = now
        }
        if (ask.is !== 'portrait-keep') return null
        at.offered = now
        offered = ask.pictures.length
        return { is: 'keep', picture: 0 }
      })
      await room.far.show(person)
      await visit
      rows.push({ hold: at.taken - at.good, develop: at.offered - at.taken, offered })
    }
  } finally {
    await room.close()
  }
  const median = (of: (row: (typeof rows)[number]) => number) => rows.map(of).sort((a, b) => a - b)[rows.length >> 1]!
  return [
    `good pose → pictures to choose from, ${TRIES} times at 1280×720, 30 frames a second: median ${Math.round(median(({ hold, develop }) => hold + develop))} ms`,
    `  of it held still ${Math.round(median(({ hold }) => hold))} ms (1000 by design), ${median(({ offered }) => offered)} pictures measured, cropped, coded and embedded ${Math.round(median(({ develop }) => develop))} ms`,
  ]
}

/**
 * Live portrait against chip portrait, and everybody against everybody, on the synthetic set; or on the pictures of `folder`, whose
 * names begin with a group (tests/bench/face-tiles.ts makes some), then within each group as well.
 */
export async function comparison(engine: FaceEngine, folder?: string): Promise<string[]> {
  const faces = folder ? picturesIn(folder) : syntheticFaces()
  const live: { name: string; vector: Float32Array }[] = []
  const chips: typeof live = []
  const vectorOf = async (bytes: Buffer) => {
    const loaded = await loadPicture(bytes)
    const seen = loaded.is === 'picture' ? await engine.embed(loaded.raster, signal) : null
    return seen?.is === 'face' ? seen.vector : null
  }
  // Two tiles are smaller copies of two others: one person must not count as two.
  const copies = ['3x6_0_4', '4x8_1_4']
  for await (const { name, jpeg } of soundPictures(engine, faces)) {
    if (copies.includes(name)) continue
    const bytes = faces.find((face) => face.name === name)!.bytes
    const { face } = await engine.analyse(bytes, signal)
    const sitting = { picture: bytes, eyes: face!.eyes, chin: face!.chin }
    const chip = await chipPortrait({
      ...sitting,
      id: name,
      source: '',
      licence: '',
      chip: sitting,
      singleSource: true,
    })
    const [a, b] = [await vectorOf(jpeg), await vectorOf(chip)]
    if (a) live.push({ name, vector: a })
    if (b) chips.push({ name, vector: b })
  }
  type Pairs = { same: number[]; others: number[] }
  const pairs: Pairs = { same: [], others: [] }
  const groups = new Map<string, Pairs>()
  for (const a of live) {
    for (const b of chips) {
      const distance = Math.sqrt(a.vector.reduce((sum, value, i) => sum + (value - b.vector[i]!) ** 2, 0))
      const kind = a.name === b.name ? 'same' : 'others'
      pairs[kind].push(distance)
      if (!folder || groupOf(a.name) !== groupOf(b.name)) continue
      const own = groups.get(groupOf(a.name)) ?? { same: [], others: [] }
      own[kind].push(distance)
      groups.set(groupOf(a.name), own)
    }
  }
  const { atThreshold, equalErrorRate, equalErrorDistance, curve } = evaluate(pairs)
  const percent = (rate: number | null) => (rate === null ? '–' : `${(100 * rate).toFixed(2)} %`)
  return [
    `live frame against grey chip portrait of 240×308, ${folder ?? 'SFHQ synthetic set'} (one picture a person, so "same" is one sitting):`,
    `${pairs.same.length} pairs of one person, ${pairs.others.length} of two; threshold ${atThreshold.distance}: false match ${percent(atThreshold.falseMatchRate)}, false non-match ${percent(atThreshold.falseNonMatchRate)}; equal error ${percent(equalErrorRate)} at ${equalErrorDistance?.toFixed(2)}`,
    ...curve
      .filter(({ distance }) => distance > 0.29 && distance < 0.81)
      .map(
        (at) =>
          `  ${at.distance.toFixed(2)}: false match ${percent(at.falseMatchRate)}, false non-match ${percent(at.falseNonMatchRate)}`,
      ),
    ...[...groups].map(([group, own]) => {
      const at = evaluate(own).atThreshold
      return `  within ${group}: ${own.others.length} pairs of two, false match ${percent(at.falseMatchRate)}; ${own.same.length} of one, false non-match ${percent(at.falseNonMatchRate)}`
    }),
  ]
}

if (process.argv[1] === import.meta.filename) {
  const engine = await createFaceEngine()
  const tables = {
    speed,
    keep: keepTime,
    notice: noticeTime,
    comparison,
    attacks,
    eyes: shutEyes,
    matrix: defectMatrix,
    groups: flagsByGroup,
  }
  const wanted = process.argv[2]
  for (const [name, table] of Object.entries(tables)) {
    if (!wanted || wanted === name) for (const line of await table(engine, ...process.argv.slice(3))) console.log(line)
  }
  await engine.close()
}
