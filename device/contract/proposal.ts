/**
 * What a box makes of what is plugged into it, for the technician who decides: sent at pairing, and again each time that it
 * comes to the hub while it still waits for its configuration. Bounded, since at pairing nobody vouches for the sender.
 */
import Type, { type Static, type TSchema } from 'typebox'

/** No control characters: PostgreSQL keeps no NUL. */
const pattern = '^[^\\u0000-\\u001f]*$'
const Word = Type.String({ maxLength: 200, pattern })
/** As people know it: the maker's words. */
const says = Type.String({ maxLength: 120, pattern })
const some = <T extends TSchema>(schema: T) => Type.Array(schema, { maxItems: 20 })
const Choice = Type.Object({ value: Word, says })
export type Choice = Static<typeof Choice>

const Camera = Type.Object({ input: some(Word) })
const Card = Type.Object({ reader: Word })
const Mrz = Type.Object({ port: Word, baud: Type.Integer() })
const Finger = Type.Object({ port: Word, baud: Type.Optional(Type.Integer()) })
const Printer = Type.Object({ uri: Word })

export const Proposal = Type.Object({
  /** Parts of `Settings.devices`; a kind that was not found is left out. */
  devices: Type.Object({
    card: Type.Optional(Card),
    mrz: Type.Optional(Mrz),
    camera: Type.Optional(Camera),
    finger: Type.Optional(Finger),
    printer: Type.Optional(Printer),
  }),
  /** Everything that was found: card readers, serial ports (for `mrz` and `finger`), cameras, printers. */
  readers: some(Choice),
  serial: some(Choice),
  cameras: some(Type.Object({ input: some(Word), says })),
  printers: some(Choice),
})
export type Proposal = Static<typeof Proposal>
