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
}
