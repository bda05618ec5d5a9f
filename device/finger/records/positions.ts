/** Fingers in the order of their codes in ISO/IEC 19794-4 and 39794-4 alike: 1 is the right thumb. */
export const fingerNames = [
  'right-thumb',
  'right-index',
  'right-middle',
  'right-ring',
  'right-little',
  'left-thumb',
  'left-index',
  'left-middle',
  'left-ring',
  'left-little',
] as const

export type FingerName = (typeof fingerNames)[number]

export const positionCode = (finger: FingerName): number => fingerNames.indexOf(finger) + 1
export const fingerOf = (code: number): FingerName | null => fingerNames[code - 1] ?? null

/** One finger's picture, compressed, as records carry it. */
export type FingerPart = {
  finger: FingerName
  width: number
  height: number
  /** Pixels per inch. */
  ppi: number
  wsq: Uint8Array
}

export type Unpacked = { is: 'fingers'; fingers: FingerPart[] } | { is: 'damaged'; why: string }
