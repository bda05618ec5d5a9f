/** `boks chip read` against a real pcscd, with nothing else running. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import Value from 'typebox/value'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { InspectionReport } from '../../device/contract/inspection.ts'
import { listReaders } from '../../drivers/card/list-readers.ts'
import { otherApplications } from '../../drivers/chip/access.ts'
import { createVirtualChip } from '../../drivers/virtual/chip/virtual-chip.ts'
import { createVirtualReader, type VirtualReader } from '../../drivers/virtual/chip/virtual-reader.ts'
import { createTestAuthority, saveTestAuthority, type TestAuthority } from '../../drivers/virtual/country/authority.ts'
import { encodeJpeg2000 } from '../../drivers/virtual/country/jpeg2000.ts'
import { type IssueOptions, issuePassport, type TestPassport } from '../../drivers/virtual/country/passport.ts'
import { terminalCountry } from '../../drivers/virtual/country/terminal-country.ts'
import { holder, portrait } from '../drivers/card/passport-bench.ts'
import { boks } from './boks.ts'

const test = suite('boks chip read')

let virtual: VirtualReader
let folder: string
let authority: TestAuthority
let jpeg: Buffer

test.before(async () => {
  jpeg = await portrait()
  folder = await mkdtemp(join(tmpdir(), 'chip-read-'))
  authority = createTestAuthority()
  await saveTestAuthority(authority, join(folder, 'trust'))
  virtual = createVirtualReader({ pace: 'none' })
  await virtual.start()
})

test.after(async () => {
  await virtual.stop()
  await rm(folder, { recursive: true, force: true })
})

function read(args: string[]) {
  return boks(['chip', 'read', ...args, '--trust', join(folder, 'trust'), '--json'], {
    PCSCLITE_CSOCK_NAME: virtual.socketPath,
  })
}

async function lay(options: IssueOptions, picture: Uint8Array = jpeg): Promise<TestPassport> {
  const passport = issuePassport(authority, holder, picture, options)
  await virtual.putDown(passport)
  return passport
}

const mrz = (passport: TestPassport) => ['--mrz', passport.mrz.join(' ')]

test('a passport with all there is: the report keeps its contract, the portrait is written', async () => {
  const country = terminalCountry({ rights: 1 })
  const rgb = await sharp(jpeg).raw().toBuffer()
  const passport = await lay(
    {
      details: true,
      chip: {
        pace: [{ mapping: 'GM', suite: 'AES-256', parameters: 16 }],
        can: '500540',
        chipAuthentication: { suite: 'AES-128', parameters: 13, explicit: true },
        activeAuthentication: 'rsa',
        extended: 4_096,
        terminals: country.anchor,
      },
    },
    await encodeJpeg2000(rgb, 240, 320),
  )
  const file = join(folder, 'portrait.jpg')
  const log = join(folder, 'log.xml')
  const { code, stdout, stderr } = await read([...mrz(passport), '--portrait', file, '--xml', log])
  assert.is(code, 0, stderr)
  const report = JSON.parse(stdout)
  assert.is(report.verdict, 'genuine')
  assert.is(report.access, 'PACE')
  for (const name of ['pace', 'sodSignature', 'dgHashes', 'chain', 'validity', 'aa', 'ca'])
    assert.is(report.checks[name].result, 'passed', name)
  assert.is(report.checks.bac.reason, 'pace-used')
  assert.is(report.checks.ta.reason, 'no-terminal-key')
  assert.is(report.holder.fullName, 'Sørensen, Åse Marie')
  assert.ok(report.apdus > 10 && report.bytes > 15_000 && report.timings.total > 0)
  assert.ok(Value.Check(InspectionReport, report))
  const { width, height, format } = await sharp(file).metadata()
  assert.equal([width, height, format], [240, 320, 'jpeg'])
  const xml = await readFile(log, 'utf8')
  assert.match(xml, /<check id="pace" result="successful" reason="opened">/)
  assert.not.match(xml, /SOERENSEN/)

  const keys = join(folder, 'terminal')
  await mkdir(keys)
  await writeFile(join(keys, 'terminal.key'), country.key.export({ type: 'pkcs8', format: 'pem' }))
  for (const [i, certificate] of country.certificates.entries()) await writeFile(join(keys, `${i}.cvcert`), certificate)
  const byCan = JSON.parse((await read(['--can', '500540', '--terminal', keys])).stdout)
  assert.equal([byCan.checks.ta.reason, byCan.checks.ta.evidence.read], ['accepted', 'dg3'])
  assert.is(byCan.checks.dgHashes.evidence.dg3, 'match')
  assert.is(byCan.verdict, 'genuine')
  assert.is(byCan.checks.mrzMatch.reason, 'no-optical-mrz')
})

test('one document after the other, each with its verdict, all delivered', async () => {
  const stranger = createTestAuthority({ name: 'Elsewhere' })
  const other = issuePassport(stranger, holder, jpeg)
  const cases: [string, TestPassport][] = [
    ['genuine', issuePassport(authority, holder, jpeg, { format: 'TD1' })],
    ['expired', issuePassport(authority, holder, jpeg, { expires: '2020-01-01' })],
    ['altered', issuePassport(authority, holder, jpeg, { defect: 'altered-data-group' })],
    ['cloned', issuePassport(authority, holder, jpeg, { chip: { activeAuthentication: 'ec', cloned: true } })],
    ['signer-unknown', other],
  ]
  for (const [verdict, passport] of cases) {
    await virtual.putDown(passport)
    const { code, stdout, stderr } = await read(mrz(passport))
    assert.is(code, 0, `${verdict}: ${stderr}`)
    assert.is(JSON.parse(stdout).verdict, verdict)
  }
})

test('the lines of another passport: a report that nothing is proven', async () => {
  await lay({ chip: { pace: [{ mapping: 'GM', suite: 'AES-128', parameters: 12 }] } })
  const other = issuePassport(authority, { ...holder, documentNumber: 'TC0000009' }, jpeg)
  const { code, stdout } = await read(mrz(other))
  assert.is(code, 0)
  const report = JSON.parse(stdout)
  assert.is(report.verdict, 'no-chip')
  assert.is(report.checks.bac.reason, 'access-denied')
})

test('a revoked signer, by a list in the trust folder', async () => {
  const { crl } = await import('../../drivers/virtual/country/revocation.ts')
  const passport = await lay({})
  const file = join(folder, 'trust', 'list.crl')
  await writeFile(file, crl(authority, []))
  assert.is(JSON.parse((await read(mrz(passport))).stdout).checks.crl.reason, 'not-revoked')
  await writeFile(file, crl(authority, [authority.signer.certificate]))
  const report = JSON.parse((await read(mrz(passport))).stdout)
  await rm(file)
  assert.is(report.verdict, 'revoked')
})

/** pcscd looks for cards now and then. */
async function bothSeen(): Promise<void> {
  const limit = AbortSignal.timeout(15_000)
  for (;;) {
    const readers = await listReaders(virtual.socketPath, limit)
    if (readers.filter(({ present }) => present).length === 2) return
  }
}

