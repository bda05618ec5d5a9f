import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { readConfig } from '../device/config.ts'
import { Fault } from '../device/contract/faults.ts'
import { score } from '../device/finger/score.ts'
import { fingerDrivers, fingerReader } from '../drivers/finger/open.ts'
import { passportShortcoming } from '../drivers/finger/reader.ts'
import { Usage, type Verb } from './verb.ts'

/** A sensor that is there is ready within this (ms): opening, changing its rate, warming up. */
const READY_MS = 15_000
const LOOK_MS = 50
const usage = '--config BOX.json | --driver sfm|zfm|wsbd|libfprint --port TTY|URL [--baud N] [--seconds N] [--json]'

/** Takes one finger on any sensor and measures it. The picture itself is shown nowhere and kept nowhere. */
export const fingerCapture: Verb = {
  usage,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        config: { type: 'string' },
        driver: { type: 'string', default: 'sfm' },
        port: { type: 'string' },
        baud: { type: 'string' },
        seconds: { type: 'string', default: '10' },
      },
    })
    const driver = fingerDrivers.find((known) => known === values.driver)
    const configured = values.config ? readConfig(values.config).settings?.devices.finger : undefined
    const seconds = Number(values.seconds)
    if (!driver || !(configured || values.port || driver === 'libfprint') || !Number.isInteger(seconds))
      throw new Usage(`boks finger capture ${usage}`)
    const named = { driver, port: values.port ?? '', ...(values.baud ? { baud: Number(values.baud) } : {}) }
    const options = configured ?? named
    return take({ driver: 'sfm', ...options }, seconds)
  },
}

type Named = { driver: (typeof fingerDrivers)[number]; port: string; baud?: number }

async function take(options: Named, seconds: number) {
  const sensor = fingerReader({ ...options, fingerSeconds: seconds, use: 'demo' })
  const stop = new AbortController()
  const running = sensor.run(stop.signal)
  try {
    const until = performance.now() + READY_MS
    while (sensor.presence.is !== 'ready') {
      if (sensor.presence.is === 'faulty') throw new Fault(sensor.presence.fault, sensor.presence.detail)
      if (performance.now() > until) throw new Fault('finger.gone', `nothing answers at ${options.port}`)
      await sleep(LOOK_MS)
    }
    const began = performance.now()
    const result = await sensor.capture(stop.signal)
    if (result.is === 'not-live') throw new Fault('finger.timeout', 'the sensor took it for no living finger')
    if (result.is === 'no-finger') throw new Fault('finger.timeout', `no finger within ${seconds} s`)
    const { width, height, ppi } = result.image
    const ms = Math.round(performance.now() - began)
    const refused = passportShortcoming(sensor.traits)
    const { measures, advice, ok } = score(result.image)
    const json = {
      driver: options.driver,
      width,
      height,
      ppi,
      ms,
      passport: refused === null,
      refused,
      measures,
      advice,
      ok,
    }
    const lines = [
      `${options.driver}: ${width} × ${height} at ${ppi || 'unstated'} pixels per inch in ${ms} ms`,
      refused ? `not for passports: ${refused}` : 'good enough a sensor for passports',
      ok ? 'a good print' : advice.join(' '),
    ]
    return { lines, json }
  } finally {
    stop.abort()
    await running
  }
}
