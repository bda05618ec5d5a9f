import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openDays, weekday } from '../../../device/rules/calendar.ts'
import { poisson } from '../../../hub/planning/arrivals.ts'
import { AFTER_CLOSING, trueLevel } from '../../../hub/planning/generate.ts'
import { stream } from '../../../hub/planning/random.ts'
import { backtest, type DayCount, fit, forecast, quarterHours } from '../../../hub/staffing/forecast.ts'

const test = suite('forecast')

/** Counts of known truth: the published season, Mondays and growth, with Poisson chance. */
function history(seed: number, days: number, size: number, trend: number): (DayCount & { truth: number })[] {
  const from = '2024-01-02'
  const draw = stream(seed)
  return openDays(from, days).map((day) => {
    const truth = size * trueLevel(day, from, trend)
    return { day, truth, count: poisson(truth, draw()) }
  })
}

test('it beats the season’s naive forecasts on data of known truth, and comes close to the truth', () => {
  for (const seed of [1, 2, 3]) {
    const days = history(seed, 750, 60, 0.03)
    const [ours, week, year] = backtest(days, 500, 25)
    assert.ok(ours!.wape < week!.wape * 0.85, `${ours!.wape} against last week ${week!.wape}`)
    assert.ok(ours!.wape < year!.wape * 0.85, `${ours!.wape} against last year ${year!.wape}`)
    const model = fit(days.slice(0, 700))
    const error = days.slice(700).map(({ day, truth }) => Math.abs(forecast(model, day) / truth - 1))
    assert.ok(error.reduce((sum, x) => sum + x, 0) / error.length < 0.08, 'mean error against the truth')
  }
})

test('growth, Mondays and the day after a holiday are found', () => {
  const model = fit(history(9, 750, 400, 0.05))
  assert.ok(Math.abs(model.trend - 1.048) < 0.015, `trend ${model.trend}`)
  assert.ok(Math.abs(model.weekday[0]! / model.weekday[2]! - 1.375) < 0.03)
  assert.ok(Math.abs(model.afterClosing - AFTER_CLOSING) < 0.06, `after closing ${model.afterClosing}`)
})

test('a place that was closed for weeks, and one with hardly any visits, still get a forecast', () => {
  const days = history(4, 300, 0.3, 0).filter(({ day }) => day < '2024-06-01' || day > '2024-07-15')
  const model = fit(days)
  const next = openDays('2025-04-01', 1)[0]!
  assert.ok(Number.isFinite(forecast(model, next)) && forecast(model, next) >= 0)
  assert.ok(weekday(next) <= 5)
  assert.throws(() => fit(days.slice(0, 5)), /ten open days/)
})

test('quarter hours add up', () => {
  const shares = quarterHours([480, 490, 500, 1439, 1440])
  assert.ok(Math.abs(shares.reduce((sum, x) => sum + x, 0) - 1) < 1e-12)
  assert.is(shares[32], 0.4)
})

test.run()
