import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { daysOff, easter, isoWeek, openDays, weekday } from '../../../device/rules/calendar.ts'

const test = suite('the Danish calendar')

test('Easter falls where the almanac says', () => {
  assert.equal([2019, 2024, 2025, 2026, 2027, 2038].map(easter), [
    '2019-04-21',
    '2024-03-31',
    '2025-04-20',
    '2026-04-05',
    '2027-03-28',
    '2038-04-25',
  ])
})

test('Great Prayer Day is a holiday to 2023 and not after', () => {
  const has = (year: number) => daysOff(year).some(({ name }) => name === 'Store bededag')
  assert.equal([2022, 2023, 2024, 2026].map(has), [true, true, false, false])
  assert.is(daysOff(2023).find(({ name }) => name === 'Store bededag')?.day, '2023-05-05')
})

test('week numbers at the turn of the year', () => {
  assert.equal(['2024-12-30', '2021-01-03', '2026-01-01', '2026-12-31'].map(isoWeek), [1, 53, 1, 53])
  assert.is(weekday('2026-06-05'), 5)
})

test('a year has about 250 open days, none of them a holiday', () => {
  const days = openDays('2026-01-01', 250)
  assert.is(days[0], '2026-01-02')
  assert.ok(!days.includes('2026-06-05') && !days.includes('2026-05-14') && !days.includes('2026-12-24'))
  assert.ok(days.at(-1)! > '2026-12-20' && days.at(-1)! < '2027-01-10', days.at(-1))
})

test.run()
