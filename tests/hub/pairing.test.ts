/** Enrolment by the code on the box's screen, and what a stolen, copied or intercepted box can do: nothing. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { createServer, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isFault } from '../../device/contract/faults.ts'
import { makeIdentityKey } from '../../device/enrol/identity-key.ts'
import { beginPairing, untilAccepted } from '../../device/enrol/pairing.ts'
import { readIdentity } from '../../device/identity-folder.ts'
import { credentials, renew } from '../../device/link/credentials.ts'
import { enrol } from '../../provisioning/enrol/enrol.ts'
import { boxLine, connectBox, enrolBox, hubHere, post, signIn, tempFolder } from './clients.ts'
import { startTpm } from './tpm.ts'

const test = suite('hub: pairing')
let hub: Awaited<ReturnType<typeof hubHere>>
let tove: string
const folder = tempFolder()
const place = (name: string) => join(folder.path, name)
const technician = { user: 'tove', password: 'tove-password' }
const get = (path: string, cookie = tove) => fetch(`${hub.web}${path}`, { headers: { cookie } })
const pair = (name: string, web = hub.web) =>
  beginPairing({ web, folder: place(name), key: { is: 'software' }, software: 'test', found: ['printer at ipp://x'] })
const refused = (promise: Promise<unknown>, code: 'hub.refused' | 'hub.gone' = 'hub.refused') =>
  promise.then(
    () => assert.unreachable('it was let in'),
    (error) => assert.ok(isFault(error, code), String(error)),
  )

test.before(async () => {
  hub = await hubHere()
  tove = await signIn(hub.web, 'tove')
})
test.after(async () => {
  await hub.end()
  folder.end()
})

test('code typed, fingerprints the same on both screens: the box is in, and its key vouches for a certificate', async () => {
  const pairing = await pair('new')
  assert.match(pairing.code, /^[A-Z2-9]{6}$/)
  assert.match(pairing.fingerprint, /^[A-Z2-9]{4} [A-Z2-9]{4} [A-Z2-9]{4}$/)
  const seen = await (await get(`/api/pairings/by-code/${pairing.code.toLowerCase()}`)).json()
  assert.is(seen.fingerprint, pairing.fingerprint)
  assert.is(seen.authority, pairing.authority)
  assert.is(seen.key, 'software')
  assert.equal(seen.found, ['printer at ipp://x'])
  const accepted = { fingerprint: seen.fingerprint, name: 'Boks 7', place: 'Filialen' }
  assert.is((await post(`${hub.web}/api/pairings/${seen.pairing}/accept`, accepted, tove)).status, 200)
  const box = await untilAccepted(pairing, AbortSignal.timeout(10_000))
  assert.not.ok(existsSync(place('new/box.json')), 'nothing is kept before the technician confirms at the box')
  pairing.keep(box!)
  const identity = readIdentity(place('new'))
  assert.is(identity.box, box)
  const { key, cert, until } = await renew(identity)
  assert.ok(until.getTime() - Date.now() <= 24 * 3_600_000, 'a certificate lasts a day')
  await boxLine(hub.box, { ...identity, certificate: cert, key, hub: hub.box, identity: identity.key }).then((l) =>
    l.close(),
  )
  assert.is((await get(`/api/pairings/by-code/${pairing.code}`)).status, 404, 'a code opens once')
})

test('fifty pairings opened from one address shut out nobody else', async () => {
  const open = (from: string, n: number) =>
    post(`${hub.web}/api/pairings`, { commit: `${n}`.padStart(64, '0') }, '', { 'x-forwarded-for': from })
  let last = await open('192.0.2.1', 0)
  assert.is(last.status, 200)
  for (let n = 1; n < 60 && last.status === 200; n++) last = await open('192.0.2.1', n)
  assert.is(last.status, 429)
  assert.is((await open('192.0.2.2', 100)).status, 200)
})

test('nobody but a technician sees or accepts a pairing', async () => {
  const pairing = await pair('outsider')
  const jens = await signIn(hub.web, 'jens')
  assert.is((await get(`/api/pairings/by-code/${pairing.code}`, '')).status, 401)
  assert.is((await get(`/api/pairings/by-code/${pairing.code}`, jens)).status, 403)
  const { pairing: id } = await (await get(`/api/pairings/by-code/${pairing.code}`)).json()
  const accepted = { fingerprint: pairing.fingerprint, name: 'x', place: 'y' }
  assert.is((await post(`${hub.web}/api/pairings/${id}/accept`, accepted, jens)).status, 403)
  const other = { ...accepted, fingerprint: 'AAAA AAAA AAAA' }
  assert.is((await post(`${hub.web}/api/pairings/${id}/accept`, other, tove)).status, 409)
})

test('somebody between box and hub who swaps the CA: the fingerprints differ and nothing is kept', async () => {
  const foreign = await hubHere()
  // Hands everything on to the real hub, but for the CA, which is its own.
  const ca = (await enrolBox(foreign.web)).ca
  const between = createServer((asked, answer) => {
    const passed = httpRequest(
      new URL(asked.url!, hub.web),
      { method: asked.method, headers: asked.headers },
      (said) => {
        let text = ''
        said.setEncoding('utf8').on('data', (part) => (text += part))
        said.on('end', () => {
          delete said.headers['content-length']
          const value = text === '' ? null : JSON.parse(text)
          if (value?.ca) value.ca = ca
          answer
            .writeHead(said.statusCode!, { ...said.headers, 'content-type': 'application/json' })
            .end(value && JSON.stringify(value))
        })
      },
    )
    asked.pipe(passed)
  })
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve))
  const web = `http://127.0.0.1:${(between.address() as AddressInfo).port}`
  const pairing = await pair('fooled', web)
  const seen = await (await get(`/api/pairings/by-code/${pairing.code}`)).json()
  assert.is.not(seen.fingerprint, pairing.fingerprint)
  assert.is((await post(`${hub.web}/api/pairings/${seen.pairing}/refuse`, {}, tove)).status, 204)
  assert.is(await untilAccepted(pairing, AbortSignal.timeout(10_000)), null)
  await refused(enrol({ web, technician, name: 'x', place: 'y', folder: place('fooled') }))
  assert.not.ok(existsSync(place('fooled/box.json')))
  between.closeAllConnections()
  between.close()
  await foreign.end()
})

test('a box that says something else than it had promised gets no code', async () => {
  const commit = createHash('sha256').update('something').digest('hex')
  const { pairing } = await (await post(`${hub.web}/api/pairings`, { commit })).json()
  const { publicKey: identity } = await makeIdentityKey(place('other'), { is: 'software' })
  const request = { identity, key: { is: 'software' }, software: 'x', found: [] }
  const nonce = randomBytes(32).toString('hex')
  assert.is((await post(`${hub.web}/api/pairings/${pairing}/reveal`, { nonce, request })).status, 409)
})

test('a stranger who sends rubbish instead of a box’s word is told so: it is no failure of the hub', async () => {
  const { ca } = await enrolBox(hub.web)
  for (const said of ['', 'x', '[1]', '{"box":"nobody"}']) {
    const jws = `e30.${Buffer.from(said).toString('base64url')}.AA`
    const status = await new Promise((resolve, reject) => {
      const url = new URL('/renew/renew', hub.box.replace(/^wss/, 'https'))
      httpsRequest(
        url,
        { method: 'POST', ca, agent: false, headers: { 'content-type': 'application/json' } },
        (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        },
      )
        .on('error', reject)
        .end(JSON.stringify({ jws }))
    })
    assert.is(status, 400, said)
  }
})

test('a copied certificate dies with the next one; a copied answer is worth nothing; another key gets none', async () => {
  const box = await enrolBox(hub.web)
  const owner = { box: box.box, hub: hub.box, ca: box.ca, key: box.identity }
  await renew(owner)
  await boxLine(hub.box, box).then(
    () => assert.unreachable('the old certificate still opens'),
    (error: Error) => assert.match(error.message, '401'),
  )
  await refused(renew({ ...owner, key: await makeIdentityKey(place('thief'), { is: 'software' }) }))
  await refused(renew({ ...owner, box: randomUUID() }))
})

test('a box is revoked: its line ends, and its identity key opens nothing any more', async () => {
  const box = await enrolBox(hub.web)
  const line = await connectBox(hub.box, box)
  assert.is((await post(`${hub.web}/api/boxes/${box.box}/revoke`, {}, tove)).status, 204)
  assert.is((await line.closed).code, 4401)
  await refused(renew({ box: box.box, hub: hub.box, ca: box.ca, key: box.identity }))
})

test('a new disk in an old box: the new machine takes its place, the old key is dead', async () => {
  const old = await enrolBox(hub.web, 'Boks 9')
  const made = await enrol({
    web: hub.web,
    technician,
    name: 'Boks 9',
    place: 'B',
    folder: place('disk'),
    replaces: old.box,
  })
  await refused(renew({ box: old.box, hub: hub.box, ca: old.ca, key: old.identity }))
  await renew(readIdentity(place('disk')))
  assert.is.not(made.box, old.box)
})

test('a certificate is fetched once and again when half its time is over', async () => {
  const box = await enrolBox(hub.web)
  const fetchOne = credentials({ box: box.box, hub: hub.box, ca: box.ca, key: box.identity })
  assert.is(await fetchOne(), await fetchOne())
})

test('a hub in service refuses software keys, and a TPM key counts only if its TPM proves it', async () => {
  const tpm = await startTpm()
  if (!tpm) return console.log('swtpm is not there: the TPM is not tried')
  const strict = await hubHere({ softwareKeys: false, tpmRoots: tpm.roots })
  try {
    await refused(enrol({ web: strict.web, technician, name: 'x', place: 'y', folder: place('soft') }))
    const key = { is: 'tpm', tcti: tpm.tcti } as const
    const made = await enrol({ web: strict.web, technician, name: 'Boks 1', place: 'B', folder: place('tpm'), key })
    const identity = readIdentity(place('tpm'))
    assert.is(identity.key.is, 'tpm')
    assert.equal(identity.key.publicKey, made.publicKey)
    await renew(identity)
    // Whoever starts another system on a stolen box has its TPM, and cannot speak in its name.
    const tool = tpm.tool
    const digest = join(folder.path, 'digest')
    writeFileSync(digest, randomBytes(32))
    const bare = ['-c', '0x81010042', '-g', 'sha256', '-d', '-o', join(folder.path, 'signature'), digest]
    const policy = ['-p', 'pcr:sha256:7']
    assert.not.ok(await tool('sign', ...bare), 'without the policy')
    assert.ok(await tool('sign', ...policy, ...bare))
    assert.ok(await tool('pcrextend', `7:sha256=${'1'.repeat(64)}`))
    assert.not.ok(await tool('sign', ...policy, ...bare), 'another boot chain')
    await renew(identity).then(
      () => assert.unreachable('it spoke for the box'),
      (error) => assert.ok(isFault(error, 'config.invalid'), String(error)),
    )
    // A TPM of a maker that nobody here knows, and a software key that calls itself a TPM's.
    const unknown = await hubHere({ softwareKeys: false, tpmRoots: folder.path })
    await refused(enrol({ web: unknown.web, technician, name: 'x', place: 'y', folder: place('tpm2'), key }))
    await unknown.end()
  } finally {
    await strict.end()
    await tpm.end()
  }
})

test.run()
