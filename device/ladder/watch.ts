/** Watches the devices and takes them up the ladder. Where it stands outlasts restarts: each rung is tried once, not for ever. */
import { once } from 'node:events'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import Type from 'typebox'
import type { Driver } from '../../drivers/driver.ts'
import { decoder } from '../contract/decode.ts'
import { nullable, oneOf } from '../contract/nouns.ts'
import type { Log } from '../log.ts'
import { type Climb, climb, ground, type Rung, rungs } from './rungs.ts'

/** Of the root service that switches ports; there in the image only, and without it nothing here is done. */
const POWER = '/run/boks-usb.sock'
const LOOK_MS = 5_000
const decode = decoder(
  Type.Record(
    Type.String(),
    Type.Object({ since: nullable(Type.Number()), rest: nullable(Type.Number()), done: Type.Array(oneOf(rungs)) }),
  ),
)

export type LadderParts = {
  drivers: readonly Driver[]
  /** Device → USB port, as it is now. */
  usb(): Map<string, string>
  idle(): boolean
  /** Where it is remembered; erased with the rest of the data. */
  file: string
  log: Log
  restart(what: 'process' | 'machine'): void
  socket?: string
  lookMs?: number
}

export async function watchLadder(parts: LadderParts, stop: AbortSignal): Promise<void> {
  const { drivers, usb, idle, file, log, restart, socket = POWER, lookMs = LOOK_MS } = parts
  if (!existsSync(socket)) return
  const standing = remembered(file)
  while (!stop.aborted) {
    const ports = usb()
    for (const { id, presence } of drivers) {
      const port = ports.get(id)
      const before = standing.get(id) ?? ground
      const look = { now: Date.now(), ready: presence.is === 'ready', plugged: port !== undefined, idle: idle() }
      const { at, act } = climb(before, look)
      standing.set(id, at)
      if (JSON.stringify(at.done) !== JSON.stringify(before.done)) remember(file, standing)
      if (act) await take(act, id, port!)
    }
    await sleep(lookMs, undefined, { signal: stop }).catch(() => {})
  }

  async function take(rung: Rung, device: string, port: string): Promise<void> {
    log.warn({ device, rung, port }, 'ladder')
    if (rung !== 'usb') return restart(rung)
    await switchAt(socket, port).catch((error: Error) => log.error({ device, error: error.message }, 'ladder'))
  }
}

async function switchAt(path: string, port: string): Promise<void> {
  const socket = connect(path)
  await once(socket, 'connect')
  socket.end(`${port}\n`)
  socket.resume()
  await once(socket, 'close')
}

function remembered(file: string): Map<string, Climb> {
  try {
    return new Map(Object.entries(decode(readFileSync(file, 'utf8'))))
  } catch {
    // None yet, or torn by a power cut: then it begins at the lowest rung.
    return new Map()
  }
}

function remember(file: string, standing: Map<string, Climb>): void {
  writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(standing)), { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}
