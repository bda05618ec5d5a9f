import type { Measure } from '../contract/accept.ts'

/** A number held against its limit; without one it is told for information. */
export function measured(
  name: string,
  value: number,
  unit: string,
  limit: { is: 'at-least' | 'at-most'; value: number } | null = null,
): Measure {
  const rounded = Math.round(value * 100) / 100
  const ok = limit === null || (limit.is === 'at-least' ? rounded >= limit.value : rounded <= limit.value)
  return { name, value: rounded, unit, limit, ok }
}

/**
 * What a box must reach on site. Our own numbers (assumptions, to be tightened with experience): a citizen's patience for
 * times; for pictures what the portrait needs (90 pixels between the eyes, ISO/IEC 19794-5 full frontal).
 */
export const limits = {
  hubMs: { is: 'at-most', value: 2_000 },
  certificateHours: { is: 'at-least', value: 1 },
  mrzMs: { is: 'at-most', value: 3_000 },
  chipMs: { is: 'at-most', value: 15_000 },
  framesPerSecond: { is: 'at-least', value: 8 },
  light: { is: 'at-least', value: 60 },
  eyePixels: { is: 'at-least', value: 90 },
  roll: { is: 'at-most', value: 8 },
  fingerPpi: { is: 'at-least', value: 500 },
  fingerQuality: { is: 'at-least', value: 30 },
  backMs: { is: 'at-most', value: 15_000 },
} as const
