/**
 * The call through a relay (coturn) between two network namespaces: how soon a picture comes, and how soon it moves again after
 * the box's cable was out. Needs root and coturn; says so where they are missing. Run: node tests/bench/network.ts [RUNS].
 */
import { openNetwork, possible } from '../ui/network.ts'
import { quantile, table } from './machine.ts'

const CUTS_MS = [4_000, 20_000, 120_000]
const TRANSPORTS = ['udp', 'tcp', 'tls', 'ipv6'] as const

export async function network(runs = 3): Promise<void> {
  const why = possible()
  if (why) return console.log(`Call through a relay: not measured, ${why}.`)
  const room = await openNetwork()
  try {
    const rows: { what: string; runs: number; 'median ms': number; 'worst ms': number }[] = []
    const row = (what: string, times: number[]) =>
      rows.push({
        what,
        runs: times.length,
        'median ms': Math.round(quantile(times, 0.5)),
        'worst ms': Math.round(Math.max(...times)),
      })
    for (const transport of TRANSPORTS) {
      const first: number[] = []
      for (let run = 0; run < runs; run++) {
        const call = await room.call(transport)
        first.push(call.firstMs)
        await call.end()
      }
      row(`start to first picture, relay over ${transport}`, first)
    }
    for (const ms of CUTS_MS) {
      const back: number[] = []
      const call = await room.call('udp')
      for (let run = 0; run < (ms > 60_000 ? 1 : runs); run++) back.push(await call.cut(ms))
      await call.end()
      row(`cable out ${ms / 1000} s: back to a moving picture`, back)
    }
    console.log(table('call through a relay between two network namespaces', rows))
  } finally {
    await room.close()
  }
}

if (process.argv[1] === import.meta.filename) await network(Number(process.argv[2] ?? 3))
