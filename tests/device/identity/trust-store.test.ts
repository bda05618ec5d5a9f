import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { publicKeyOf } from '../../../device/identity/algorithms.ts'
import { loadTrustStore } from '../../../device/identity/trust-store.ts'
import {
  createTestAuthority,
  loadTestAuthority,
  saveTestAuthority,
} from '../../../drivers/virtual/country/authority.ts'

const test = suite('trust store')

test('a folder of certificates, with a broken one and a key beside them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trust-'))
  try {
    assert.is(await loadTestAuthority(folder), undefined)
    const authority = createTestAuthority()
    await saveTestAuthority(authority, folder)
    await writeFile(join(folder, 'broken.cer'), 'no certificate')
    const store = await loadTrustStore(folder)
    assert.is(store.certificates.length, 1, 'the authority, not its signer')
    assert.equal(store.skipped, ['broken.cer'])
    const again = await loadTestAuthority(folder)
    assert.ok(again)
    assert.ok(again!.signer.key.equals(authority.signer.key))
    assert.ok(Buffer.from(again!.csca.certificate).equals(Buffer.from(authority.csca.certificate)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('a real country’s certificate is read and verifies itself', async () => {
  const data = process.env['BORGERBOKS_DATA'] ?? new URL('../../../../shared/data', import.meta.url).pathname
  const folder = join(data, 'csca')
  const there = await access(folder).then(
    () => true,
    () => false,
  )
  if (!there) return console.log('  (skipped: ../shared/data/csca is not here)')
  const { certificates } = await loadTrustStore(folder)
  assert.ok(certificates.length > 0)
  for (const certificate of certificates) {
    assert.ok(certificate.ca)
    assert.ok(certificate.verify(publicKeyOf(certificate)!))
  }
})

test.run()
