/** What an errand costs, and what goes back: by the rules of the day, so that a receipt of any day can be worked out again. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ofPensionAge } from '../../../device/rules/age.ts'
import { type FeeRules, feeFor, feeRules, type RefundRules, refundFor } from '../../../device/rules/fees.ts'
import { planPassport } from '../../../device/rules/passport.ts'
import { deskFee, keptOf } from '../../../device/session/fee.ts'
import { feeOfErrand } from '../../../device/tasks/fees.ts'

const test = suite('fees')

test('who pays what for a passport, in kroner, by the date of birth alone', () => {
  const day = '2026-11-22'
  const table: [born: string, kroner: number | null, why: string][] = [
    ['2016-01-01', 150, 'a child under 12: no prints'],
    ['2014-11-22', 178, 'twelve today'],
    ['2008-11-23', 178, 'eighteen tomorrow'],
    ['2008-11-22', 890, 'eighteen today'],
    ['1959-11-23', 890, 'the pension comes tomorrow'],
    ['1959-11-22', 378, 'the pension’s age today'],
    ['1938-05-05', 378, 'long a pensioner'],
  ]
  for (const [born, kroner, why] of table) {
    const plan = planPassport(born, day)
    const fee = feeOfErrand(plan.errand, plan, new Date(`${day}T10:00:00Z`))
    assert.is(fee && fee.amount / 100, kroner, why)
    assert.is(fee?.pensioner, kroner === 378, why)
  }
})

test('the pension’s age goes by the day of birth, half years and short months among them', () => {
  const table: [born: string, first: string][] = [
    ['1953-12-31', '2018-12-31'],
    ['1954-01-01', '2019-07-01'],
    ['1954-08-31', '2020-08-31'],
    ['1955-03-31', '2021-10-01'],
    ['1955-07-01', '2022-07-01'],
    ['1962-12-31', '2029-12-31'],
    ['1963-01-01', '2031-01-01'],
    ['1964-02-29', '2032-02-29'],
    ['1966-02-29', '2034-03-01'],
    ['1967-01-01', '2036-01-01'],
  ]
  for (const [born, first] of table) {
    const before = new Date(Date.parse(`${first}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
    assert.is(ofPensionAge(born, first), true, `${born} on ${first}`)
    assert.is(ofPensionAge(born, before), false, `${born} on ${before}`)
  }
})

test('the day somebody reaches it never makes the price go up again', () => {
  for (const born of ['1955-03-31', '1956-02-29', '1959-12-31', '1965-06-30']) {
    let was = false
    for (let day = Date.parse('2020-01-01'); day < Date.parse('2034-12-31'); day += 86_400_000) {
      const is = ofPensionAge(born, new Date(day).toISOString().slice(0, 10))
      assert.ok(is || !was, born)
      was = is
    }
  }
})

test('a lost passport costs the document twice, prints once; other errands know no such rule', () => {
  const day = '2026-11-22'
  const one = { errand: 'passport-renewal', age: 40, lost: true, pensioner: false } as const
  assert.is(feeFor(one, day)?.amount, 2 * 86_200 + 2_800)
  assert.is(feeFor({ ...one, pensioner: true }, day)?.amount, 2 * 35_000 + 2_800)
  assert.is(feeFor({ ...one, errand: 'passport-child', age: 13 }, day)?.amount, 2 * 15_000 + 2_800)
  assert.is(feeFor({ ...one, errand: 'temporary-licence' }, day)?.amount, 23_000)
})

test('a receipt of an old day is worked out by the rule of that day; a future price waits for its day', () => {
  const certificate = { errand: 'residence-certificate', age: null, lost: false, pensioner: false } as const
  assert.is(feeFor(certificate, '2020-12-31'), null)
  assert.is(feeFor(certificate, '2023-12-31')?.amount, 7_500)
  assert.is(feeFor(certificate, '2024-01-01')?.amount, 9_200)
  const rules: FeeRules = {
    ...feeRules,
    document: [
      { errand: 'residence-certificate', amount: [{ from: '2027-01-01', value: 10_000, source: 'council' }] },
      ...feeRules.document,
    ],
  }
  // A row that is not in force yet must not hide the one that is.
  assert.is(feeFor(certificate, '2026-12-31', rules)?.amount, 9_200)
  assert.is(feeFor(certificate, '2027-01-01', rules)?.amount, 10_000)
})

const refunds: RefundRules = {
  rejected: [
    { from: '2021-01-01', value: 1, source: 'all' },
    { from: '2026-01-01', value: 0.3, source: 'a council keeps its work' },
  ],
  referred: [{ from: '2021-01-01', value: 1, source: 'all' }],
  postponed: [{ from: '2021-01-01', value: 1, source: 'all' }],
}

test('what goes back after a rejection is the rule of the day it was decided on', () => {
  assert.is(refundFor(89_000, 'rejected', '2025-12-31', refunds), 89_000)
  assert.is(refundFor(89_000, 'rejected', '2026-01-01', refunds), 26_700)
  assert.is(refundFor(89_000, 'approved', '2026-01-01', refunds), 0)
  assert.is(refundFor(89_000, 'referred', '2026-01-01'), 89_000)
})

test('nobody is billed for what did not come about, and the desk is told before it decides', () => {
  const now = new Date('2026-11-22T10:00:00Z')
  const plan = planPassport('1950-01-01', '2026-11-22')
  const rule = feeOfErrand('passport-renewal', plan, now)!
  const card = { is: 'card', amount: rule.amount, reference: 'T1', brand: null } as const
  const paid = { amount: rule.amount, paid: card, rule, back: 0 }
  const invoice = { ...paid, paid: { is: 'invoice', amount: rule.amount } } as const
  assert.equal(keptOf(paid, 'approved', now), { amount: 37_800, way: 'card', reference: 'T1' })
  assert.equal(keptOf(paid, 'rejected', now), { amount: 0, way: 'card', reference: 'T1' })
  assert.equal(keptOf(invoice, 'approved', now), { amount: 37_800, way: 'invoice', reference: null })
  assert.is(keptOf(invoice, 'rejected', now)?.amount, 0)
  assert.is(keptOf({ ...paid, paid: null }, 'rejected', now), null)
  assert.is(keptOf({ ...paid, paid: null }, 'approved', now)?.way, 'desk')
  assert.is(keptOf(null, 'approved', now), null)
  const desk = deskFee(paid, now)
  assert.ok(desk?.pensioner)
  assert.equal(desk.back, { rejected: 37_800, referred: 37_800, postponed: 37_800 })
  assert.equal(deskFee(invoice, now)?.back, { rejected: 0, referred: 0, postponed: 0 })
})

test.run()
