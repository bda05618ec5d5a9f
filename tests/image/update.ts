/** Updates in QEMU: to a new version, to a bad one and back by itself, to an older one (refused). */
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { uploadToHub } from '../../provisioning/hub-client.ts'
import { enrol, room as openRoom, type Room, runs, start, until } from './ground.ts'

const upload = ({ hub, cookie }: Room, bundle: string) =>
  uploadToHub(hub.web, cookie, '/api/releases', Readable.toWeb(createReadStream(bundle)) as ReadableStream)

export type UpdateTimes = { enrolled: number; updated: number; rolledBack: number | null }

/**
 * `out`: of build.sh, with the bundles of a newer version in `next` and of a bad one in `bad`. `folder` keeps the machine for
 * further tests. Seconds: power on to in service, offered to the new version's word, offered to the old one's word again.
 */
export async function updateImage(
  out: string,
  folder: string,
  say: (line: string) => void,
  drawn = true,
): Promise<UpdateTimes> {
  const room = await openRoom(readFileSync(join(out, 'keys/release.pem'), 'utf8'))
  const from = performance.now()
  const seconds = (since: number) => Math.round((performance.now() - since) / 1000)
  const machine = await start(folder, join(out, 'disk.img'), room, { writeLog: join(folder, 'writes.log') })
  try {
    await enrol(room, machine, drawn ? out : null)
    const enrolled = seconds(from)
    say(`enrolled with its TPM, configured and connected ${enrolled} s after power on`)
    await until('the box tells its health', () => runs(room, '0.1.0', 0))
    await machine.screenshot(join(out, 'welcome.png'))
    const { box, keyHome } = (await room.box())!
    if (keyHome !== 'tpm') throw new Error('the identity key is not in the TPM')
    await room.call('POST', `/api/boxes/${box}/test-box`, { test: true })

    await upload(room, join(out, 'next/borgerboks-0.2.0.boks'))
    const offered = performance.now()
    await room.call('POST', '/api/releases/0.2.0/ring', { ring: 'test' })
    await until('the box runs 0.2.0', () => runs(room, '0.2.0', Date.now() - 60_000))
    const updated = seconds(offered)
    say(`0.1.0 → 0.2.0: ${updated} s from the offer to the new version with its page on the screen`)
    await machine.screenshot(join(out, 'updated.png'))

    let rolledBack: number | null = null
    const bad = join(out, 'bad/borgerboks-0.3.0.boks')
    if (existsSync(bad)) {
      await upload(room, bad)
      const again = performance.now()
      await room.call('POST', '/api/releases/0.3.0/ring', { ring: 'test' })
      await until('the box has gone back from 0.3.0', async () => {
        const { health } = (await runs(room, '0.2.0', 0)) ?? {}
        return health?.update?.version === '0.3.0' && health.update.is === 'rolled-back'
      })
      rolledBack = seconds(again)
      say(`0.3.0 cannot start: back on 0.2.0 and told the hub ${rolledBack} s after the offer`)
    }
    return { enrolled, updated, rolledBack }
  } finally {
    await machine.powerCut()
    await room.hub.end()
  }
}
