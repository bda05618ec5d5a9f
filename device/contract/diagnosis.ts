/** What a box tells a technician who asks from afar: the newest lines of its own log. Nothing of a person is logged. */
import Type, { type Static } from 'typebox'
import { Instant, oneOf } from './nouns.ts'

export const LogLine = Type.Object({
  at: Instant,
  level: oneOf(['info', 'warn', 'error']),
  what: Type.String({ maxLength: 120 }),
  /** Codes, devices and numbers of that line: `device=card is=absent`. */
  more: Type.String({ maxLength: 300 }),
})
export type LogLine = Static<typeof LogLine>

/** Oldest first, since the process started. */
export const LogLines = Type.Array(LogLine, { maxItems: 200 })
