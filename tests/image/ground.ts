/** A hub on this machine and the kiosk disk in QEMU beside it, from nobody's box to one in service. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { PairingView } from '../../device/contract/fleet.ts'
import type { BoxView, Fleet, SettingsStart } from '../../device/contract/fleet-view.ts'
import type { Settings } from '../../device/contract/settings.ts'
import type { Config } from '../../hub/config.ts'
import { callHub, signIn } from '../../provisioning/hub-client.ts'
import { HUB_ADDRESS, type Machine, type MachineOptions, startMachine } from '../../provisioning/image/machine.ts'
import { hubHere } from '../hub/clients.ts'
import { mainButton } from './screen.ts'

/** Software emulation beside other work (ms). */
export const PATIENCE_MS = 25 * 60_000
/** The web port stands in the image. */
export const WEB_PORT = 8200
/** Nothing of it is attached: the box serves with what it has, and says what is missing. */
export const settings: Settings = {
  place: 'Prøvebænken',
  municipality: { name: 'Prøveby Kommune', phone: '00 00 00 00' },
  places: [{ id: 'a', name: 'Prøvebænken' }],
  devices: {
    card: { reader: 'none' },
    mrz: { port: '/dev/ttyUSB9', baud: 9_600 },
    camera: { input: ['-f', 'v4l2', '-i', '/dev/video9'] },
    finger: { port: '/dev/ttyUSB8', baud: 115_200 },
    printer: { uri: 'ipp://127.0.0.1:9/ipp' },
  },
  updates: { from: '00:00', to: '24:00' },
}

export type Room = {
  hub: Awaited<ReturnType<typeof hubHere>>
  call(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<unknown>
  cookie: string
  box(): Promise<BoxView | undefined>
  /** The hub's own database. */
  query<R extends object>(sql: string): Promise<{ rows: R[] }>
  ports: number[]
}

/** `key`: the release key's public half (PEM). */
export async function room(key: string, changes: Partial<Config> = {}): Promise<Room> {
  const hub = await hubHere({
    box: { host: '127.0.0.1', port: 0, name: HUB_ADDRESS },
    web: { host: '127.0.0.1', port: WEB_PORT },
    softwareKeys: false,
    releaseKey: key,
    ...changes,
  })
  const cookie = await signIn(hub.web, { user: 'tove', password: 'tove-password' })
  const call: Room['call'] = (method, path, body) => callHub(hub.web, cookie, method, path, body)
  return {
    hub,
    cookie,
    call,
    async query(sql) {
      const db = new pg.Client({ connectionString: hub.database })
      await db.connect()
      return db.query(sql).finally(() => db.end())
    },
    box: async () => ((await call('GET', '/api/fleet')) as Fleet).boxes[0],
    ports: [WEB_PORT, Number(new URL(hub.box.replace(/^wss/, 'https')).port)],
  }
}

/** Until `look` gives something; rejects when it takes too long. */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  const limit = performance.now() + PATIENCE_MS
  for (;;) {
    const found = await look()
    if (found) return found
    if (performance.now() > limit) throw new Error(`never: ${what}`)
    await sleep(3_000)
  }
}

export const start = (
  folder: string,
  disk: string,
  { ports }: Room,
  more: Partial<MachineOptions> = {},
): Promise<Machine> => {
  mkdirSync(folder, { recursive: true })
  return startMachine({ folder, disk, hub: ports, ...more })
}

/**
 * The technician's part of a new box (`pictures`: null where the image has no browser and confirms by itself): code, fingerprint
 * on both sides, configuration. Settles when the box has kept it and serves citizens.
 */
export async function enrol(room: Room, machine: Machine, pictures: string | null): Promise<void> {
  await connect(room, machine, pictures, () => settings)
  await until('its configuration is kept', async () => (await room.box())?.config?.state === 'applied')
}

/** The same until the box has a hub that has sent it a configuration, made of what the hub says that it starts from. */
export async function connect(
  room: Room,
  machine: Machine,
  pictures: string | null,
  configure: (offered: Partial<Settings['devices']>) => Settings | Promise<Settings>,
): Promise<void> {
  const code = await until('a pairing code', async () => {
    const { rows } = await room.query<{ code: string }>(
      "select code from pairings where code is not null and state = 'waiting' order by at desc",
    )
    return rows[0]?.code
  })
  if (pictures) await until('the code on the screen', async () => mainButton(machine, join(pictures, 'pairing.png')))
  // A slow TPM proves itself only after the code is on the screen.
  const { pairing, fingerprint } = await until('a key that the hub takes', async () => {
    const view = (await room.call('GET', `/api/pairings/by-code/${code}`)) as PairingView
    return view.refusal === null ? view : null
  })
  await room.call('POST', `/api/pairings/${pairing}/accept`, { fingerprint, name: 'Boks 1', place: 'Prøvebænken' })
  // The box is in the fleet at once; it keeps its part when its own screen has been touched.
  const box = await until('the box in the fleet', room.box)
  const { settings: begun } = (await room.call('GET', `/api/boxes/${box.box}/settings/start`)) as SettingsStart
  const { devices } = begun as Pick<Settings, 'devices'>
  await room.call('PUT', `/api/boxes/${box.box}/settings`, { settings: await configure(devices) })
  await until('the box is connected', async () => {
    const same = pictures && (await mainButton(machine, join(pictures, 'compared.png')))
    // Gone once it has been touched.
    if (same) await machine.touch(same.x, same.y)
    await sleep(4_000)
    return (await room.box())?.connected
  })
}

/** The box has said in its own words, with its own key, that it runs `version` and that its screen paints. */
export const runs = async (room: Room, version: string, since: number) => {
  const box = await room.box()
  const { health, connected, software } = box ?? {}
  const fresh = health && Date.parse(health.at) > since && health.screenMs !== null && health.screenMs < 60_000
  return connected && software === version && fresh ? box! : null
}