test('two readers, the passport on the second: it is found, and another can be named', async () => {
  await virtual.pullOut()
  const second = createVirtualChip({ port: virtual.pcscd.port + 1 })
  await second.start()
  const passport = issuePassport(authority, holder, jpeg)
  await second.putDown(passport)
  try {
    const found = JSON.parse((await read(mrz(passport))).stdout)
    assert.equal([found.verdict, found.reader], ['genuine', 'Virtual PCD 00 01'])
    const named = JSON.parse((await read([...mrz(passport), '--reader', '00 01'])).stdout)
    assert.is(named.reader, 'Virtual PCD 00 01')

    // Cards on both: the one that is a passport; with two passports one must be named.
    const [, licence] = otherApplications.find(([name]) => name === 'driving-licence')!
    await virtual.putDown({ ...passport, profile: { application: licence } })
    await bothSeen()
    const among = await read(mrz(passport))
    assert.is(among.stderr, '')
    assert.is(JSON.parse(among.stdout).reader, 'Virtual PCD 00 01')
    const refused = await read([...mrz(passport), '--reader', '00 00'])
    assert.is.not(refused.code, 0)
    assert.match(refused.stderr, /driving licence/)
    await virtual.putDown(passport)
    await bothSeen()
    const asked = await read(mrz(passport))
    assert.is.not(asked.code, 0)
    assert.match(asked.stderr, /--reader: Virtual PCD 00 00, Virtual PCD 00 01/)
  } finally {
    await second.stop()
  }
})

test('wrong words: one sentence, and not zero', async () => {
  for (const [args, says] of [
    [['--mrz', 'nonsense'], /no machine readable zone/],
    [['--mrz', 'x', '--can', '123456'], /either --mrz/],
    [['--can', 'abc'], /CAN is a number/],
    [['--colour', 'red'], /no option --colour/],
    [['--can', '123456', '--reader', 'Nobody'], /no reader is named/],
  ] as const) {
    const { code, stdout, stderr } = await read([...args])
    assert.not.equal(code, 0)
    assert.is(stdout, '')
    assert.match(stderr, says)
    assert.is(stderr.trim().split('\n').length, 1)
  }
})

test.run()
