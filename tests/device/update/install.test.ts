/** What could leave a box that does not boot: bundles that are foreign, old, damaged or cut off in the middle. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { CompactSign } from 'jose'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { RELEASE_TYPE } from '../../../device/contract/release.ts'
import { byteReader } from '../../../device/update/bytes.ts'
import { bless, condemn, install } from '../../../device/update/install.ts'
import { inWindow } from '../../../device/update/window.ts'

const test = suite('update: install')
const maker = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const parts = { root: randomBytes(300_000), hash: randomBytes(20_000), kernel: randomBytes(50_000) }
let folder: string
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), 'boks-update-'))
})
test.after(() => rmSync(folder, { recursive: true, force: true }))

async function signed(version: string, key: KeyObject = maker.privateKey, type = RELEASE_TYPE): Promise<string> {
  const part = (bytes: Buffer) => ({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
  const release = { version, root: part(parts.root), hash: part(parts.hash), kernel: part(parts.kernel) }
  return new CompactSign(new TextEncoder().encode(JSON.stringify(release)))
    .setProtectedHeader({ alg: 'ES256', typ: type })
    .sign(key)
}

let n = 0
/** A disk whose one half runs 1.0.0, with an older version in the other. */
function disk(entries = ['borgerboks_1.0.0.efi', 'borgerboks_0.9.0.efi'], size = 400_000) {
  const at = join(folder, `disk-${n++}`)
  mkdirSync(join(at, 'EFI/Linux'), { recursive: true })
  for (const name of entries) writeFileSync(join(at, 'EFI/Linux', name), name)
  writeFileSync(join(at, 'root'), Buffer.alloc(size, 1))
  writeFileSync(join(at, 'hash'), Buffer.alloc(30_000, 2))
  const slot = { root: join(at, 'root'), hash: join(at, 'hash') }
  return { esp: at, slot, menu: () => readdirSync(join(at, 'EFI/Linux')).sort() }
}
/** `bytes`: of the payload that arrive. */
function from(bytes: Buffer) {
  const chunks: Buffer[] = []
  for (let i = 0; i < bytes.length; i += 65_536) chunks.push(bytes.subarray(i, i + 65_536))
  return byteReader(Readable.from(chunks)).more
}
const payload = Buffer.concat([parts.root, parts.hash, parts.kernel])
const options = (jws: string, { esp, slot }: ReturnType<typeof disk>) => ({
  jws,
  key: maker.publicKey,
  running: '1.0.0',
  slot,
  esp,
})

test('a newer version is written whole, gets two tries, and takes the place of the oldest', async () => {
  const box = disk()
  assert.equal(await install(options(await signed('1.1.0'), box), from(payload)), { is: 'installed', version: '1.1.0' })
  assert.equal(box.menu(), ['borgerboks_1.0.0.efi', 'borgerboks_1.1.0+2.efi'])
  assert.ok(readFileSync(box.slot.root).subarray(0, parts.root.length).equals(parts.root))
  assert.ok(readFileSync(box.slot.hash).subarray(0, parts.hash.length).equals(parts.hash))
  assert.ok(readFileSync(join(box.esp, 'EFI/Linux/borgerboks_1.1.0+2.efi')).equals(parts.kernel))
})

test('older, the same, foreign, of another kind, too large: refused, and nothing is touched', async () => {
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const cases: [string, string, ReturnType<typeof disk>][] = [
    [await signed('0.9.9'), 'not newer', disk()],
    [await signed('1.0.0'), 'not newer', disk()],
    [await signed('1.1.0', stranger), 'not signed', disk()],
    [await signed('1.1.0', maker.privateKey, 'boks-settings'), 'not signed', disk()],
    ['reboot', 'not signed', disk()],
    [await signed('1.1.0'), 'too large', disk(undefined, 200_000)],
    [await signed('1.1.0'), 'was not well', disk(['borgerboks_1.0.0.efi', 'borgerboks_1.1.0+0-2.efi'])],
  ]
  for (const [jws, why, box] of cases) {
    const before = box.menu()
    const root = readFileSync(box.slot.root)
    const answer = await install(options(jws, box), from(payload))
    assert.ok(answer.is === 'refused' && answer.why.includes(why), `${why}: ${JSON.stringify(answer)}`)
    assert.equal(box.menu(), before)
    assert.ok(readFileSync(box.slot.root).equals(root))
  }
})

test('while a version is on trial the next one waits for its verdict; a second try only for whom a power cut may have failed', async () => {
  const trial = disk(['borgerboks_1.0.0+1-1.efi', 'borgerboks_0.9.0.efi'])
  const answer = await install(options(await signed('1.1.0'), trial), from(payload))
  assert.is(answer.is, 'later')
  assert.equal(trial.menu(), ['borgerboks_0.9.0.efi', 'borgerboks_1.0.0+1-1.efi'])
  assert.ok(await condemn(trial.esp, '1.0.0'))
  assert.equal(trial.menu(), ['borgerboks_0.9.0.efi', 'borgerboks_1.0.0+0-2.efi'])
  const proved = disk()
  assert.not.ok(await condemn(proved.esp, '1.0.0'), 'nobody condemns what has proved itself')
  assert.equal(proved.menu(), ['borgerboks_0.9.0.efi', 'borgerboks_1.0.0.efi'])
})

test('one wrong byte anywhere, or an end too early: only the version that runs is in the menu, and the slot is not found', async () => {
  const jws = await signed('1.1.0')
  const ends = [0, 299_999, 310_000, payload.length - 1]
  const spots = [5, 300_001, 300_000 + 10_000, payload.length - 2]
  for (const [i, bytes] of [
    ...ends.map((end) => payload.subarray(0, end)),
    ...spots.map((spot) => {
      const copy = Buffer.from(payload)
      copy[spot]! ^= 1
      return copy
    }),
  ].entries()) {
    const box = disk()
    const answer = await install(options(jws, box), from(bytes))
    assert.ok(answer.is === 'refused' && answer.why.includes('damaged'), `case ${i}`)
    assert.equal(box.menu(), ['borgerboks_1.0.0.efi'])
    assert.ok(readFileSync(box.slot.hash).subarray(0, 4_096).equals(Buffer.alloc(4_096)), 'no superblock')
  }
})

test('a version that is well loses its counter; one whose tries are used up is named', async () => {
  const well = disk(['borgerboks_1.0.0+1-1.efi', 'borgerboks_0.9.0.efi'])
  assert.equal(await bless(well.esp, '1.0.0'), [])
  assert.equal(well.menu(), ['borgerboks_0.9.0.efi', 'borgerboks_1.0.0.efi'])
  const back = disk(['borgerboks_1.0.0.efi', 'borgerboks_1.1.0+0-2.efi'])
  assert.equal(await bless(back.esp, '1.0.0'), ['1.1.0'])
})

test('only in its window, also over midnight', () => {
  const at = (hour: number, minute = 0) => new Date(2030, 0, 1, hour, minute)
  assert.ok(inWindow(undefined, at(3)))
  assert.not.ok(inWindow(undefined, at(12)))
  const late = { from: '23:00', to: '01:30' }
  assert.ok(inWindow(late, at(23, 30)))
  assert.ok(inWindow(late, at(1, 29)))
  assert.not.ok(inWindow(late, at(1, 30)))
})

test.run()
