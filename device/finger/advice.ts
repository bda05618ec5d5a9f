import type { Advice } from './gate.ts'

/** Why a finger's picture is not good enough, or cannot be measured. */
export type Shortcoming =
  | Advice
  | 'blank'
  | 'inverted'
  | 'resolution'
  | 'few-minutiae'
  | 'little-finger'
  | 'low-contrast'
  | 'unclear'
  | 'left'
  | 'right'
  | 'up'
  | 'down'

/** What whoever holds the finger or the file can do about it. */
export const sentences: Record<Shortcoming, string> = {
  'press-harder': 'Press harder: the ridges are faint.',
  'press-softer': 'Press softer: the ridges are squeezed together.',
  moisten: 'Moisten the finger: it is too dry.',
  dry: 'Dry the finger: the valleys are full.',
  centre: 'Lay the finger on the middle of the glass.',
  flat: 'Lay the finger flat and hold it still.',
  blank: 'There is no finger in the picture.',
  inverted: 'The picture is inverted (light ridges on dark ground): turn its grays round first.',
  resolution: 'The picture is not at 500 pixels per inch.',
  'few-minutiae': 'Too few minutiae are found: show the pad of the finger, not its tip.',
  'little-finger': 'Too little of the finger is in the picture: lay it flat, not on its tip.',
  'low-contrast': 'The picture is almost of one gray: clean the glass and try again.',
  unclear: 'Wipe finger and glass, lay the finger flat and hold it still: the ridges are not clear.',
  left: 'Move the finger left.',
  right: 'Move the finger right.',
  up: 'Move the finger up.',
  down: 'Move the finger down.',
}

/** What is said first where several things fall short: a finger must lie right before its skin can be judged. */
const first: readonly Shortcoming[] = ['resolution', 'inverted', 'blank', 'left', 'right', 'up', 'down', 'centre']

export function shortOf(codes: readonly Shortcoming[]): Shortcoming | null {
  return first.find((code) => codes.includes(code)) ?? codes.at(-1) ?? null
}
