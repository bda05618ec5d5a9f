/**
 * 100 visits (VISITS=n), and then everything that box and hub have written is searched for what the caseworker saw of the
 * citizens: names, numbers, dates of birth, telephone, pictures, prints, signature. The issuing authority may keep it, nobody else.
 */
import type { DeskView } from '../../device/contract/desk.ts'
import { allBytes, ground } from '../journeys/ground.ts'

const VISITS = Number(process.env.VISITS ?? 100)
/** Long enough that no other word holds it by chance. */
const SHORTEST = 6
/** Base64 of a picture, from its middle: every picture begins alike. */
const SLICE = 40

/** What is personal in a desk's view, as text to look for. */
function personalIn(view: DeskView): string[] {
  const leaves = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(leaves) : []
  const pictures = [
    view.portraits.chip,
    view.portraits.live,
    view.signature,
    ...view.fingers.map(({ preview }) => preview),
  ].filter((picture) => picture !== null)
  const slices = pictures.map((url) => url.slice(url.length >> 1, (url.length >> 1) + SLICE))
  const words = leaves(view.applicant).filter((word) => /\d{4}|\s|[A-ZÆØÅ]{3}/.test(word) && !/^[a-z-]+$/.test(word))
  const phone = view.contact?.phone ? [view.contact.phone] : []
  const raw = slices.map((slice) => Buffer.from(slice.slice(0, 40), 'base64').toString('latin1'))
  return [...words, ...words.map((word) => word.replaceAll('-', '')), ...phone, ...slices, ...raw].filter(
    (word) => word.length >= SHORTEST,
  )
}

const room = await ground()
const needles = new Set<string>()
const found: string[] = []
const desk = room.desk({
  onView(view) {
    for (const word of personalIn(view)) needles.add(word)
    // The robot decides by itself.
    return false
  },
})
let done = 0
let bytesSeen = 0
try {
  for (; done < VISITS; done += 1) {
    const { outcome } = await room.visit('good')
    if (outcome !== 'approved') throw new Error(`visit ${done + 1} ended ${outcome}`)
  }
  await desk.leave()
  const look = (where: string, text: string | Buffer) => {
    bytesSeen += text.length
    for (const needle of needles)
      if (typeof text === 'string' ? text.includes(needle) : text.includes(needle, 0, 'latin1'))
        found.push(`${where}: ${needle.slice(0, 3)}…`)
  }
  for (const line of room.logs) if (/^(box|hub) /.test(line)) look(`log of the ${line.slice(0, 3)}`, line)
  for (const { file, bytes } of allBytes(room.folder)) {
    const inside = file.slice(room.folder.length + 1)
    // The virtual devices are the citizens themselves, the authority is whom the application is for.
    if (!/^(bench|authority)/.test(inside)) look(inside, bytes)
  }
} finally {
  await room.dispose()
}
console.log(
  `privacy: ${done} visits, ${needles.size} personal words and pictures looked for in ${Math.round(bytesSeen / 1e6)} MB of logs, ledgers, outbox and database: ${found.length} found`,
)
for (const one of new Set(found)) console.log(`  ${one}`)
process.exit(found.length > 0 || needles.size < 5 ? 1 : 0)
