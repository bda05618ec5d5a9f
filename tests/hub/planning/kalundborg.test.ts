import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { kalundborg } from '../../../hub/planning/kalundborg.ts'
import { summary, table } from '../../../hub/planning/kalundborg-text.ts'
import { planOf } from '../../../hub/planning/plan.ts'
import { noShow, publishedScenario, weekdayFactors } from '../../../hub/planning/published.ts'
import { readScenario } from '../../../hub/planning/read-scenario.ts'

const test = suite('Kalundborg’s question')

const answer = await kalundborg({ runs: 2, sensitivity: false })
const row = (name: string) => answer.rows.find((one) => one.name === name)!

test('the five scenarios stand side by side with today, with intervals', () => {
  assert.equal(
    answer.rows.map(({ name, posts }) => [name, posts]),
    [
      ['today', 5],
      ['withoutBooking', 5],
      ['chanceQueue', 5],
      ['twoPostsFewer', 3],
      ['twoBoxesMore', 5],
    ],
  )
  for (const { name, against } of answer.rows) assert.is(against === null, name === 'today')
  assert.ok(answer.sameService.moneyCi95![0] < answer.sameService.moneyPerYear)
  assert.ok(answer.sameService.moneyCi95![1] > answer.sameService.moneyPerYear)
})

test('a chance queue serves more for the same posts and keeps its promise', () => {
  const { result, against } = row('chanceQueue')
  assert.ok(against!['served']!.clear && against!['served']!.difference > 500)
  assert.ok(result.standby!.delayedShare! < 0.1)
  assert.ok(Math.abs(against!['costPerYear']!.difference) < 10_000)
})

test('two posts fewer are cheaper, and citizens pay in waiting for a time', () => {
  const { against, result } = row('twoPostsFewer')
  assert.ok(against!['costPerYear']!.difference < -900_000)
  assert.ok(result.leadDays! > 5 && result.noTime > 1000)
})

test('every assumption is printed and called one, and no published figure stands without its source', () => {
  assert.ok(answer.assumptions.length > 15)
  for (const { name, label, source } of answer.assumptions) {
    assert.ok(label === 'assumption' || label === 'published', name)
    assert.ok(source.length > 3, name)
  }
  for (const { label } of answer.costs) assert.is(label, 'assumption')
})

test('the sentences exist in both languages and hold no holes', () => {
  for (const language of ['da', 'en'] as const)
    for (const line of [...summary(answer, language), ...table(answer, language)])
      assert.not.match(line, /NaN|undefined|null|Infinity/)
  assert.match(summary(answer, 'da').join(' '), /chancekø/)
})

test('the published figures make a scenario that runs', () => {
  for (const visits of [1, 100, 5000]) planOf(readScenario(JSON.stringify(publishedScenario(visits))))
  assert.ok(Math.abs(weekdayFactors().reduce((sum, x) => sum + x, 0) / 5 - 1) < 1e-12)
  for (const { from, source } of noShow) assert.ok(/^\d{4}-\d\d-\d\d$/.test(from) && source.length > 0)
})

test.run()
