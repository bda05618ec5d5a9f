/**
 * Takes out of a citizen’s free words whatever looks like a person, before anybody reads or stores them. It would rather take too
 * much than too little: a sentence with a gap is still an opinion. What was taken is named by kind, never kept.
 */
export type Screened = { words: string; taken: Kind[] }
export const kinds = ['cpr', 'email', 'phone', 'number', 'link', 'address', 'name'] as const
export type Kind = (typeof kinds)[number]

const gap = (kind: Kind) => `[${kind}]`

/** In this order: what is more exact first. */
const patterns: [Kind, RegExp][] = [
  ['email', /[\p{L}\p{N}._%+-]+\s*(?:@|\(a\)|\bsnabel-?a\b)\s*[\p{L}\p{N}.-]+\s*(?:\.|\bpunktum\b)\s*\p{L}{2,}/giu],
  ['link', /\b(?:https?:\/\/|www\.)\S+/giu],
  ['cpr', /(?<!\d)[0-3]\d[\s.-]?[01]\d[\s.-]?\d{2}[\s./-]{0,3}\d{4}(?!\d)/gu],
  ['phone', /(?<![\d\p{L}])(?:\+|00)?\d(?:[\s.-]?\d){7,13}(?!\d)/gu],
  // Case and passport numbers, long numbers of any kind.
  ['number', /\b(?=[A-ZÆØÅ\d-]*\d)[A-ZÆØÅ\d]{2,}-?[A-ZÆØÅ\d]{4,}\b/gu],
  [
    'address',
    /\b\p{Lu}[\p{L}.]*(?:\s\p{L}+){0,2}?(?:vej|gade|allé|alle|vænget|parken|stræde|plads|torv|vang|have|bakke|høj|road|street|avenue)\s+\d+\s*\p{L}?(?:,?\s*(?:\d+\.?|st\.?|kl\.?)\s*(?:tv|th|mf)\.?)?/giu,
  ],
  ['address', /\b\d{4}\s+\p{Lu}\p{L}+(?:\s[NSVØK])?\b/gu],
  ['name', /\b(?:jeg hedder|mit navn er|hilsen|mvh\.?|kh\.?|my name is|regards,?)\s+[^\n.!?]{1,60}/giu],
  // Titles and roles before a name.
  ['name', /\b(?:hr|fru|frk|mr|mrs|ms|dr)\.?\s+\p{Lu}\p{L}+(?:\s\p{Lu}\p{L}+)*/gu],
]

/** Capitalised words that are nobody, in the middle of a sentence. Of the places’ own names the hub adds its list. */
const nobody = new Set(
  'Borgerservice Borgerboks MitID NemID Danmark Dansk Danish Denmark Digital Post Pas Passport I OK Tak Thanks EU CPR ID SMS Mandag Tirsdag Onsdag Torsdag Fredag Lørdag Søndag Monday Tuesday Wednesday Thursday Friday Saturday Sunday Januar Februar Marts April Maj Juni Juli August September Oktober November December January February March May June July October Jul Påske Kommune Kommunen Biblioteket Rådhuset English Engelsk'.split(
    ' ',
  ),
)

/** Given names that are common in Denmark, also in lower case; those that are everyday words as well are left out. */
const given = new Set(
  'anders anna anne annette amalie ahmed ali andreas asger asta bente benjamin birgit birgitte birthe bjarne bo brian britt camilla carl carsten caroline cecilie charlotte christian christina claus dan daniel david ditte dorthe ebbe ella ellen elisabeth else emil emilie emma erik esther eva fatima finn flemming frederik frederikke freja frida georg gitte grethe gunnar gustav hanna hanne hans hassan helle henning henrik henriette ida ib inge inger ingrid jakob jacob jan jane janni jannik jens jeppe jesper jette joan johan johanne john jonas jørgen jørn josefine julie jytte kaj karen karin karl kasper katrine kenneth kim kirsten kirstine kjeld klara klaus knud kristian kristine kurt lars lasse laura laurits leif lena line lis lisbeth lise lone lotte louise lucas lukas lykke mads magnus maja malene maria marianne marie martin mathias mathilde merete mette michael mikkel mohamed mogens morten nanna niels niklas nina ole oliver olivia oskar patrick paul peder per pernille peter philip pia poul preben rasmus rikke robert ruth sara sebastian signe simon sofie søren stig stine susanne svend thea thomas tina tobias tom tommy tove troels trine ulla vagn vibeke victor vilhelm william yusuf zahra'.split(
    ' ',
  ),
)

/** Words that follow a taken name and belong to it. */
const WORD = /\p{L}[\p{L}'’-]*/gu

/** `places`: names of the municipality’s own places, which may stay. */
export function screenWords(words: string, places: readonly string[] = []): Screened {
  const taken = new Set<Kind>()
  let text = words.normalize('NFC').replace(/[\u200b-\u200f\u2028-\u202e\ufeff]/gu, '')
  for (const [kind, pattern] of patterns)
    text = text.replace(pattern, () => {
      taken.add(kind)
      return gap(kind)
    })
  const kept = new Set([...nobody, ...places.flatMap((place) => place.match(WORD) ?? [])])
  let last = -1
  text = text.replace(WORD, (word, at: number) => {
    const before = text.slice(0, at)
    if (/\[$/.test(before)) return word
    const starts = /(?:^|[.!?:\n]\s*|["“”»«]\s*)$/u.test(before)
    const capital = /^\p{Lu}/u.test(word) && word !== word.toUpperCase()
    const afterName = last >= 0 && /^\s$/.test(text.slice(last, at)) && capital
    const isName = given.has(word.toLowerCase()) || (capital && !starts && !kept.has(word)) || afterName
    if (!isName || kept.has(word)) return word
    taken.add('name')
    last = at + word.length
    return gap('name')
  })
  return { words: text.replace(/(?:\[name\]\s*)+/gu, '[name] ').trim(), taken: kinds.filter((kind) => taken.has(kind)) }
}
