/** Every protocol between our reader and our virtual chip, without a wire; the published values keep both from being wrong. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inspect } from '../../../device/identity/inspect.ts'
import { signedGroups } from '../../../device/identity/sod.ts'
import { trustStore } from '../../../device/identity/trust-store.ts'
import type { Password } from '../../../drivers/chip/access.ts'
import { readCvCertificate } from '../../../drivers/chip/cv-certificate.ts'
import { standardCurves } from '../../../drivers/chip/ec-group.ts'
import { readPassport } from '../../../drivers/chip/read-passport.ts'
import type { SuiteName } from '../../../drivers/chip/suite.ts'
import type { TerminalIdentity } from '../../../drivers/chip/terminal-authentication.ts'
import { createApplet } from '../../../drivers/virtual/chip/applet.ts'
import { createTestAuthority } from '../../../drivers/virtual/country/authority.ts'
import { type IssueOptions, issuePassport, type TestPassport } from '../../../drivers/virtual/country/passport.ts'
import type { ChipOptions } from '../../../drivers/virtual/country/security-files.ts'
import { type CvIssue, terminalCountry } from '../../../drivers/virtual/country/terminal-country.ts'
import { faultOf, holder, readMrz } from '../card/passport-bench.ts'

const test = suite('protocols of the chip')
const authority = createTestAuthority()
const trust = trustStore([authority.csca.certificate])
const signal = new AbortController().signal
const portrait = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')

/** With card capabilities that allow extended length, and without. */
const EXTENDED = Uint8Array.of(0x3b, 0x85, 0x80, 0x01, 0x80, 0x73, 0x00, 0x00, 0x40, 0xb7)
const PLAIN = Uint8Array.of(0x3b, 0x80, 0x80, 0x01, 0x01)

function issue(chip: ChipOptions, options: IssueOptions = {}): TestPassport {
  return issuePassport(authority, holder, portrait, { ...options, chip })
}

function read(passport: TestPassport, password?: Password, terminal?: TerminalIdentity) {
  const applet = createApplet(passport.files, passport.key, passport.profile)
  const session = {
    atr: passport.profile.extended ? EXTENDED : PLAIN,
    transmit: async (apdu: Uint8Array) => applet.answer(apdu),
  }
  return readPassport(session, password ?? { is: 'mrz', key: passport.key }, {
    signal,
    signedGroups,
    ...(terminal ? { terminal } : {}),
  })
}

async function report(passport: TestPassport, password?: Password, terminal?: TerminalIdentity) {
  const found = await read(passport, password, terminal)
  const now = new Date()
  return inspect({ files: found.files, proofs: found, opticalMrz: readMrz(passport, now), trust, now })
}

const suites: SuiteName[] = ['3DES', 'AES-128', 'AES-192', 'AES-256']

for (const id of Object.keys(standardCurves).map(Number)) {
  const { name } = standardCurves[id]!
  test(`PACE, generic mapping, ${name}`, async () => {
    const cipher = suites[id % 4]!
    const { checks, verdict } = await report(issue({ pace: [{ mapping: 'GM', suite: cipher, parameters: id }] }))
    assert.is(verdict, 'genuine')
    assert.is(checks.pace.reason, 'opened')
    assert.is(checks.pace.evidence['parameters'], name)
    assert.is(checks.bac.reason, 'pace-used')
  })
}

test('PACE with every cipher, by MRZ and by CAN', async () => {
  for (const cipher of suites) {
    const passport = issue({ pace: [{ mapping: 'GM', suite: cipher, parameters: 12 }], can: '500540', bac: false })
    assert.is((await report(passport)).checks.pace.evidence['password'], 'MRZ')
    const byCan = await report(passport, { is: 'can', can: '500540' })
    assert.is(byCan.checks.pace.evidence['password'], 'CAN')
    assert.is(byCan.verdict, 'genuine')
    assert.is(await faultOf(read(passport, { is: 'can', can: '500541' })), 'chip.access-denied')
  }
})

test('integrated mapping, and the groups modulo a prime', async () => {
  for (const [mapping, cipher, parameters, name] of [
    ['IM', '3DES', 13, 'PACE-ECDH-IM-3DES-CBC-CBC'],
    ['IM', 'AES-128', 16, 'PACE-ECDH-IM-AES-CBC-CMAC-128'],
    ['IM', 'AES-192', 12, 'PACE-ECDH-IM-AES-CBC-CMAC-192'],
    ['IM', 'AES-256', 18, 'PACE-ECDH-IM-AES-CBC-CMAC-256'],
    ['GM', '3DES', 0, 'PACE-DH-GM-3DES-CBC-CBC'],
    ['IM', 'AES-128', 0, 'PACE-DH-IM-AES-CBC-CMAC-128'],
    ['GM', 'AES-256', 1, 'PACE-DH-GM-AES-CBC-CMAC-256'],
    ['GM', 'AES-128', 2, 'PACE-DH-GM-AES-CBC-CMAC-128'],
  ] as const) {
    const extended = parameters < 8 ? { extended: 2_000 } : {}
    const { checks, verdict } = await report(issue({ pace: [{ mapping, suite: cipher, parameters }], ...extended }))
    assert.is(verdict, 'genuine', name)
    assert.is(checks.pace.evidence['algorithm'], name)
  }
})

