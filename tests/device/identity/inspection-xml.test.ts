/** The XML log against its schema, by libxml2. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inspect } from '../../../device/identity/inspect.ts'
import { inspectionXml } from '../../../device/identity/inspection-xml.ts'
import { signedGroups } from '../../../device/identity/sod.ts'
import { trustStore } from '../../../device/identity/trust-store.ts'
import { readPassport } from '../../../drivers/chip/read-passport.ts'
import { createApplet } from '../../../drivers/virtual/chip/applet.ts'
import { createTestAuthority } from '../../../drivers/virtual/country/authority.ts'
import { type IssueOptions, issuePassport } from '../../../drivers/virtual/country/passport.ts'
import { type Series, series } from '../../../drivers/virtual/country/series.ts'
import { holder, readMrz } from '../../drivers/card/passport-bench.ts'

const test = suite('inspection log')
const schema = join(import.meta.dirname, '../../../device/identity/inspection-log.xsd')
const authority = createTestAuthority({ name: 'A & B <"Ægte">' })
const trust = trustStore([authority.csca.certificate])
const now = new Date()
const context = { now, reader: 'Reader <1> & "2"', apdus: 20, bytes: 25_000, timings: { total: 61.2, access: 12 } }

function complaints(xml: string): string {
  const { status, stderr, error } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, '-'], {
    input: xml,
    encoding: 'utf8',
  })
  if (error) throw error
  return status === 0 ? '' : stderr
}

async function log(chip: Series, options: IssueOptions): Promise<string> {
  const passport = issuePassport(authority, holder, new Uint8Array(600), { ...options, chip: series[chip] })
  const applet = createApplet(passport.files, passport.key, passport.profile)
  const transmit = async (apdu: Uint8Array) => applet.answer(apdu)
  const read = await readPassport({ transmit }, passport.key, { signal: AbortSignal.timeout(15_000), signedGroups })
  const report = inspect({ files: read.files, proofs: read, opticalMrz: readMrz(passport, now), trust, now })
  return inspectionXml(report, { ...context, timings: read.timings })
}

test('every series of passports, good and not: well-formed, and as the schema says', async () => {
  const defects: IssueOptions[] = [
    {},
    { defect: 'broken-signature' },
    { defect: 'altered-data-group' },
    { details: true },
  ]
  for (const [i, chip] of (Object.keys(series) as Series[]).entries())
    assert.is(complaints(await log(chip, defects[i]!)), '')
  const passport = issuePassport(authority, holder, new Uint8Array(600))
  const denied = inspect({ files: undefined, access: 'denied', opticalMrz: readMrz(passport, now), trust, now })
  assert.is(complaints(inspectionXml(denied, { ...context, timings: {} })), '')
})

test('nothing of the holder is in the log, and the schema notices what is wrong', async () => {
  const xml = await log('pace', {})
  assert.not.match(xml, /SOERENSEN|AASE|1984|TC0000001/)
  assert.match(complaints(xml.replace('verdict="genuine"', 'verdict="fine"')), /verdict/)
  assert.match(complaints(xml.replace('id="crl"', 'id="aa"')), /Duplicate|unique/i)
})

test.run()
