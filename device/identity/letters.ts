/**
 * How national letters are written in an MRZ (Doc 9303-3 §6.A). It cannot be undone (AA may be Å or two As), so names are
 * compared in the MRZ's spelling.
 */

const spelling: Record<string, string> = {
  Æ: 'AE',
  Ø: 'OE',
  Å: 'AA',
  Ä: 'AE',
  Ö: 'OE',
  Ü: 'UE',
  ß: 'SS',
  ẞ: 'SS',
  Þ: 'TH',
  Ð: 'D',
  Đ: 'D',
  Œ: 'OE',
  Ł: 'L',
  Ĳ: 'IJ',
  Ħ: 'H',
  Ŋ: 'N',
  İ: 'I',
}

/** A name as the MRZ has it: capitals A–Z with `<` between its parts; apostrophes go, hyphens part. */
export function mrzSpelling(name: string): string {
  return name
    .normalize('NFC')
    .toUpperCase()
    .replace(/[ÆØÅÄÖÜßẞÞÐĐŒŁĲĦŊİ]/gu, (letter) => spelling[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{Diacritic}|['’.]/gu, '')
    .replace(/[^A-Z]+/g, '<')
    .replace(/^<+|<+$/g, '')
}

/** Whether a name in full could stand in an MRZ as `inMrz` (blanks between its parts), which may be cut short there. */
export function fitsMrz(full: string, inMrz: string): boolean {
  const own = mrzSpelling(full).split('<')
  const zone = mrzSpelling(inMrz).split('<')
  return zone.every((part, i) => (i === zone.length - 1 ? (own[i] ?? '').startsWith(part) : own[i] === part))
}