test('chip-authentication mapping proves the chip; a copy fails by it', async () => {
  const pace = [
    { mapping: 'GM', suite: 'AES-256', parameters: 13 },
    { mapping: 'CAM', suite: 'AES-128', parameters: 13 },
  ] as const
  const good = await report(issue({ pace: [...pace] }))
  assert.is(good.checks.pace.evidence['algorithm'], 'PACE-ECDH-CAM-AES-CBC-CMAC-128')
  assert.is(good.checks.ca.result, 'passed')
  assert.equal([good.checks.ca.evidence['protocol'], good.checks.ca.evidence['key']], ['PACE-CAM', 'EF.CardSecurity'])
  assert.is(good.verdict, 'genuine')
  const copy = await report(issue({ pace: [...pace], cloned: true }))
  assert.is(copy.checks.ca.reason, 'wrong-keys')
  assert.is(copy.verdict, 'cloned')
})

test('chip authentication with each cipher, named and explicit parameters, and a copy that fails it', async () => {
  for (const [cipher, parameters, explicit] of [
    ['3DES', 12, false],
    ['AES-128', 13, true],
    ['AES-192', 15, true],
    ['AES-256', 18, false],
    ['3DES', 0, false],
    ['AES-128', 0, false],
  ] as const) {
    const chipAuthentication = { suite: cipher, parameters, explicit }
    const good = await report(issue({ chipAuthentication }))
    assert.is(good.checks.ca.reason, 'proven', `${cipher} ${parameters}`)
    assert.is(good.verdict, 'genuine')
    const copy = await report(issue({ chipAuthentication, cloned: true }))
    assert.is(copy.checks.ca.reason, 'wrong-keys', `${cipher} ${parameters}`)
    assert.is(copy.verdict, 'cloned')
  }
})

test('active authentication with RSA and ECDSA, and a copy that fails it', async () => {
  for (const activeAuthentication of ['rsa', 'ec'] as const) {
    const good = await report(issue({ activeAuthentication }))
    assert.is(good.checks.aa.reason, 'proven')
    assert.is(good.verdict, 'genuine')
    const copy = await report(issue({ activeAuthentication, cloned: true }))
    assert.is(copy.checks.aa.reason, 'wrong-answer')
    assert.is(copy.verdict, 'cloned')
  }
})

const identity = ({ certificates, key }: CvIssue): TerminalIdentity => ({
  certificates: certificates.map(readCvCertificate),
  key,
})

test('fingerprints on the chip: not asked for without a terminal key, given to a terminal that the chip can trace', async () => {
  const country = terminalCountry({ rights: 1 })
  const ca = { suite: 'AES-128', parameters: 13 } as const
  const chips: ChipOptions[] = [
    { chipAuthentication: ca, terminals: country.anchor },
    { chipAuthentication: ca, terminals: country.anchor, pace: [{ mapping: 'GM', suite: 'AES-256', parameters: 15 }] },
    { chipAuthentication: ca, terminals: country.anchor, pace: [{ mapping: 'CAM', suite: 'AES-128', parameters: 13 }] },
    { chipAuthentication: { suite: '3DES', parameters: 1 }, terminals: country.anchor, extended: 4_096 },
  ]
  for (const chip of chips) {
    const passport = issue(chip)
    const without = await report(passport)
    assert.equal([without.verdict, without.checks.ta.reason], ['genuine', 'no-terminal-key'])
    assert.is(without.checks.ta.evidence['protected'], 'dg3')
    const { checks, verdict } = await report(passport, undefined, identity(country))
    assert.equal([verdict, checks.ta.reason, checks.ta.evidence['read']], ['genuine', 'accepted', 'dg3'])
    assert.is(checks.dgHashes.evidence['dg3'], 'match')
  }
})

test('a terminal with another country’s certificates, an expired one, one without the right, a chip without the key', async () => {
  const country = terminalCountry({ rights: 1 })
  const ca = { suite: 'AES-128', parameters: 13 } as const
  const passport = issue({ chipAuthentication: ca, terminals: country.anchor })
  const reason = async (terminal: TerminalIdentity, other = passport) => {
    const { checks, verdict } = await report(other, undefined, terminal)
    assert.is(verdict, 'genuine')
    return checks.ta.reason
  }
  const [anchor, ...below] = country.certificates
  assert.is(await reason(identity({ ...country, certificates: [anchor!] })), 'no-path')
  assert.is(await reason(identity({ ...country, certificates: below })), 'accepted')
  assert.is(await reason(identity(terminalCountry())), 'refused')
  const expired = terminalCountry({ expired: true })
  const trusting = issue({ chipAuthentication: ca, terminals: expired.anchor })
  assert.is(await reason(identity(expired), trusting), 'refused')
  const irisOnly = terminalCountry({ rights: 2 })
  const found = await report(
    issue({ chipAuthentication: ca, terminals: irisOnly.anchor }),
    undefined,
    identity(irisOnly),
  )
  assert.equal([found.checks.ta.reason, found.checks.ta.evidence['read']], ['accepted', ''])
  const keyless = issue({ terminals: country.anchor })
  assert.is(await reason(identity(country), keyless), 'no-chip-authentication')
})

