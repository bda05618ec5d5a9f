/** What this machine tells its hub of the devices that it found: sentences for the eyes, and what a configuration could say. */
import type { Proposal } from '../contract/proposal.ts'
import { detectDevices, type Found, propose, tellFound } from './detect.ts'

/** The bounds of device/contract/proposal.ts and of `found` in device/contract/fleet.ts. */
const WORD_MAX = 200
const SAYS_MAX = 120
const LIST_MAX = 20
const FOUND_MAX = 40

/** Looks around now (some seconds). */
export async function lookAround(): Promise<{ found: string[]; proposal: Proposal }> {
  const found = await detectDevices()
  return { found: tellFound(found).map(plain).slice(0, FOUND_MAX), proposal: proposalOf(found) }
}

/** A device whose name or address is longer than the contract allows, or odd, is left out: changed, it would name another. */
export function proposalOf(all: Found): Proposal {
  const fits = (word: string) => word.length <= WORD_MAX && !/\p{C}/u.test(word)
  const found: Found = {
    readers: all.readers.filter((name) => fits(name)).slice(0, LIST_MAX),
    serial: all.serial.filter(({ path }) => fits(path)).slice(0, LIST_MAX),
    cameras: all.cameras.filter(({ path }) => fits(path)).slice(0, LIST_MAX),
    printers: all.printers.filter(({ uri }) => fits(uri)).slice(0, LIST_MAX),
  }
  const { card, mrz, camera, finger, printer } = propose(found).devices
  return {
    devices: {
      ...(card ? { card: { reader: card.reader } } : {}),
      ...(mrz && 'port' in mrz ? { mrz: { port: mrz.port, baud: mrz.baud } } : {}),
      ...(camera ? { camera: { input: camera.input } } : {}),
      ...(finger ? { finger: { port: finger.port, ...(finger.baud ? { baud: finger.baud } : {}) } } : {}),
      ...(printer ? { printer: { uri: printer.uri } } : {}),
    },
    readers: found.readers.map((name) => ({ value: name, says: plain(name) })),
    serial: found.serial.map(({ path, says }) => ({ value: path, says: plain(says) })),
    cameras: found.cameras.flatMap((camera) => {
      const input = propose({ ...found, cameras: [camera] }).devices.camera?.input
      return input ? [{ input, says: plain(camera.name || camera.path) }] : []
    }),
    printers: found.printers.map(({ uri, name }) => ({ value: uri, says: plain(name || uri) })),
  }
}

/** A device names itself: nothing that a database or a page would stumble over. */
const plain = (text: string) => text.slice(0, SAYS_MAX).replace(/\p{C}/gu, ' ')
