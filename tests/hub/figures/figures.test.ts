import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { chanceDefinition, definitions } from '../../../hub/figures/definitions.ts'
import { csvOf, xlsxOf } from '../../../hub/figures/export.ts'
import { factsOf, waitMinutes } from '../../../hub/figures/facts.ts'
import { figuresOf } from '../../../hub/figures/figures.ts'
import { figureIds } from '../../../hub/figures/spec.ts'
import { specs } from '../../../hub/figures/specs.ts'
import { groupsOf, type Observation, SMALL, statOf } from '../../../hub/figures/stats.ts'
import { calibrationCsv } from '../../../hub/figures/visits-of.ts'
import { calibrate } from '../../../hub/planning/calibrate.ts'
import { shuffled, someLines } from './lines.ts'

const test = suite('figures')
const until = Date.parse('2026-03-02T00:00:00Z')
const period = { from: '2026-02-02', to: '2026-03-01', place: null }
const lines = someLines(1)
const facts = factsOf(lines, until)
const found = figuresOf(facts, period)
const figure = (id: string) => found.figures.find((one) => one.id === id)!

test('the same happenings in another order, some told twice, give the same bytes', () => {
  const bytes = JSON.stringify(found)
  for (const seed of [1, 2, 3])
    assert.is(JSON.stringify(figuresOf(factsOf(shuffled(lines, seed), until), period)), bytes)
})

test('every figure has a value here, and a definition in both languages', () => {
  for (const id of figureIds) {
    assert.ok(
      specs.some((one) => one.id === id),
      id,
    )
    const { name, what } = definitions[id]
    for (const words of [name, what]) assert.ok(words.da.length > 2 && words.en.length > 2, id)
    if (id !== 'callHit') assert.ok(figure(id).total.n! > 0, `${id} is empty`)
  }
  assert.ok(chanceDefinition.what.da.length > 20)
})

test('a wait begins when one is both here and due, and is the same number in the file for the simulator', () => {
  const early = facts.visits.find((one) => one.way === 'booked' && one.arrived! < one.due! && one.called)!
  assert.is(waitMinutes(early), (early.called! - early.due!) / 60_000)
  const late = facts.visits.find((one) => one.way === 'booked' && one.arrived! > one.due! && one.called)!
  assert.is(waitMinutes(late), (late.called! - late.arrived!) / 60_000)
  const { rows, measured } = calibrate(calibrationCsv(facts, 'raadhus'))
  assert.is(rows.wrong.length, 0, JSON.stringify(rows.wrong))
  assert.ok(Math.abs(measured['noShow']!.value - figure('noShow').total.value!) < 1e-4)
})

test('each aid has its share of the visits; one that few have used is not told', () => {
  const modes = (of: typeof found) =>
    of.figures.find((one) => one.id === 'access')!.by.find(({ dim }) => dim === 'mode')
  assert.equal(
    modes(found)!.groups.map(({ key, value }) => [key, value]),
    [['large-text', 1]],
  )
  const few = figuresOf(factsOf(lines, until), { ...period, to: '2026-02-05' })
  assert.is(modes(few), undefined)
})

test('the last tap of a visit counts, once', () => {
  assert.is(figure('timesSuited').total.value, 1)
  assert.is(facts.surveys.length, 20)
})

test('a cell of fewer than five says nothing, and cannot be worked out from its neighbours', () => {
  const some = (key: string, count: number): Observation[] =>
    Array.from({ length: count }, (_, i) => ({ value: 1, day: `2026-02-0${1 + (i % 9)}`, keys: { place: key } }))
  const groups = groupsOf([...some('a', 30), ...some('b', 12), ...some('c', SMALL - 1)], 'place', 'count')
  assert.equal(
    groups.map(({ key, hidden, value }) => [key, hidden, value]),
    [
      ['a', false, 30],
      ['b', true, null],
      ['c', true, null],
    ],
  )
  assert.ok(statOf(some('a', SMALL - 1), 'share').hidden)
  assert.is(statOf([], 'mean').value, null)
})

test('shares stay between nothing and all, and hold their own interval', () => {
  for (const { id, kind, total } of found.figures)
    if (total.value !== null && total.ci95) {
      assert.ok(total.ci95[0] <= total.value + 1e-9 && total.value <= total.ci95[1] + 1e-9, id)
      if (kind === 'share' && id !== 'handoffShare') assert.ok(total.value >= 0 && total.value <= 1, id)
    }
  assert.ok(Math.abs(figure('boxUptime').total.value! - 0.5) < 0.26)
})

test('the effect of the chance queue is told only where days can be compared', () => {
  assert.ok(found.chance.daysWith >= 5 && found.chance.daysWithout >= 5)
  const served = found.chance.measures.find(({ measure }) => measure === 'served')!
  assert.ok(Math.abs(served.difference! - 1) < 1.2)
  assert.ok(served.ci95![0] < served.difference! && served.difference! < served.ci95![1])
  const none = figuresOf(factsOf(lines.slice(0, 60), until), period).chance
  assert.ok(none.measures.every(({ difference }) => difference === null))
})

test('the files hold every figure, and no cell that a spreadsheet would run', async () => {
  const csv = csvOf(found, 'da')
  for (const id of figureIds) assert.match(csv, new RegExp(`\n${id};`))
  assert.match(csv, /\d,\d/)
  assert.not.match(csvOf(found, 'en'), /(^|,)[=@]/m)
  const xlsx = await xlsxOf(found, 'da')
  assert.is(xlsx.subarray(0, 2).toString(), 'PK')
  assert.ok(xlsx.length > 5_000)
})

test.run()
