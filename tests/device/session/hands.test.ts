/** What a caseworker does at the box is seen by the citizen, noted, and never more than they may. */
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

function visit() {
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
    lookUp: async () => facts,
    print: async (paper) => {
      slips.push('text' in paper ? paper.text : paper.is)
      return 'printed'
    },
    changed() {},
  })
  let n = 0
  const take = (hand: HandAct) => hands.take(`hand ${(n += 1)}`, hand)
  /** Asks a control question and answers it as the citizen. */
  const control = async (fact: RegisterFacts[number]['fact'], ...answers: string[]) => {
    await take({ is: 'control', fact })
    for (const answer of answers) hands.reply(stage.state.question!.id, answer)
  }
  return { stage, hands, runner, noted, slips, take, control, end: () => hands.forget() }
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

test('nobody signs, agrees or confirms who they are in the citizen’s place', async () => {
  const { stage, runner, noted, take, end } = visit()
  for (const step of ['privacy', 'holder', 'review'] as const) {
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
  assert.equal(hands.view, { paper: null, register: null, control: { asked: [], stands: 'none' }, question: null })
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

test.run()
