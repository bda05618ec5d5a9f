/**
 * How fast a passport is read and checked: from "card present" to the report, over a real pcscd and vpcd, with a portrait
 * of about 20 kB. Run: node tests/bench/chip.ts [runs]. Prints JSON: milliseconds as median and worst.
 */
import { inspect } from '../../device/identity/inspect.ts'
import { trustStore } from '../../device/identity/trust-store.ts'
import { createCardReader } from '../../drivers/card/card-reader.ts'
import { readPassport } from '../../drivers/chip/read-passport.ts'
import { createVirtualReader } from '../../drivers/virtual/chip/virtual-reader.ts'
import { createTestAuthority } from '../../drivers/virtual/country/authority.ts'
import { issuePassport } from '../../drivers/virtual/country/passport.ts'
import { holder, patience, portrait, readMrz } from '../drivers/card/passport-bench.ts'

type Setting = { name: string; pace: 'real' | 'none'; preload: boolean; runs: number }

async function measure({ name, pace, preload, runs }: Setting) {
  const authority = createTestAuthority()
  const passport = issuePassport(authority, holder, await portrait())
  const virtual = createVirtualReader({ pace, preload })
  await virtual.start()
  const stop = new AbortController()
  const reader = createCardReader({ id: 'card', reader: virtual.readerName, socketPath: virtual.socketPath })
  const running = reader.run(stop.signal)
  const times: number[] = []
  const rates: number[] = []
  try {
    for (let run = 0; run < runs; run++) {
      await virtual.putDown(passport)
      await reader.until('present', patience())
      const begin = performance.now()
      const session = await reader.connect(patience())
      const read = await readPassport(session, passport.key, { signal: patience() })
      const now = new Date()
      const trust = trustStore([authority.csca.certificate])
      const { verdict } = inspect({ files: read.files, opticalMrz: readMrz(passport, now), trust, now })
      times.push(performance.now() - begin)
      rates.push((read.apdus / read.timings.total) * 1_000)
      if (verdict !== 'genuine') throw new Error(verdict)
      await session.disconnect()
      await virtual.pullOut()
      await reader.until('none', patience())
    }
  } finally {
    stop.abort()
    await running
    await virtual.stop()
  }
  const median = (values: number[]) => Math.round(values.sort((a, b) => a - b)[values.length >> 1]!)
  const dg2Bytes = passport.files.dg2.length
  return {
    name,
    preload,
    runs,
    dg2Bytes,
    medianMs: median(times),
    worstMs: Math.round(Math.max(...times)),
    apdusPerSecond: median(rates),
  }
}

const runs = Number(process.argv[2] ?? 10)
console.log(
  JSON.stringify(await measure({ name: 'card present to report, pace none', pace: 'none', preload: true, runs })),
)
console.log(
  JSON.stringify(await measure({ name: 'card present to report, pace real', pace: 'real', preload: true, runs: 2 })),
)
console.log(
  JSON.stringify(await measure({ name: 'the same without TCP_NODELAY', pace: 'none', preload: false, runs: 2 })),
)
