/** The files of an eMRTD: file identifier, short identifier and outer tag (Doc 9303-10 §3.11, §4.6, §4.7). */

/** The eMRTD application (Doc 9303-10 §3.2). */
export const PASSPORT_AID = Uint8Array.of(0xa0, 0, 0, 0x02, 0x47, 0x10, 0x01)

export type FilePlace = {
  fid: number
  sfi: number
  /** First tag of the file; where a file has no outer object, none. */
  tag?: number
  /** Chips must take its short identifier: then 6A82 means that the file is missing, and no SELECT need ask again. */
  sfiMandatory?: true
}

/** In the eMRTD application, in the order they are read: what names and shows the holder first. */
export const passportFiles = {
  com: { fid: 0x011e, sfi: 0x1e, tag: 0x60 },
  sod: { fid: 0x011d, sfi: 0x1d, tag: 0x77 },
  dg1: { fid: 0x0101, sfi: 0x01, tag: 0x61 },
  dg2: { fid: 0x0102, sfi: 0x02, tag: 0x75 },
  dg7: { fid: 0x0107, sfi: 0x07, tag: 0x67 },
  dg11: { fid: 0x010b, sfi: 0x0b, tag: 0x6b },
  dg12: { fid: 0x010c, sfi: 0x0c, tag: 0x6c },
  dg14: { fid: 0x010e, sfi: 0x0e, tag: 0x6e },
  dg15: { fid: 0x010f, sfi: 0x0f, tag: 0x6f },
} as const

/** In the eMRTD application, and given only to a terminal with the right; EF.CVCA, which names whom the chip trusts, to any. */
export const protectedFiles = {
  cvca: { fid: 0x011c, sfi: 0x1c },
  dg3: { fid: 0x0103, sfi: 0x03, tag: 0x63 },
  dg4: { fid: 0x0104, sfi: 0x04, tag: 0x76 },
} as const

/** In the master file. EF.ATR/INFO is a row of objects, the last of which ends the file. */
export const masterFiles = {
  cardAccess: { fid: 0x011c, sfi: 0x1c, tag: 0x31, sfiMandatory: true },
  cardSecurity: { fid: 0x011d, sfi: 0x1d, tag: 0x30, sfiMandatory: true },
  atrInfo: { fid: 0x2f01, sfi: 0x01, sfiMandatory: true },
} as const

export type PassportFile = keyof typeof passportFiles
export type MasterFile = keyof typeof masterFiles
export type ProtectedFile = keyof typeof protectedFiles

/** Those every passport has, and those some have. */
export type PassportFiles = Record<'com' | 'sod' | 'dg1' | 'dg2', Uint8Array> &
  Partial<Record<Exclude<PassportFile, 'com' | 'sod' | 'dg1' | 'dg2'> | MasterFile | ProtectedFile, Uint8Array>>

/** Outer tag of each data group, by number (Doc 9303-10 table 38). */
const groupTags = [0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70]

/** The number of the data group with that tag; 0 for none. */
export function groupNumber(tag: number): number {
  return groupTags.indexOf(tag) + 1
}

/** The number of a data group's file; `undefined` for EF.COM and EF.SOD. */
export function numberOf(file: PassportFile | ProtectedFile): number | undefined {
  return file.startsWith('dg') ? Number(file.slice(2)) : undefined
}
