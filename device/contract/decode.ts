import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Fault } from './faults.ts'

/**
 * A decoder for one schema: JSON text (or an already parsed value) → typed value, or `Fault('message.malformed')` with
 * the first place that does not match. Used once, at each boundary; behind it the types hold.
 * `maxBytes` bounds JSON text before it is parsed.
 */
export function decoder<T extends TSchema>(schema: T, maxBytes = 8 * 1024 * 1024): (input: unknown) => Static<T> {
  const validator = Compile(schema)
  return (input) => {
    let value = input
    if (typeof input === 'string') {
      if (input.length > maxBytes) throw new Fault('message.malformed', `longer than ${maxBytes} bytes`)
      try {
        value = JSON.parse(input)
      } catch {
        throw new Fault('message.malformed', 'not JSON')
      }
    }
    if (validator.Check(value)) return value as Static<T>
    const [first] = validator.Errors(value)
    throw new Fault('message.malformed', first ? `${first.instancePath || '/'} ${first.message}` : 'does not match')
  }
}
