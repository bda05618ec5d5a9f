/**
 * Fingers, measured: NFIQ 2's native measures against the published ones, WSQ against the reference encoder, the comparison
 * of two prints on virtual fingers, and damaged streams. Run: node tests/bench/finger.ts [quality wsq compare damage step].
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { likeness } from '../../device/finger/compare/match.ts'
import { judge, recordsOf } from '../../device/finger/judge.ts'
import { findMinutiae, type Minutia } from '../../device/finger/minutiae/find.ts'
import { nativeMeasures } from '../../device/finger/nfiq2/measure.ts'
import { trim } from '../../device/finger/nfiq2/trim.ts'
import { unpackIso19794 } from '../../device/finger/records/iso19794.ts'
import { unpackIso39794 } from '../../device/finger/records/iso39794.ts'
import { decodeWsq } from '../../device/finger/wsq/decode.ts'
import { encodeWsq, PASSPORT_BPP } from '../../device/finger/wsq/encode.ts'
import type { DecodeWsq } from '../../drivers/finger/image.ts'
import { command, encodePacket, flag, nextPacket } from '../../drivers/finger/packet.ts'
import { FingerSensor } from '../../drivers/finger/sensor.ts'
import { decodeResult, encodeResult } from '../../drivers/finger/wsbd/result.ts'
import { nextZfm } from '../../drivers/finger/zfm-packet.ts'
import { press } from '../../drivers/virtual/finger/press.ts'
import { VirtualFingerSensor } from '../../drivers/virtual/finger/sensor.ts'
import { corrupt } from '../device/finger/corrupt.ts'
import { fixtures, pgm, psnr, published, sample, sampleNames, samples } from '../device/finger/pictures.ts'
import { laidAgain } from '../device/finger/vary.ts'

const RUNS = 5
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!

/** Largest deviation per measure on the three pictures, whether it lies in the 208-row table's range, and the time. */
export function fingerQuality(): void {
  const names = sampleNames()
  const ranges = names.length > 0 ? conformanceRanges() : new Map<string, [number, number]>()
  const worst = new Map<string, { off: number; out: number }>()
  const times: number[] = []
  for (const name of names) {
    const trimmed = trim(pgm(sample(name)))
    if (trimmed.is !== 'trimmed') throw new Error(trimmed.why)
    let measures: Record<string, number> = {}
    for (let run = 0; run < RUNS; run++) {
      const began = performance.now()
      measures = nativeMeasures(trimmed.image)
      times.push(performance.now() - began)
    }
    for (const [measure, value] of published(name)) {
      const ours = measures[measure]
      if (ours === undefined) continue
      const row = worst.get(measure) ?? { off: 0, out: 0 }
      const [least, most] = ranges.get(measure) ?? [-Infinity, Infinity]
      row.off = Math.max(row.off, Math.abs(ours - value))
      row.out += ours < least || ours > most ? 1 : 0
      worst.set(measure, row)
    }
  }
  console.log('measure                                  largest deviation   outside the 208 rows’ range')
  for (const [measure, { off, out }] of worst) {
    console.log(
      `${measure.padEnd(40)} ${off.toExponential(1).padStart(17)} ${String(out).padStart(6)} of ${names.length}`,
    )
  }
  if (names.length > 0)
    console.log(`all measures of one picture: ${Math.round(median(times))} ms (C++ reference: 206–394)`)
}

function conformanceRanges(): Map<string, [number, number]> {
  const [head, ...rows] = readFileSync(join(samples, 'nfiq2_conformance_v2.3.0.csv'), 'utf8').trim().split('\n')
  const names = head!.split(',').map((name) => name.replaceAll('"', ''))
  const ranges = new Map<string, [number, number]>()
  for (const row of rows) {
    // A quoted error may hold commas; such rows have no values.
    if (row.includes('Error')) continue
    row.split(',').forEach((text, column) => {
      const value = Number(text)
      if (text === '' || Number.isNaN(value)) return
      const [least, most] = ranges.get(names[column]!) ?? [value, value]
      ranges.set(names[column]!, [Math.min(least, value), Math.max(most, value)])
    })
  }
  return ranges
}

/** Size and fidelity against the reference encoder on SFinGe_Test01, and the time. */
export function fingerWsq(): void {
  if (!sampleNames().includes('SFinGe_Test01')) return
  const original = pgm(sample('SFinGe_Test01'))
  for (const [rate, bytes, decibels] of [
    [0.75, 19_454, 25.8],
    [2.25, 58_361, 32.5],
  ] as const) {
    const times = { encode: [] as number[], decode: [] as number[] }
    let wsq = new Uint8Array(0)
    let back = original
    for (let run = 0; run < RUNS; run++) {
      const began = performance.now()
      wsq = encodeWsq(original, rate) as Uint8Array<ArrayBuffer>
      const made = performance.now()
      const decoded = decodeWsq(wsq)
      times.encode.push(made - began)
      times.decode.push(performance.now() - made)
      if (decoded.is === 'image') back = decoded.image
    }
    const ms = `${Math.round(median(times.encode))} ms to encode, ${Math.round(median(times.decode))} to decode`
    console.log(
      `WSQ ${rate} bpp: ${wsq.length} bytes, ${psnr(back, original).toFixed(2)} dB (reference: ${bytes}, ${decibels}); ${ms}`,
    )
  }
}

