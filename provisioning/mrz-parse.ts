import { type MrzResult, parseMrz } from '../device/identity/mrz.ts'
import { parseArguments } from './arguments.ts'
import { Usage, type Verb } from './verb.ts'

const why: Record<Extract<MrzResult, { is: 'unreadable' }>['reason'], string> = {
  format: 'The text is no machine readable zone: three lines of 30 characters, or two of 36 or 44, are needed.',
  'other-document': 'This is the machine readable zone of another kind of document:',
  characters: 'A character stands where it cannot, in',
  'check-digits': 'A check digit does not hold, and no correction is proven:',
  dates: 'A date is no date:',
}

/** What an unreadable zone is told as. */
export function mrzSentence(result: Extract<MrzResult, { is: 'unreadable' }>): string {
  const fields = result.fields.join(', ')
  return fields === '' ? why[result.reason] : `${why[result.reason]} ${fields}.`
}

/** Reads the lines of a passport or identity card given as text. */
export const mrzParse: Verb = {
  usage: 'TEXT   (the lines, parted by line feeds or blanks)',
  async run(args) {
    const { rest } = parseArguments(args, [])
    if (rest.length === 0) throw new Usage('Give the lines of the machine readable zone as one text.')
    const result = parseMrz(rest.join('\n'), new Date())
    if (result.is === 'unreadable') throw new Usage(mrzSentence(result))
    const { format, lines, document, holder, corrections } = result.mrz
    return {
      json: { format, lines, document, holder, corrections },
      lines: [
        `${format} ${document.type} ${document.issuingState} ${document.number}, expires ${document.expiry}`,
        `${holder.surname}, ${holder.givenNames}, born ${holder.dateOfBirth}, ${holder.sex}, ${holder.nationality}`,
        ...corrections.map(
          ({ field, line, column, read, corrected }) =>
            `corrected: ${field}, line ${line}, column ${column}: ${read} is ${corrected}`,
        ),
      ],
    }
  },
}
