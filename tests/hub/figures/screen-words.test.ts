import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Kind, screenWords } from '../../../hub/figures/screen-words.ts'

const test = suite('screening of free words')
const places = ['Hovedbiblioteket', 'Borgerservice på rådhuset']

const personal: [text: string, hidden: string[], kinds: Kind[]][] = [
  ['mit cpr er 010190-1234', ['010190', '1234'], ['cpr']],
  ['cpr 0101901234 og 010190 1234', ['0101901234', '010190 1234'], ['cpr']],
  ['skriv til anna.b@eksempel.dk eller anna (a) eksempel punktum dk', ['anna.b', 'eksempel'], ['email']],
  ['ring 22 33 44 55 eller +4522334455', ['22 33', '4522334455'], ['phone']],
  ['jeg hedder anna prøvesen', ['anna', 'prøvesen'], ['name']],
  ['Mette i skranken var sur', ['Mette'], ['name']],
  ['hun hed Aisha Khan-Olsen', ['Aisha', 'Khan'], ['name']],
  ['Hilsen Bo', ['Bo'], ['name']],
  ['bor Nørregade 12, 2. tv, 4400 Kalundborg', ['Nørregade', '12', 'Kalundborg'], ['address']],
  ['mit pas har nummer AB1234567', ['AB1234567'], ['number']],
  ['se https://eksempel.dk/anna', ['https', 'eksempel'], ['link']],
  ['My name is John Smith', ['John', 'Smith'], ['name']],
  ['zero\u200bwidth 0101\u200b90-1234', ['1234'], ['cpr']],
]

for (const [text, hidden, kinds] of personal)
  test(`taken out: ${text}`, () => {
    const { words, taken } = screenWords(text, places)
    for (const part of hidden) assert.not.ok(words.includes(part), `“${part}” is still in “${words}”`)
    for (const kind of kinds) assert.ok(taken.includes(kind), `${taken}`)
  })

for (const text of [
  'Det gik hurtigt, men der var ingen tider efter kl. 15.30.',
  'Ventede 45 minutter på Hovedbiblioteket. Tiden var kl. 10.15 den 3. maj.',
  'Mit MitID virkede ikke, og Digital Post var nede i 2026.',
  'Great help at the box, but it took 20 minutes.',
])
  test(`left as it is: ${text}`, () => assert.equal(screenWords(text, places), { words: text, taken: [] }))

test('nothing that was taken is kept', () => {
  assert.equal(Object.keys(screenWords('Mette 010190-1234', [])).sort(), ['taken', 'words'])
})

test.run()
