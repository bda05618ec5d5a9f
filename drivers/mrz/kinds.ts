/** The kinds of MRZ readers a configuration can name. */
import { CR_LINES, STX_ETX } from './framing.ts'
import { honeywell } from './honeywell.ts'
import { idbox } from './idbox.ts'
import { type MrzProtocol, wedge } from './protocol.ts'

const kinds = {
  'stx-etx': () => wedge(STX_ETX),
  'cr-lines': () => wedge(CR_LINES),
  idbox,
  honeywell: () => honeywell(),
} satisfies Record<string, () => MrzProtocol>

export type MrzReaderKind = keyof typeof kinds

export function mrzProtocol(kind: MrzReaderKind = 'stx-etx'): MrzProtocol {
  return kinds[kind]()
}
