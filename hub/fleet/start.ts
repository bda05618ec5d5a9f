/** What the configuration of a box starts from, so that a technician with fifty boxes only checks and sends. */
import type { SettingsStart } from '../../device/contract/fleet-view.ts'
import { placeId } from '../../device/contract/place-id.ts'
import type { Proposal } from '../../device/contract/proposal.ts'
import type { Settings } from '../../device/contract/settings.ts'
import type { Hub } from '../context.ts'
import type { Db } from '../store/store.ts'
import { problem } from '../web/problem.ts'
import { newest } from './settings.ts'

type Devices = Settings['devices']
/** What this box has: from its configuration, else from what it found. */
type Own = Partial<Devices> | Proposal['devices']

/**
 * From what the box found, its place, and what the hub knows; with `like`, from that box's configuration with this box's
 * own place and devices. 404 when there is no such box, or `like` has no configuration.
 */
export async function startOf(hub: Hub, box: string, like?: string): Promise<SettingsStart> {
  const { db, config } = hub
  const row = await db.selectFrom('boxes').select(['place', 'proposal']).where('id', '=', box).executeTakeFirst()
  if (!row) throw problem(404, 'There is no such box.')
  const { place, proposal } = row
  if (like !== undefined) {
    const theirs = (await newest(db, like))?.settings as Settings | undefined
    if (!theirs) throw problem(404, 'That box has no configuration.')
    const mine = (await newest(db, box))?.settings as Settings | undefined
    return startLike(theirs, place, mine?.devices ?? proposal?.devices)
  }
  // A municipality is called the same at all its boxes, and its documents are fetched at the same places.
  const last = (await db.selectFrom('box_configs').select('settings').orderBy('at', 'desc').limit(1).executeTakeFirst())
    ?.settings as Settings | undefined
  const settings = {
    place,
    municipality: last?.municipality ?? { name: config.municipality },
    places: last?.places ?? (await bookedPlaces(db, place)),
    devices: proposal?.devices ?? {},
  }
  return { settings, left: [] }
}

async function bookedPlaces(db: Db, place: string): Promise<Settings['places']> {
  const known = await db
    .selectFrom('booking_places')
    .select(['id', 'name', 'address'])
    .where('active', '=', true)
    .orderBy('name')
    .execute()
  return known.length > 0 ? known : [{ id: placeId(place), name: place }]
}

/** Inside the box itself, as with all boxes of its kind. */
const ON_BOX = /^ipps?:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/

/**
 * `own` undefined: the box has not said what it has, and theirs are the best guess. What is another machine on a network (a
 * printer, a receipt printer, a payment terminal) stands beside their box: a citizen's paper must not come out there.
 * `left` names what was not taken.
 */
export function startLike(theirs: Settings, place: string, own: Own | undefined): SettingsStart {
  const { devices, ...rest } = theirs
  const mine: Partial<Devices> = own ?? {}
  const { payment, slips, printer, ...common } = devices
  const inBox = {
    ...(slips && 'path' in slips ? { slips } : {}),
    ...(ON_BOX.test(printer.uri) ? { printer } : {}),
  }
  const taken: Partial<Devices> = {
    ...inBox,
    ...(own ? ownDevices(mine, devices) : common),
    ...(mine.payment ? { payment: mine.payment } : {}),
    ...(mine.slips ? { slips: mine.slips } : {}),
  }
  const alone = ['payment', 'slips', 'printer'] as const
  return {
    settings: { ...rest, place, devices: taken },
    left: alone.filter((kind) => devices[kind] && !taken[kind]),
  }
}

/** Own addresses; how the device is spoken to comes from the box that is known to work, where it is of the same manner. */
function ownDevices(mine: Partial<Devices>, theirs: Devices): Partial<Devices> {
  const { card, mrz, camera, finger, printer } = mine
  const onTty = (port: string) => port.startsWith('/dev/')
  const both = mrz && 'port' in mrz && 'port' in theirs.mrz ? { ...theirs.mrz, port: mrz.port } : mrz
  const sameFinger = finger && onTty(finger.port) && onTty(theirs.finger.port)
  return {
    ...(theirs.sound ? { sound: theirs.sound } : {}),
    ...(card ? { card: { ...theirs.card, reader: card.reader } } : {}),
    ...(both ? { mrz: both } : {}),
    ...(camera ? { camera: { ...theirs.camera, input: camera.input } } : {}),
    ...(finger ? { finger: sameFinger ? { ...theirs.finger, port: finger.port } : finger } : {}),
    ...(printer ? { printer: { ...(theirs.printer.tray ? { tray: theirs.printer.tray } : {}), ...printer } } : {}),
  }
}
