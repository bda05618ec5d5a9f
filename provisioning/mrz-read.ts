import { readFile } from 'node:fs/promises'
import { parseMrz } from '../device/identity/mrz.ts'
import { lookAt } from '../drivers/mrz/ocr/picture.ts'
import { parseArguments } from './arguments.ts'
import { mrzSentence } from './mrz-parse.ts'
import { Usage, type Verb } from './verb.ts'

const why = {
  none: 'There is no machine readable zone in the picture.',
  unsure:
    'There are lines of a machine readable zone, but not every character can be read for certain: use a sharper picture.',
}

/** Reads the zone off a picture of a document page, as the document camera does. */
export const mrzRead: Verb = {
  usage: 'PICTURE   (JPEG or PNG of the page, 6 pixels a millimetre or more)',
  async run(args) {
    const { rest } = parseArguments(args, [])
    const [file] = rest
    if (!file || rest.length > 1) throw new Usage('Give one picture of the page.')
    const bytes = await readFile(file).catch(() => {
      throw new Usage(`${file} cannot be read.`)
    })
    const look = await lookAt(bytes)
    if (look.is !== 'read') throw new Usage(why[look.is])
    const result = parseMrz(look.lines.join('\n'), new Date())
    if (result.is === 'unreadable') throw new Usage(mrzSentence(result))
    const { format, lines, document, holder, corrections } = result.mrz
    const three = (value: number) => Math.round(value * 1_000) / 1_000
    const [likeness, lead] = [three(look.likeness), three(look.lead)]
    return {
      json: { format, lines, document, holder, corrections, likeness, lead },
      lines: [...lines, `least likeness ${likeness}, least lead over another character ${lead}`],
    }
  },
}
