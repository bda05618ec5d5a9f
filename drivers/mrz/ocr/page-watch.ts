/** From looks at single frames to what a reader tells: one read a page, and only what two frames agree on. */
import type { Look } from './recognise.ts'

/** After so many looks without a page the next one is a new one: a hand that turns a leaf covers it for longer. */
const EMPTY_LOOKS = 3
/** A page that lies still is read in two looks; after so many in vain the citizen is told. */
const VAIN_LOOKS = 10

export type Told = { is: 'read'; text: string } | { is: 'unreadable' }

export function pageWatch(): (look: Look) => Told | undefined {
  let last: string | undefined
  let told = false
  let vain = 0
  let empty = 0
  return (look) => {
    empty = look.is === 'none' ? empty + 1 : 0
    if (empty >= EMPTY_LOOKS) {
      last = undefined
      told = false
      vain = 0
    }
    if (look.is === 'none') return undefined
    if (look.is === 'read') {
      const text = look.lines.join('\n')
      const agreed = text === last
      // Another page than the one that was told: laid over it, or pushed in its place.
      if (last !== undefined && !agreed) told = false
      last = text
      if (told || !agreed) return undefined
      told = true
      return { is: 'read', text }
    }
    if (told || ++vain !== VAIN_LOOKS) return undefined
    return { is: 'unreadable' }
  }
}
