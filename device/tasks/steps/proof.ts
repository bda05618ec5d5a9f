import type { PassportDocument, PortraitCapture } from '../task.ts'

/** What must speak for a live person where one was asked to move; the others only must not speak against one. */
const NEEDED = ['challenge', 'same-face'] as const

/**
 * Whether a register may be opened, or a paper given, before a person has looked: the chip is genuine, the face before the
 * camera is its portrait's, nothing speaks against a live person, and whoever was asked to move (`challenge`) has moved.
 * Everything short of that is no accusation: a caseworker finds out. The printed page alone proves nothing.
 */
export function isProven(document: PassportDocument, portrait: PortraitCapture, challenge: boolean): boolean {
  if (document.inspection.verdict !== 'genuine' || !portrait.comparison?.match) return false
  const signals = new Map(portrait.signals.map(({ signal, is }) => [signal, is]))
  if ([...signals.values()].includes('suspicious')) return false
  return !challenge || NEEDED.every((signal) => signals.get(signal) === 'live')
}
