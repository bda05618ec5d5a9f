/** What a caseworker does at the box is seen by the citizen, noted, and never more than they may. */
import sharp from 'sharp'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { HandAct, RegisterFacts } from '../../../device/contract/desk.ts'
import { controlRules, controlStands, sameWords } from '../../../device/rules/control.ts'
import { Hands } from '../../../device/session/hands.ts'
import { Stage } from '../../../device/session/stage.ts'
import { Runner } from '../../../device/tasks/runner.ts'

const test = suite('the caseworker’s hands at the box')
const facts: RegisterFacts = [
  { fact: 'street', value: 'Strandvejen 14' },
  { fact: 'birthplace', value: 'Kalundborg' },
  { fact: 'mothers-first-name', value: 'Åse' },
  { fact: 'moved-year', value: '2011' },
]

/** The room's own devices, as drivers show them. */
function roomWithEverything() {
  const did: string[] = []
  return {
    did,
    devices: {
      column: {
        move: async (direction: string) => {
          did.push(direction)
          return 'moved' as const
        },
        close() {},
      },
      light: { hasSoft: true, hasFlash: false, soft: (on: boolean) => did.push(`light ${on}`), flash() {}, close() {} },
      mrz: {
        photograph: () =>
          sharp({ create: { width: 800, height: 600, channels: 3, background: 'white' } })
            .jpeg()
            .toBuffer(),
      },
    },
  }
}

function visit() {
  const room = roomWithEverything()
  const stage = new Stage('Prøveby', 'da', { is: 'with-caseworker' })
  const noted: string[] = []
  const slips: string[] = []
  const runner = new Runner({
    step() {},
    show: (askId, ask) => stage.set({ askId, ask }),
    done() {},
    fault() {},
  })
  const hands = new Hands({
    stage,
    runner,
    by: () => 'Mette Holm',
    now: new Date('2026-03-02'),
    noted: (act, step, detail) => noted.push([act, step, detail].filter(Boolean).join(' ')),
    holder: () => 'Anna',
    lookUp: async () => facts,
    print: async (paper) => {
      slips.push('text' in paper ? paper.text : paper.is)
      return 'printed'
    },
    devices: room.devices,
    chooseFinger: () => true,
    changed() {},
  })
  let n = 0
  const take = (hand: HandAct) => hands.take(`hand ${(n += 1)}`, hand)
  /** Asks a control question and answers it as the citizen. */
  const control = async (fact: RegisterFacts[number]['fact'], ...answers: string[]) => {
    await take({ is: 'control', fact })
    for (const answer of answers) hands.reply(stage.state.question!.id, answer)
  }
  return { stage, hands, runner, noted, slips, did: room.did, take, control, end: () => hands.forget() }
}

test('typing for somebody who cannot: the answer counts, the citizen sees who did it', async () => {
  const { stage, runner, noted, take, end } = visit()
  const done = runner.run((it) =>
    it.once('contact', [], async (io) => {
      io.show({ is: 'contact', places: [] })
      return io.answer()
    }),
  )
  await take({ is: 'answer', askId: stage.state.askId, answer: { is: 'contact', phone: '12345678', place: 'a' } })
  assert.equal(await done, { is: 'contact', phone: '12345678', place: 'a' })
  assert.equal(stage.state.act, { n: 1, act: 'type', step: 'contact', by: 'Mette Holm' })
  assert.equal(noted, ['type contact'])
  end()
})

test('nobody signs, agrees, declares on their honour or confirms who they are in the citizen’s place', async () => {
  const { stage, runner, noted, take, end } = visit()
  for (const step of ['privacy', 'holder', 'declaration', 'review'] as const) {
    const asked = new Promise<void>((resolve) => {
      void runner
        .run((it) =>
          it.once(step, [], async (io) => {
            io.show({ is: 'privacy' })
            resolve()
            return io.answer()
          }),
        )
        .catch(() => {})
    })
    await asked
    await take({ is: 'answer', askId: stage.state.askId, answer: { is: 'yes' } })
  }
  await take({ is: 'answer', askId: 'signature:9', answer: { is: 'strokes', strokes: [] } })
  assert.equal(noted, [])
  assert.is(stage.state.act, null)
  runner.end(new Error('over'))
  end()
})

test('a question in the caseworker’s words is answered once; the same act sent twice is one act', async () => {
  const { stage, hands, noted, end } = visit()
  const ask: HandAct = { is: 'question', question: { text: 'Har du glemt noget?', answer: 'yes-no' } }
  await hands.take('one', ask)
  const { id } = stage.state.question!
  hands.reply(id, 'Nej')
  await hands.take('one', ask)
  hands.reply(id, 'Ja')
  assert.equal(hands.view.question, { text: 'Har du glemt noget?', answer: 'Nej' })
  assert.is(stage.state.question, null)
  assert.equal(noted, ['question'])
  end()
})

test('pointing and printing are shown and noted', async () => {
  const { stage, noted, slips, take, end } = visit()
  await take({ is: 'point', at: 'reader' })
  assert.is(stage.state.point, 'reader')
  await take({ is: 'point', at: null })
  assert.is(stage.state.point, null)
  await take({ is: 'slip', text: 'Kom igen på mandag.' })
  assert.equal(slips, ['Kom igen på mandag.'])
  assert.equal(noted, ['point reader', 'slip slip'])
  end()
})

