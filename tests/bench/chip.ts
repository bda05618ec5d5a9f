/**
 * How fast a document is read and checked over a real pcscd and vpcd with a 20 kB portrait, against the possible minimum:
 * the commands that must cross, and the time that the reader and the chip keep us waiting. Run: node tests/bench/chip.ts.
 * "First" is the first reading of a fresh process: nothing compiled, no curve made.
 */
import { fork } from 'node:child_process'
import { inspect } from '../../device/identity/inspect.ts'
import { signedGroups } from '../../device/identity/sod.ts'
import { trustStore } from '../../device/identity/trust-store.ts'
import { createCardReader } from '../../drivers/card/card-reader.ts'
import { readPassport } from '../../drivers/chip/read-passport.ts'
import { createVirtualReader } from '../../drivers/virtual/chip/virtual-reader.ts'
import { createTestAuthority } from '../../drivers/virtual/country/authority.ts'
import { issuePassport } from '../../drivers/virtual/country/passport.ts'
import type { ChipOptions } from '../../drivers/virtual/country/security-files.ts'
import { holder, patience, portrait, readMrz } from '../drivers/card/passport-bench.ts'
import { independentReader, ratios } from './jmrtd.ts'

const gm = { mapping: 'GM', suite: 'AES-128', parameters: 13 } as const

const settings: Record<string, { chip: ChipOptions; runs: number; pace?: 'real' }> = {
  'BAC, 223-byte blocks': { chip: {}, runs: 10 },
  'BAC, largest blocks': { chip: { extended: 32_768 }, runs: 10 },
  'PACE, 223-byte blocks': { chip: { pace: [gm] }, runs: 10 },
  'PACE, 4 kB blocks': { chip: { pace: [gm], extended: 4_096 }, runs: 10 },
  'PACE, largest blocks': { chip: { pace: [gm], extended: 32_768 }, runs: 10 },
  'PACE P-384 AES-256 with CA and AA': {
    chip: {
      pace: [{ mapping: 'GM', suite: 'AES-256', parameters: 15 }],
      chipAuthentication: { suite: 'AES-128', parameters: 13 },
      activeAuthentication: 'ec',
      extended: 4_096,
    },
    runs: 10,
  },
  'PACE, at the pace of a real chip': { chip: { pace: [gm] }, runs: 2, pace: 'real' },
}

type Sample = { dg2Ms: number; accessMs: number; accessOwnMs: number; ownMs: number; checkMs: number; totalMs: number }

/** One setting in this process; a fresh one is forked for each, so that the first reading is a cold one. */
async function measure(name: string) {
  const { chip, runs, pace = 'none' } = settings[name]!
  const authority = createTestAuthority()
  const passport = issuePassport(authority, holder, await portrait(), { chip })
  const virtual = createVirtualReader({ pace })
  await virtual.start()
  const stop = new AbortController()
  const reader = createCardReader({ id: 'card', reader: virtual.readerName, socketPath: virtual.socketPath })
  const running = reader.run(stop.signal)
  const samples: Sample[] = []
  let last = { apdus: 0, bytes: 0, block: 0 }
  let other: Awaited<ReturnType<typeof independentReader>> = ''
  try {
    const trust = trustStore([authority.csca.certificate])
    for (let run = 0; run < runs; run++) {
      await virtual.putDown(passport)
      await reader.until('present', patience())
      const begin = performance.now()
      const session = await reader.connect(patience())
      const read = await readPassport(session, passport.key, { signal: patience(), signedGroups })
      const checked = performance.now()
      const now = new Date()
      const { verdict } = inspect({
        files: read.files,
        proofs: read,
        opticalMrz: readMrz(passport, now),
        trust,
        now,
      })
      const end = performance.now()
      if (verdict !== 'genuine') throw new Error(verdict)
      samples.push({
        dg2Ms: read.timings.dg2!,
        accessMs: read.timings.access!,
        accessOwnMs: read.timings.accessOwn,
        ownMs: read.timings.own,
        checkMs: end - checked,
        totalMs: end - begin,
      })
      last = read
      await session.disconnect()
      await virtual.pullOut()
      await reader.until('none', patience())
    }
    await virtual.putDown(passport)
    await reader.until('present', patience())
    other = await independentReader(virtual.socketPath, virtual.readerName, passport.key, runs, last.block)
  } finally {
    stop.abort()
    await running
    await virtual.stop()
  }
  const files = Object.values(passport.files)
  const carried = files.reduce((sum, file) => sum + (file?.length ?? 0), 0)
  const [first, ...warm] = samples
  const middle = (pick: (sample: Sample) => number) =>
    warm.map(pick).sort((a, b) => a - b)[warm.length >> 1] ?? Number.NaN
  const kilobytes = passport.files.dg2.length / 1_000
  const one = (value: number) => Math.round(value * 10) / 10
  const speeds = {
    firstKBs: Math.round((kilobytes / first!.dg2Ms) * 1_000),
    warmKBs: Math.round((kilobytes / middle((s) => s.dg2Ms)) * 1_000),
    bestKBs: Math.round((kilobytes / Math.min(...warm.map((s) => s.dg2Ms))) * 1_000),
  }
  return {
    name,
    dg2Bytes: passport.files.dg2.length,
    block: last.block,
    ...speeds,
    accessFirstMs: one(first!.accessMs),
    accessWarmMs: one(middle((s) => s.accessMs)),
    accessOwnFirstMs: one(first!.accessOwnMs),
    accessOwnWarmMs: one(middle((s) => s.accessOwnMs)),
    ownFirstMs: one(first!.ownMs + first!.checkMs),
    ownWarmMs: one(middle((s) => s.ownMs + s.checkMs)),
    cardToReportFirstMs: one(first!.totalMs),
    cardToReportWarmMs: one(middle((s) => s.totalMs)),
    apdus: last.apdus,
    // Each file by itself in blocks of that size, and what any opening needs: SELECT, and 2 or 5 for BAC or PACE.
    apdusAtLeast:
      files.reduce((sum, file) => sum + Math.ceil((file?.length ?? 0) / last.block), 0) + (chip.pace ? 6 : 3),
    bytes: last.bytes,
    bytesAtLeast: carried,
    independent: other,
    ...(typeof other === 'string' ? {} : { ratio: ratios(speeds, other) }),
  }
}

/** One row a setting. */
export async function chipTable(): Promise<unknown[]> {
  const rows: unknown[] = []
  for (const name of Object.keys(settings)) rows.push(await inFreshProcess(name))
  return rows
}

function inFreshProcess(name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, [name], { execArgv: ['--disable-warning=ExperimentalWarning'] })
    let row: unknown
    child.once('message', (message) => (row = message))
    child.once('exit', (code) => (code === 0 ? resolve(row) : reject(new Error(`${name}: exit ${code}`))))
  })
}

if (process.argv[1] === import.meta.filename) {
  const name = process.argv[2]
  if (name && process.send) process.send(await measure(name))
  else for (const row of name ? [await measure(name)] : await chipTable()) console.log(JSON.stringify(row))
  if (process.connected) process.disconnect()
}
