/** What somebody plugs into a box in service: a memory stick, a network adapter, a keyboard. None gets a driver or an answer. */
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import type { Machine } from '../../provisioning/image/machine.ts'

/** A kernel that may, asks a new device at once; an emulated one within seconds (ms). */
const LOOK_MS = 20_000
/** A capture file without a packet (libpcap's file header, bytes). */
const PCAP_HEADER = 24
const STICK_MB = 8
/** Share of pixels that may differ: the pointer, a clock (of 1). */
const STILL = 0.01

/** What got further than its plug. */
export async function examineUsb(machine: Machine, folder: string): Promise<string[]> {
  const { qmp } = machine
  const wrong: string[] = []
  const plugged = async (id: string, device: object, look: () => Promise<boolean>) => {
    const name = id.replaceAll(' ', '-')
    await qmp('device_add', { id: name, bus: 'usb.0', ...device })
    await sleep(LOOK_MS)
    if (await look()) wrong.push(id)
    await qmp('device_del', { id: name })
    await sleep(2_000)
  }

  const stick = join(folder, 'stick.img')
  writeFileSync(stick, Buffer.alloc(STICK_MB * 1_048_576))
  await qmp('blockdev-add', { driver: 'raw', 'node-name': 'stick', file: { driver: 'file', filename: stick } })
  await plugged('stick', { driver: 'usb-storage', drive: 'stick' }, async () => {
    const all = (await qmp('query-blockstats')) as { qdev?: string; stats: { rd_operations: number } }[]
    return all.some(({ qdev, stats }) => qdev?.includes('stick') && stats.rd_operations > 0)
  })

  const film = join(folder, 'adapter.pcap')
  await qmp('netdev_add', { type: 'user', id: 'adapter', restrict: true })
  await qmp('object-add', { 'qom-type': 'filter-dump', id: 'dump', netdev: 'adapter', file: film })
  await plugged(
    'network adapter',
    { driver: 'usb-net', netdev: 'adapter' },
    async () => statSync(film).size > PCAP_HEADER,
  )

  const before = join(folder, 'before.png')
  const after = join(folder, 'after.png')
  await machine.screenshot(before)
  await plugged('keyboard', { driver: 'usb-kbd' }, async () => {
    for (const chord of [['ctrl', 'n'], ['ctrl', 'alt', 'f2'], ['alt', 'f4'], ['f11']]) await machine.keys(...chord)
    await sleep(3_000)
    await machine.screenshot(after)
    const [a, b] = await Promise.all([before, after].map((file) => sharp(file).greyscale().raw().toBuffer()))
    const changed = a!.reduce((sum, value, at) => sum + (Math.abs(value - b![at]!) > 30 ? 1 : 0), 0) / a!.length
    return changed > STILL
  })
  return wrong
}