test('control questions: three right are enough, and no answer stands anywhere', async () => {
  const { stage, hands, noted, take, control, end } = visit()
  await take({ is: 'control', fact: 'street' })
  assert.is(stage.state.question, null, 'not before the register was asked')
  await take({ is: 'register' })
  await take({ is: 'control', fact: 'street' })
  assert.is(stage.state.question!.secret, true)
  assert.is(stage.state.question!.text, null, 'the screen has the words, the wire only the subject')
  hands.reply(stage.state.question!.id, 'STRANDVEJEN')
  await control('birthplace', 'ved ikke', 'kalundborg')
  assert.is(hands.view.control!.stands, 'open')
  await control('mothers-first-name', 'Aase')
  assert.is(hands.view.control!.stands, 'passed')
  assert.equal(noted, [
    'register',
    'control street',
    'control street right',
    'control birthplace',
    'control birthplace right',
    'control mothers-first-name',
    'control mothers-first-name right',
  ])
  end()
})

test('somebody who guesses is stopped: two tries a question, two wrong questions, and none twice', async () => {
  const { stage, hands, take, control, end } = visit()
  await take({ is: 'register' })
  await control('street', 'Havnegade', 'Skovvej')
  await control('birthplace', 'Odense', 'Køge')
  assert.is(hands.view.control!.stands, 'failed')
  await take({ is: 'control', fact: 'moved-year' })
  await take({ is: 'control', fact: 'street' })
  assert.is(stage.state.question, null)
  assert.equal(
    hands.view.control!.asked.map(({ is, tries }) => [is, tries]),
    [
      ['wrong', 2],
      ['wrong', 2],
    ],
  )
  hands.forget()
  const { register, control: standing, question } = hands.view
  assert.equal(
    { register, control: standing, question },
    { register: null, control: { asked: [], stands: 'none' }, question: null },
  )
  end()
})

test('people write as they write', () => {
  assert.ok(sameWords('strandvejen 14', 'Strandvejen 14'))
  assert.ok(sameWords('Møllebakken', 'Møllebakken 51'))
  assert.ok(sameWords('aase', 'Åse'))
  assert.ok(sameWords('Jorgen'.replace('o', 'ø'), 'Jørgen'))
  assert.not(sameWords('', 'Åse'))
  assert.not(sameWords('Strand', 'Strandvejen 14'))
  assert.not(sameWords('2012', '2011'))
  assert.is(controlStands([], '2026-01-01'), 'none')
  assert.ok(Object.values(controlRules).every(([one]) => one!.source.includes('assumption')))
})

test('camera, light and a paper under the camera: each is shown, noted, and over when the caseworker has gone', async () => {
  const { stage, hands, noted, did, take, end } = visit()
  assert.equal(hands.view.fitted, { column: true, light: 'off', papers: true })
  await take({ is: 'column', direction: 'up' })
  assert.is(stage.state.act?.act, 'column-up')
  await take({ is: 'light', on: true })
  assert.is(hands.view.fitted?.light, 'on')
  await take({ is: 'photograph', zoom: 1, x: 0.5, y: 0.5 })
  await take({ is: 'photograph', zoom: 3, x: 0.1, y: 0.9 })
  const [part, whole] = hands.view.papers!
  const size = async (image: string) => (await sharp(Buffer.from(image.split(',')[1]!, 'base64')).metadata()).height
  assert.equal([await size(whole!.image!), await size(part!.image!)], [600, 1053])
  assert.is(stage.state.act?.act, 'photograph')
  assert.equal(noted, ['column-up', 'light-on', 'photograph zoom 1', 'photograph zoom 3'])
  hands.clear()
  assert.equal(did, ['up', 'light true', 'light false'])
  assert.equal(hands.view.papers, [])
  end()
})

test('somebody may come into the call: only the citizen says so, once for each, and sends them away again', async () => {
  const { stage, hands, noted, take, end } = visit()
  const enters = (guest: string, kind: 'relative' | 'interpreter-voice') =>
    hands.guests.enter({ is: 'guest', guest, kind, name: 'Amal', iceServers: [], iceTransportPolicy: 'all' })
  assert.not(enters('nobody asked', 'interpreter-voice'))
  await take({ is: 'invite', kind: 'interpreter-voice' })
  const { question } = stage.state
  assert.is(question!.guest, 'interpreter-voice')
  // Another question cannot push this one away.
  await take({ is: 'question', question: { text: 'Hvad hedder du?', answer: 'words' } })
  assert.is(stage.state.question!.id, question!.id)
  assert.not(enters('too early', 'interpreter-voice'))
  hands.reply(question!.id, 'Ja', true)
  assert.is(stage.state.question, null)
  assert.not(enters('another kind', 'relative'))
  assert.ok(enters('interpreter', 'interpreter-voice'))
  assert.not(enters('one more on the same word', 'interpreter-voice'))
  assert.equal(
    stage.state.guests!.map(({ guest, sees }) => [guest, sees]),
    [['interpreter', false]],
  )
  await take({ is: 'invite', kind: 'relative' })
  hands.reply(stage.state.question!.id, 'Nej', false)
  assert.not(enters('refused', 'relative'))
  hands.clear()
  assert.equal(stage.state.guests, [])
  assert.equal(noted, [
    'guest interpreter-voice asked',
    'guest interpreter-voice yes',
    'guest interpreter-voice in: Amal',
    'guest relative asked',
    'guest relative no',
    'guest interpreter-voice out',
  ])
  end()
})

test.run()
