import { type Fault, isFault } from '../../device/contract/faults.ts'
import type { Presence } from '../driver.ts'
import type { DecodeWsq } from './image.ts'
import { LibfprintSensor } from './libfprint/sensor.ts'
import type { FingerReader } from './reader.ts'
import { FingerSensor } from './sensor.ts'
import { WsbdSensor } from './wsbd/sensor.ts'
import { ZfmSensor } from './zfm.ts'

export const fingerDrivers = ['sfm', 'zfm', 'wsbd', 'libfprint'] as const
export type FingerDriver = (typeof fingerDrivers)[number]

export type FingerReaderOptions = {
  /** `sfm` when nothing is said. */
  driver?: FingerDriver
  /** The tty of a serial sensor, the address of a WS-BD service, libfprint's device or driver (the first when empty). */
  port: string
  baud?: number
  fingerSeconds?: number
  /** SFM only: how pictures come over, and whether the module compresses them. */
  transfer?: 'extended' | 'single'
  decodeWsq?: DecodeWsq
  /** A sensor that is too poor for it is refused: `config.invalid`. */
  use: 'passport' | 'demo'
}

/** The configured sensor, whichever it is. Throws `config.invalid` on options that it cannot have. */
export function fingerReader({
  port,
  baud,
  fingerSeconds,
  use,
  transfer,
  decodeWsq,
  ...named
}: FingerReaderOptions): FingerReader {
  const driver: FingerDriver = named.driver ?? 'sfm'
  const seconds = fingerSeconds === undefined ? {} : { fingerSeconds }
  const rate = baud === undefined ? {} : { baud }
  switch (driver) {
    case 'sfm':
      return new FingerSensor({
        path: port,
        ...rate,
        ...seconds,
        ...(transfer ? { transfer } : {}),
        ...(decodeWsq ? { decodeWsq } : {}),
      })
    case 'zfm':
      return new ZfmSensor({ path: port, use, ...rate, ...seconds })
    case 'libfprint':
      return new LibfprintSensor({ device: port, use, ...seconds })
    case 'wsbd':
      return new WsbdSensor({ url: port, ...seconds })
  }
}

/**
 * The same for a box: a sensor that is refused stands there as faulty, with the reason, and the box says at its welcome
 * that fingerprints cannot be taken; it does not fail to start.
 */
export function fingerReaderOrRefusal(options: FingerReaderOptions): FingerReader {
  try {
    return fingerReader(options)
  } catch (error) {
    if (!isFault(error, 'config.invalid')) throw error
    return refused(error)
  }
}

function refused(fault: Fault): FingerReader {
  const presence: Presence<never> = { is: 'faulty', fault: fault.code, detail: fault.detail ?? '' }
  return {
    id: 'finger',
    traits: { ppi: 0, bits: 0, width: 0, height: 0, fingerDetect: 'own' },
    presence,
    on: () => () => {},
    run: (stop) =>
      new Promise((resolve) => {
        if (stop.aborted) resolve()
        else stop.addEventListener('abort', () => resolve(), { once: true })
      }),
    capture: () => Promise.reject(fault),
  }
}
