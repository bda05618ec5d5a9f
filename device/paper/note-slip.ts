import type { SlipLine } from '../../drivers/printer/escpos/encode.ts'
import type { Letterhead } from './letterhead.ts'
import type { NoteWords } from './note.ts'

/** The same words on 80 mm of paper. */
export function noteSlip(words: NoteWords, { name, phone }: Letterhead): SlipLine[] {
  const lines: SlipLine[] = [
    { is: 'text', text: name, centre: true },
    { is: 'rule' },
    { is: 'text', text: words.title, bold: true, large: true },
  ]
  const text = (words: string, bold = false) => lines.push({ is: 'text', text: words, bold })
  if (words.lead) text(words.lead)
  if (words.box) {
    text('')
    text(words.box.label)
    lines.push({ is: 'text', text: words.box.value, bold: true, large: true })
  }
  for (const [label, value] of words.facts) {
    text('')
    text(label)
    text(value, true)
  }
  for (const { head, lines: said } of words.parts) {
    text('')
    if (head) text(head, true)
    for (const line of said) text(line)
  }
  lines.push({ is: 'rule' }, { is: 'text', text: phone, centre: true })
  return lines
}