/** Genuine and stranger likenesses of 40 virtual fingers, each laid down three times. */
export function fingerCompare(fingers = 40): void {
  const shown: Minutia[][][] = Array.from({ length: fingers }, (_, at) => {
    const position = at % 2 === 0 ? 'right-index' : 'left-index'
    const image = press({ citizenSeed: 100 + at, position, condition: 'good' })
    return [image, laidAgain(image, 3 * at + 1), laidAgain(image, 3 * at + 2)].map(findMinutiae)
  })
  const genuine: number[] = []
  const strangers: number[] = []
  shown.forEach((own, at) => {
    genuine.push(likeness(own[0]!, own[1]!).score, likeness(own[0]!, own[2]!).score, likeness(own[1]!, own[2]!).score)
    for (const other of shown.slice(at + 1)) strangers.push(likeness(own[0]!, other[1]!).score)
  })
  for (const limit of [0.2, 0.25, 0.3, 0.35, 0.4]) {
    const missed = genuine.filter((score) => score < limit).length
    const mistaken = strangers.filter((score) => score >= limit).length
    console.log(
      `same finger from ${limit}: ${missed} of ${genuine.length} missed, ${mistaken} of ${strangers.length} strangers taken for it`,
    )
  }
  console.log(
    `lowest genuine ${Math.min(...genuine).toFixed(3)}, highest stranger ${Math.max(...strangers).toFixed(3)}`,
  )
}

/** Damaged WSQ, record, XML and packet streams: none may hang or crash. */
export function fingerDamage(times = 10_000): void {
  const whole = readFileSync(join(fixtures, 'reference.wsq'))
  let slowest = 0
  let opened = 0
  const image = press({ citizenSeed: 3, position: 'right-index', condition: 'good' })
  const { iso19794, iso39794 } = recordsOf('right-index', image)
  const packets = Buffer.concat([encodePacket({ command: command.scanImage, flag: flag.success }), image.pixels])
  const others = [iso19794, iso39794, packets, Buffer.from(encodeResult({ status: 'success', captureIds: [] }))]
  for (let seed = 0; seed < times; seed++) {
    for (const other of others) {
      const bytes = corrupt(other, seed)
      unpackIso19794(bytes)
      unpackIso39794(bytes)
      decodeResult(Buffer.from(bytes).toString('latin1'))
      for (let unread = bytes, used = 1; used > 0; unread = unread.subarray(used)) used = nextPacket(unread).used
    }
    const bytes = corrupt(whole, seed)
    const began = performance.now()
    if (decodeWsq(bytes).is === 'image') opened++
    slowest = Math.max(slowest, performance.now() - began)
    unpackIso19794(bytes)
    unpackIso39794(bytes)
    decodeResult(Buffer.from(bytes).toString('latin1'))
    for (const next of [nextPacket, nextZfm]) {
      let unread: Uint8Array = bytes
      for (let used = 1; used > 0; unread = unread.subarray(used)) used = next(unread).used
    }
  }
  console.log(
    `${times} damaged streams: ${opened} still a picture, the others told as damaged; slowest ${Math.round(slowest)} ms`,
  )
}

/**
 * Both index fingers of a cooperative citizen over the sensor's wire at real pace, with all that the step measures and
 * encodes. `visits` measures the same step with the screens and a citizen's hands around it.
 */
export async function fingerStep(): Promise<void> {
  for (const [baud, own] of [
    [115_200, false],
    [115_200, true],
    [921_600, false],
  ] as const) {
    const folder = mkdtempSync(join(tmpdir(), 'finger-bench-'))
    const path = join(folder, 'tty')
    const device = new VirtualFingerSensor({ path, ...(own ? { encodeWsq } : {}) })
    await device.start()
    const sensor = new FingerSensor({ path, baud, ...(own ? { decodeWsq: decoded } : {}) })
    const stop = new AbortController()
    const running = sensor.run(stop.signal)
    while (sensor.presence.is !== 'ready') await sleep(20)
    const began = performance.now()
    for (const position of ['right-index', 'left-index'] as const) {
      device.lay({ citizenSeed: 3, position, condition: 'good' })
      const capture = await sensor.capture(stop.signal)
      if (capture.is === 'captured') {
        judge(capture.image)
        recordsOf(position, capture.image, PASSPORT_BPP, capture.image.wsq)
      }
      device.lift()
    }
    console.log(
      `both fingers at ${baud} baud${own ? ', the sensor’s own WSQ' : ''}: ${((performance.now() - began) / 1000).toFixed(1)} s (at most 45)`,
    )
    stop.abort()
    await running
    await device.stop()
    rmSync(folder, { recursive: true })
  }
}

const decoded: DecodeWsq = (bytes) => {
  const read = decodeWsq(bytes)
  return read.is === 'image' ? read.image : read.why
}

const tables: Record<string, () => void | Promise<void>> = {
  quality: fingerQuality,
  wsq: fingerWsq,
  compare: () => fingerCompare(),
  damage: () => fingerDamage(),
  step: fingerStep,
}
if (process.argv[1] === import.meta.filename) {
  const wanted = process.argv.slice(2)
  for (const [name, table] of Object.entries(tables)) if (wanted.length === 0 || wanted.includes(name)) await table()
}