test('long keys without extended length: the command goes in a chain', async () => {
  for (const suite of ['3DES', 'AES-128'] as const) {
    const { checks, verdict } = await report(issue({ chipAuthentication: { suite, parameters: 2 } }))
    assert.equal([verdict, checks.ca.reason, checks.ca.evidence['parameters']], ['genuine', 'proven', 'DH 2048/256'])
  }
})

test('a copy that hides the key it cannot use', async () => {
  const { checks, verdict } = await report(issue({ activeAuthentication: 'ec' }, { defect: 'hidden-key' }))
  assert.is(checks.aa.reason, 'key-hidden')
  assert.is(verdict, 'cloned')
})

test('PACE hidden from EF.CardAccess although DG14 has it signed', async () => {
  const { access, checks, verdict } = await report(
    issue({ pace: [{ mapping: 'GM', suite: 'AES-128', parameters: 13 }], hiddenPace: true }),
  )
  assert.is(access, 'BAC')
  assert.is(checks.pace.reason, 'card-access-mismatch')
  assert.is(verdict, 'altered')
})

test('falling back to BAC, with the reason', async () => {
  const old = await report(issue({}))
  assert.equal([old.access, old.checks.pace.reason, old.checks.bac.reason], ['BAC', 'not-offered', 'opened'])
  const passport = issue({ pace: [{ mapping: 'GM', suite: 'AES-128', parameters: 13 }] })
  const broken = { ...passport, profile: { ...passport.profile, pace: [] } }
  const { access, checks } = await report(broken)
  assert.equal([access, checks.pace.result, checks.pace.reason], ['BAC', 'failed', 'protocol-error'])
  // Numbers of no standard group: 3 to 7 are reserved.
  const strange = issue({ pace: [{ mapping: 'GM', suite: 'AES-128', parameters: 5 }] })
  assert.is((await report(strange)).checks.pace.reason, 'unknown-algorithm')
  assert.is(await faultOf(read(issue({}), { is: 'can', can: '123456' })), 'chip.protocol')
})

test('extended length: larger blocks, fewer commands, the same files', async () => {
  const large = Buffer.concat([portrait, Buffer.alloc(20_000, 7)])
  const make = (extended?: number, shortIds = true) =>
    issuePassport(authority, holder, large, {
      chip: {
        pace: [{ mapping: 'GM', suite: 'AES-128', parameters: 13 }],
        shortIds,
        ...(extended ? { extended } : {}),
      },
    })
  const short = await read(make())
  const long = await read(make(4_096))
  const most = await read(make(32_768))
  const select = await read(make(undefined, false))
  assert.is(short.block, 223)
  assert.ok(long.block > 4_000 && long.block < 4_096)
  assert.ok(most.apdus < long.apdus && long.apdus < short.apdus && short.apdus < select.apdus)
  for (const one of [long, most, select]) assert.is(one.files.dg2.length, short.files.dg2.length)
})

test('a file beyond the reach of the even READ BINARY fits into the same answers, with every cipher', async () => {
  const giant = Buffer.concat([portrait, Buffer.alloc(40_000, 7)])
  for (const suite of suites) {
    for (const extended of [undefined, 4_096]) {
      const pace = [{ mapping: 'GM', suite, parameters: 12 } as const]
      const chip = { pace, ...(extended ? { extended } : {}) }
      const passport = issuePassport(authority, holder, giant, { chip })
      assert.is((await read(passport)).files.dg2.length, passport.files.dg2.length)
    }
  }
})

test('identity cards: TD1 and TD2, a long number, details in national letters', async () => {
  for (const format of ['TD1', 'TD2'] as const) {
    const passport = issuePassport(authority, { ...holder, documentNumber: 'UT1234567890' }, portrait, {
      format,
      details: true,
      chip: { pace: [{ mapping: 'GM', suite: 'AES-256', parameters: 16 }] },
    })
    const { document, holder: found, verdict } = await report(passport)
    assert.is(verdict, 'genuine')
    assert.is(document.number, 'UT1234567890')
    assert.is(document.issuingAuthority, 'Testby Kommune')
    assert.is(found.fullName, 'Sørensen, Åse Marie')
    assert.is(found.placeOfBirth, 'Testby Utopia')
  }
})

test.run()
