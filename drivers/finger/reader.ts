import type { Driver } from '../driver.ts'
import type { Capture, ScanProgress } from './scan.ts'

/** What a sensor can do, declared by its driver and checked against every picture that it gives. */
export type SensorTraits = {
  /** Pixels per inch. */
  ppi: number
  /** Grays it tells apart, as bits. */
  bits: number
  /** Largest picture (pixels). */
  width: number
  height: number
  /** Whether it says by itself that a finger lies there, or must be asked again and again. */
  fingerDetect: 'own' | 'asked'
}

/** Any fingerprint sensor: what the box asks of one. */
export type FingerReader<Handle = unknown> = Driver<Handle> & {
  readonly traits: SensorTraits
  /** Waits for a finger and takes its picture; see the drivers for their faults. */
  capture(signal: AbortSignal, progress?: (progress: ScanProgress) => void): Promise<Capture>
}

/** What an enrolment picture must have: 500 ppi, 8 bits (ISO/IEC 19794-4, acquisition level 31). */
const PASSPORT_PPI = 500
const PASSPORT_BITS = 8
/** FAP 20: 15.2 × 20.3 mm; less of a finger is not enrolled (pixels at 500 ppi, with a hair for rounding). */
const PASSPORT_WIDTH = 295
const PASSPORT_HEIGHT = 395

/** Why prints of this sensor may not go into a passport; null when they may. */
export function passportShortcoming({ ppi, bits, width, height }: SensorTraits): string | null {
  if (ppi < PASSPORT_PPI) return `${ppi} pixels per inch, and passports need ${PASSPORT_PPI}`
  if (bits < PASSPORT_BITS) return `${bits} bits a pixel, and passports need ${PASSPORT_BITS}`
  if (width < PASSPORT_WIDTH || height < PASSPORT_HEIGHT)
    return `${width} × ${height} pixels, less than FAP 20 asks for`
  return null
}
