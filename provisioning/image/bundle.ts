/** `node bundle.ts OUT VERSION KEY`: OUT/borgerboks-VERSION.boks, the signed file that hubs hand to boxes. */
import { createHash, createPrivateKey } from 'node:crypto'
import { createReadStream, createWriteStream, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { CompactSign } from 'jose'
import { RELEASE_TYPE, type Release } from '../../device/contract/release.ts'

const [out = '', version = '', keyFile = ''] = process.argv.slice(2)
const files = { root: 'slot.squashfs', hash: 'slot.verity', kernel: 'slot.efi' } as const

async function part(name: string) {
  const digest = createHash('sha256')
  await pipeline(createReadStream(join(out, name)), digest)
  return { bytes: statSync(join(out, name)).size, sha256: digest.digest('hex') }
}
const release: Release = {
  version,
  root: await part(files.root),
  hash: await part(files.hash),
  kernel: await part(files.kernel),
}
const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify(release)))
  .setProtectedHeader({ alg: 'ES256', typ: RELEASE_TYPE })
  .sign(createPrivateKey(readFileSync(keyFile)))
const bundle = join(out, `borgerboks-${version}.boks`)
await pipeline(async function* () {
  yield Buffer.from(`${jws}\n`)
  for (const name of Object.values(files)) yield* createReadStream(join(out, name))
}, createWriteStream(bundle))
process.stdout.write(`${bundle}\n`)
