/** What a virtual chip can do beyond holding files. The files must say the same: `issuePassport` makes both. */
import type { KeyObject } from 'node:crypto'
import type { ChipAuthenticationInfo, PaceInfo } from '../../chip/security-infos.ts'

export type ChipProfile = {
  /** Whether BAC opens it (default yes). */
  bac?: boolean
  pace?: PaceInfo[]
  can?: string
  /** Private key of chip-authentication mapping. */
  camKey?: bigint
  chipAuthentication?: { info: ChipAuthenticationInfo; parameters: number; key: bigint }
  activeAuthentication?: KeyObject
  /** The authority's own CV certificate: DG3 and DG4 are given to terminals it leads to, and to nobody without it. */
  terminals?: Uint8Array
  /** The longest answer it gives (bytes); without it, no extended length. */
  extended?: number
  /** The only application on it (AID), where that is not the passport's: another kind of card. */
  application?: Uint8Array
  /** Whether it takes short file identifiers (default yes). */
  shortIds?: boolean
}
