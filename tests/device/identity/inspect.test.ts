import fc from 'fast-check'
import Value from 'typebox/value'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isFault } from '../../../device/contract/faults.ts'
import { InspectionReport } from '../../../device/contract/inspection.ts'
import { parseCom, parseDg2 } from '../../../device/identity/data-groups.ts'
import { inspect } from '../../../device/identity/inspect.ts'
import { trustStore } from '../../../device/identity/trust-store.ts'
import { createTestAuthority } from '../../../drivers/virtual/country/authority.ts'
import { issuePassport, type TestPassport } from '../../../drivers/virtual/country/passport.ts'
import { holder, portrait, readMrz } from '../../drivers/card/passport-bench.ts'

const test = suite('inspection')

const now = new Date()
const authority = createTestAuthority()
const trust = trustStore([authority.csca.certificate])
const jpeg = await portrait()
const good = issuePassport(authority, holder, jpeg)

function report(passport: TestPassport, printed = passport, trusted = trust) {
  const made = inspect({ files: passport.files, opticalMrz: readMrz(printed, now), trust: trusted, now })
  assert.ok(Value.Check(InspectionReport, made), 'the report keeps its contract')
  return made
}

test('a good passport', () => {
  const { verdict, checks, holder: read } = report(good)
  assert.is(verdict, 'genuine')
  for (const name of ['bac', 'mrzMatch', 'dgHashes', 'sodSignature', 'chain', 'validity'] as const)
    assert.is(checks[name].result, 'passed', name)
  assert.is(checks.crl.reason, 'no-crl')
  assert.is(checks.aa.reason, 'not-offered')
  assert.is(read.dateOfBirth, '1984-03-02')
  assert.equal(parseCom(good.files.com), [1, 2])
  const picture = parseDg2(good.files.dg2)
  assert.is(picture.kind, 'jpeg')
  assert.ok(Buffer.from(picture.image).equals(jpeg))
  assert.is(picture.width, 240)
})

test('both curves the test country can use', () => {
  for (const curve of ['P-256', 'brainpoolP256r1'] as const) {
    const other = createTestAuthority({ curve })
    assert.is(
      report(issuePassport(other, holder, jpeg), undefined, trustStore([other.csca.certificate])).verdict,
      'genuine',
    )
  }
})

test('a country that writes its curve out in numbers, as most do', () => {
  const authority = createTestAuthority({ explicit: true })
  const passport = issuePassport(authority, holder, jpeg)
  const { checks, verdict } = report(passport, passport, trustStore([authority.csca.certificate]))
  assert.is(verdict, 'genuine')
  assert.is(checks.sodSignature.evidence['curve'], 'brainpoolP256r1')
})

test('a broken signature', () => {
  const { verdict, checks } = report(issuePassport(authority, holder, jpeg, { defect: 'broken-signature' }))
  assert.is(verdict, 'altered')
  assert.is(checks.sodSignature.reason, 'invalid')
  assert.is(checks.dgHashes.result, 'passed')
})

test('an altered data group', () => {
  const passport = issuePassport(authority, holder, jpeg, { defect: 'altered-data-group' })
  const { verdict, checks } = report(passport)
  assert.is(verdict, 'altered')
  assert.is(checks.dgHashes.evidence['dg2'], 'mismatch')
  assert.is(checks.dgHashes.evidence['dg1'], 'match')
  assert.ok(Buffer.from(parseDg2(passport.files.dg2).image).equals(jpeg), 'its portrait can still be compared')
})

test('another state’s authority, trusted for its own passports, has signed for this one', () => {
  const foreign = createTestAuthority({ name: 'Elsewhere', authorityOf: 'SE' })
  const { verdict, checks } = report(
    issuePassport(foreign, holder, jpeg),
    undefined,
    trustStore([authority.csca.certificate, foreign.csca.certificate]),
  )
  assert.is(checks.sodSignature.result, 'passed')
  assert.is(checks.chain.reason, 'country-mismatch')
  assert.is(verdict, 'signer-unknown')
})

test('an unknown country, and one that took a known country’s name', () => {
  const stranger = createTestAuthority({ name: 'Elsewhere' })
  const impostor = createTestAuthority()
  const reason = (other: typeof authority) => report(issuePassport(other, holder, jpeg)).checks.chain.reason
  assert.is(reason(stranger), 'issuer-unknown')
  assert.is(reason(impostor), 'certificate-signature-invalid')
  assert.is(report(issuePassport(stranger, holder, jpeg)).verdict, 'signer-unknown')
})

test('a document signer posing as the authority', () => {
  const made = report(good, good, trustStore([authority.signer.certificate]))
  assert.is(made.verdict, 'signer-unknown')
})

test('expired yesterday, and on its last day', () => {
  const day = (offset: number) => new Date(now.getTime() + offset * 86_400_000).toISOString().slice(0, 10)
  assert.is(report(issuePassport(authority, holder, jpeg, { expires: day(-2) })).verdict, 'expired')
  assert.is(report(issuePassport(authority, holder, jpeg, { expires: day(1) })).verdict, 'genuine')
})

test('the printed page is another’s than the chip', () => {
  const printed = issuePassport(authority, { ...holder, surname: 'Holm' }, jpeg)
  const { verdict, checks } = report(good, printed)
  assert.is(verdict, 'altered')
  assert.equal(checks.mrzMatch.evidence, { source: 'reader', fields: 'surname' })
})

test('no chip, and a chip that refuses', () => {
  const opticalMrz = readMrz(good, now)
  for (const access of ['none', 'denied'] as const) {
    const made = inspect({ files: undefined, access, opticalMrz, trust, now })
    assert.ok(Value.Check(InspectionReport, made))
    assert.is(made.verdict, 'no-chip')
    assert.is(made.holder.surname, 'SOERENSEN')
  }
})

test('any byte of any file changed: never genuine with other data, and never more than a fault', () =>
  fc.assert(
    fc.property(
      fc.constantFrom('com', 'sod', 'dg1', 'dg2' as const),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (name, at, flip) => {
        const file = Uint8Array.from(good.files[name as 'com'])
        // The portrait's bulk is less interesting than the headers before it.
        const place = at % Math.min(file.length, 1_200)
        file[place]! ^= flip
        try {
          const { verdict } = inspect({
            files: { ...good.files, [name]: file },
            opticalMrz: readMrz(good, now),
            trust,
            now,
          })
          if (name === 'dg1' || name === 'dg2') assert.is(verdict, 'altered')
          if (name === 'dg2') parseDg2(file)
          if (name === 'com') parseCom(file)
        } catch (error) {
          if (!isFault(error, 'chip.malformed')) throw error
        }
      },
    ),
    { numRuns: 500 },
  ))

test('a security object cut short anywhere', () => {
  const { sod } = good.files
  for (let length = 0; length < sod.length; length += 7) {
    const cut = { ...good.files, sod: sod.subarray(0, length) }
    assert.is(inspect({ files: cut, opticalMrz: readMrz(good, now), trust, now }).verdict, 'altered')
  }
})

test.run()
