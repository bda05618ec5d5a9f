/** `boks trust import` with a real master list where one is at hand, and with lists that are not what they say. */
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { createTestAuthority, type TestAuthority } from '../../drivers/virtual/country/authority.ts'
import { integer, sequence, setOf } from '../../drivers/virtual/country/der.ts'
import { signedData } from '../../drivers/virtual/country/security-object.ts'
import { boks } from './boks.ts'

const test = suite('boks trust import')
const MASTER_LIST = '2.23.136.1.1.2'

let folder: string
test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-import-'))
})
test.after(() => rm(folder, { recursive: true, force: true }))

function masterList(by: TestAuthority, members: Uint8Array[], broken = false): Uint8Array {
  return signedData(by, MASTER_LIST, sequence(integer(0), setOf(...members)), new Date(), broken)
}

async function run(list: Uint8Array, root: Uint8Array, trust?: string) {
  const [file, rootFile] = [join(folder, 'list.ml'), join(folder, 'root.cer')]
  await writeFile(file, list)
  await writeFile(rootFile, root)
  return boks(['trust', 'import', file, '--root', rootFile, ...(trust ? ['--trust', trust] : []), '--json'])
}

const home = createTestAuthority({ name: 'Home' })
const abroad = createTestAuthority({ name: 'Abroad' })

test('each certificate is imported or refused with its reason', async () => {
  const trust = join(folder, 'trust')
  const damaged = Uint8Array.from(abroad.csca.certificate)
  damaged[damaged.length - 1]! ^= 1
  const junk = sequence(integer(7))
  const members = [
    home.csca.certificate,
    abroad.csca.certificate,
    abroad.csca.certificate,
    abroad.signer.certificate,
    damaged,
    junk,
  ]
  const { code, stdout, stderr } = await run(masterList(home, members), home.csca.certificate, trust)
  assert.is(code, 0, stderr)
  const { imported, refused, total } = JSON.parse(stdout)
  assert.is(imported, 2)
  assert.is(imported + refused.length, total)
  assert.equal(refused.map(({ reason }: { reason: string }) => reason).sort(), [
    'duplicate',
    'malformed',
    'not-an-authority',
    'signature-invalid',
  ])
  assert.ok(refused.every(({ subject }: { subject: string }) => subject !== ''))
  assert.is((await readdir(trust)).length, 2)
})

test('another’s root, a forged list, no list: refused whole, nothing written', async () => {
  const members = [home.csca.certificate]
  const trust = join(folder, 'untouched')
  for (const [list, root, says] of [
    [masterList(home, members), abroad.csca.certificate, /does not lead to the root/],
    [masterList(home, members, true), home.csca.certificate, /signature: invalid/],
    [Buffer.from('no list'), home.csca.certificate, /chip.malformed/],
    [masterList(home, members), Buffer.from('no root'), /is no certificate/],
  ] as const) {
    const { code, stdout, stderr } = await run(list, root, trust)
    assert.not.equal(code, 0)
    assert.is(stdout, '')
    assert.match(stderr, says)
    assert.not(existsSync(trust))
  }
})

test('the German list: all 588 certificates accounted for', async () => {
  const data = process.env['BORGERBOKS_DATA'] ?? join(import.meta.dirname, '../../../shared/data')
  const root = join(data, 'csca/DE_CSCA07.cer')
  if (!existsSync(root)) return console.log('  (skipped: ../shared/data/csca is not here)')
  const file = (await readdir(join(data, 'csca'))).find((name) => name.endsWith('.ml'))!
  const result = await run(await readFile(join(data, 'csca', file)), await readFile(root))
  const { imported, refused, total, links, path } = JSON.parse(result.stdout)
  assert.is(total, 588)
  assert.is(imported + refused.length, 588)
  assert.is(imported, 566)
  assert.ok(links > 100)
  assert.ok(path.at(-1).startsWith('C=DE'))
  assert.ok(refused.every(({ reason }: { reason: string }) => reason !== 'malformed' && reason !== 'key-unreadable'))
})

test.run()
