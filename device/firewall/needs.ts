/** The devices on the local network that the configuration names: what the box may speak to beside its hub. */

import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect, isIPv4 } from 'node:net'
import type { Settings } from '../contract/settings.ts'

/** Of the root service that changes the firewall; there in the image only. */
const GUARD = '/run/boks-allow.sock'
const PORTS: Record<string, number> = { 'ipp:': 631, 'ipps:': 631, 'http:': 80, 'https:': 443 }

export type Door = { host: string; port: number }

/** Where a camera that speaks PTP/IP listens unless it is said (CIPA DC-005). */
const PTP_IP = 15_740

/** Printers, payment terminal, sensor and camera that are reached by an address. */
export function needsOf(devices: Settings['devices']): Door[] {
  const addresses = [devices.printer.uri, devices.payment?.url, devices.finger.port]
  const doors = new Map<string, Door>()
  const open = (door: Door) => {
    // Loopback is always open.
    if (!door.host.startsWith('127.') && door.host !== 'localhost') doors.set(`${door.host}:${door.port}`, door)
  }
  for (const address of addresses) {
    if (!address || !/^(ipps?|https?):\/\//.test(address)) continue
    const { protocol, hostname, port } = new URL(address)
    open({ host: hostname, port: Number(port) || PORTS[protocol]! })
  }
  if (devices.slips && 'host' in devices.slips) open({ host: devices.slips.host, port: devices.slips.port })
  const [kind, host, port] = devices.camera.stills?.port.split(':') ?? []
  if (kind === 'ptpip' && host) open({ host, port: Number(port) || PTP_IP })
  return [...doors.values()]
}

/** Asks for these doors and no others; a name that cannot be found now is left out. Settles when the firewall has them. */
export async function openDoors(doors: readonly Door[], guard = GUARD): Promise<void> {
  if (!existsSync(guard)) return
  const found = await Promise.all(
    doors.map(async ({ host, port }) => {
      const address = isIPv4(host)
        ? host
        : await lookup(host, { family: 4 }).then(
            (one) => one.address,
            () => null,
          )
      return address ? [[address, port]] : []
    }),
  )
  const socket = connect(guard)
  await once(socket, 'connect')
  socket.end(`${JSON.stringify(found.flat())}\n`)
  socket.resume()
  await once(socket, 'close')
}
