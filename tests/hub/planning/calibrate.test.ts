import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { BadInput } from '../../../hub/planning/bad-input.ts'
import { calibrate } from '../../../hub/planning/calibrate.ts'
import { CSV_HEADER, csvLine, generate, municipality } from '../../../hub/planning/generate.ts'
import { planOf } from '../../../hub/planning/plan.ts'
import { readScenario } from '../../../hub/planning/read-scenario.ts'
import { resultOf } from '../../../hub/planning/result.ts'
import { simulate } from '../../../hub/planning/simulate.ts'

const test = suite('from visits to a scenario')

const places = municipality.slice(2, 4)
const csv = (seed: number) =>
  [CSV_HEADER, ...[...generate({ seed, from: '2026-01-01', days: 120, places })].map(csvLine)].join('\n')
const text = csv(3)

test('what was put into a generated municipality comes out again', () => {
  const { measured, scenario, rows, days } = calibrate(text, { place: 'Nordbyen' })
  assert.equal(rows.wrong, [])
  assert.is(days.count, 120)
  const within = (name: string, truth: number) => {
    const { value, ci95 } = measured[name]!
    // A 95 % interval misses now and then: a third more on either side.
    const slack = (ci95![1] - ci95![0]) / 6
    assert.ok(ci95![0] - slack <= truth && truth <= ci95![1] + slack, `${name} ${value} [${ci95}], truth ${truth}`)
  }
  within('serviceMinutes', 12)
  within('noShow', 0.11)
  within('patienceMinutes', 45)
  assert.ok(Math.abs(measured['serviceCv']!.value - 0.5) < 0.03)
  assert.is(scenario.service.distribution, 'lognormal')
  assert.equal(scenario.open, [9, 16])
  assert.is(scenario.arrivals.booked?.slotMinutes, 15)
  const factors = scenario.arrivals.walkIn!.dayFactors!
  assert.ok(factors[0]! / factors[2]! > 1.2 && factors[0]! / factors[2]! < 1.5, `Monday ${factors}`)
})

test('the scenario runs, and gives about the visits and waits it came from', async () => {
  const { scenario, days } = calibrate(text, { place: 'Nordbyen' })
  const result = resultOf(await simulate(readScenario(JSON.stringify({ ...scenario, runs: 4, days: 100 })), 1))
  const lines = text.split('\n').filter((line) => line.startsWith('Nordbyen') && line.endsWith('served'))
  const ratio = result.served / result.days / (lines.length / days.count)
  assert.ok(Math.abs(ratio - 1) < 0.05, `${ratio}`)
})

test('the same seed gives the same visits, another seed others', () => {
  assert.is(csv(3), text)
  assert.is.not(csv(4), text)
})

test('odd rows are left out, counted, and named by line', () => {
  const rows = [
    CSV_HEADER,
    'A,booked,passport,2026-01-05T09:00,2026-01-05T08:58,2026-01-05T09:00,2026-01-05T09:12,served',
    'A,booked,passport,2026-01-05T09:15,,,,no-show',
    'A,walk-in,passport,,2026-01-05T09:20,2026-01-05T09:21,2026-01-05T09:30,served',
    'A,walk-in,passport,,2026-01-05T09:40,2026-01-05T09:30,2026-01-05T09:50,served',
    'A,walk-in,passport,,yesterday,,,abandoned',
    'A,carrier pigeon,passport,,2026-01-05T09:40,,,served',
    'A,walk-in,passport,,2026-01-05T09:40,2026-01-05T09:45,2026-01-05T15:45,served',
    'A,walk-in,passport,,,,,no-show',
    'A,walk-in',
    'A,booked,"pass, lost",2026-01-06 09:00:30,2026-01-06 09:05:00,2026-01-06 09:05:00,2026-01-06 09:20:00,served',
    '',
  ]
  const { rows: counted } = calibrate(rows.join('\r\n'))
  assert.is(counted.read, 10)
  assert.is(counted.used, 4)
  assert.equal(
    counted.wrong.map(({ reason, lines }) => `${lines}: ${reason}`),
    [
      '5: started before arriving',
      '6: arrived is not a time YYYY-MM-DDTHH:MM',
      '7: channel is neither booked nor walk-in',
      '8: served for more than 240 minutes',
      '9: neither booked_for nor arrived is given',
      '10: too few columns',
    ],
  )
})

const refused: [why: string, text: string, place: string | undefined, sentence: RegExp][] = [
  ['an empty file', '', undefined, /must name the columns; missing: channel/],
  ['a file without visits', CSV_HEADER, undefined, /No row could be used/],
  ['two places and none chosen', text, undefined, /2 places: choose one with --place \(Nordbyen, Sydhavnen\)/],
  ['a place that is not there', text, 'Rådhuset', /No visit is at “Rådhuset”; the places are/],
]
for (const [why, input, place, sentence] of refused) {
  test(`${why} is refused with a sentence`, () => {
    assert.throws(
      () => calibrate(input, { place }),
      (error: unknown) => error instanceof BadInput && sentence.test(error.message),
    )
  })
}

test('semicolons and a byte order mark, as spreadsheets write them', () => {
  const spreadsheet = `\uFEFF${text.split('\n').slice(0, 300).join('\r\n').replaceAll(',', ';')}`
  const { scenario } = calibrate(spreadsheet)
  planOf(scenario)
})

test.run()
