/** Where a box's sound can go. */
import Type, { type Static } from 'typebox'

const Name = Type.Optional(Type.String({ minLength: 1, maxLength: 80 }))

/**
 * Parts of the names by which the kiosk's browser knows the box's sound outputs. Left out: the loudspeaker is the system's own
 * output, a headset is what calls itself one, and there is no handset.
 */
export const SoundNames = Type.Object({ loudspeaker: Name, headset: Name, handset: Name })
export type SoundNames = Static<typeof SoundNames>
