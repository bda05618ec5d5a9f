/** A paper is checked by what stands in its QR code: opened in the reader's own browser, never at the hub. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Statement } from '../../device/contract/certificate.ts'
import { newCode, openSigningKey, sealText } from '../../hub/certificates/seal.ts'
import { check } from '../../ui/verify/check.ts'

const folder = mkdtempSync(join(tmpdir(), 'verify-'))
const real = globalThis.fetch
test.after(() => {
  globalThis.fetch = real
  rmSync(folder, { recursive: true })
})

/** A hub that knows one paper; what it was asked stands in `asked`. */
async function paper(signer = openSigningKey(folder)) {
  const statement: Statement = {
    version: 1,
    code: newCode(),
    language: 'da',
    issuer: 'Ærø Kommune',
    issuedAt: '2026-11-22T12:00:00.000Z',
    about: {
      is: 'residence-certificate',
      record: {
        name: 'Søren Ågaard',
        dateOfBirth: '1968-07-23',
        addresses: [{ street: 'Østergade 1', postal: '5970 Ærøskøbing', from: '2019-08-01', to: null }],
      },
    },
  }
  const { sealed, key } = sealText(await signer.sign(statement))
  const asked: string[] = []
  const listed = { code: statement.code, kind: statement.about.is, issuedOn: '2026-11-22', revoked: false, sealed }
  globalThis.fetch = (async (path: string) => {
    asked.push(path)
    if (path === '/api/certificates/key') return Response.json(openSigningKey(folder).publicKey)
    if (path === `/api/certificates/${statement.code}`) return Response.json(listed)
    return new Response('', { status: 404 })
  }) as typeof fetch
  return { statement, key, listed, asked }
}

test('the QR code opens the paper and shows every letter of it; the key never goes to the hub', async () => {
  const { statement, key, asked, listed } = await paper()
  assert.equal(await check(`#${statement.code}.${key}`), { is: 'genuine', statement, revoked: false })
  assert.not.ok(asked.some((path) => path.includes(key)))
  assert.not.match(Buffer.from(listed.sealed, 'base64url').toString('latin1'), /Ågaard|gaard/)
  assert.is(Buffer.from(key, 'base64url').length, 16, '128 bits')
})

test('revoked, unknown, without its key, with another key, or not signed by the hub: each is said', async () => {
  const { statement, key, listed } = await paper()
  listed.revoked = true
  assert.is(((await check(`#${statement.code}.${key}`)) as { revoked: boolean }).revoked, true)
  assert.is((await check(`#${statement.code}`)).is, 'listed')
  assert.is((await check('#2222-2222')).is, 'unknown')
  assert.is((await check(`#${statement.code}.${'A'.repeat(22)}`)).is, 'false')
  const other = mkdtempSync(join(tmpdir(), 'verify-other-'))
  const forged = await paper(openSigningKey(other))
  assert.is((await check(`#${forged.statement.code}.${forged.key}`)).is, 'false')
  rmSync(other, { recursive: true })
})

test.run()
