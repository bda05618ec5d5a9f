import { createCamera } from '../drivers/camera/camera.ts'
import { createCardReader } from '../drivers/card/card-reader.ts'
import { fingerReader } from '../drivers/finger/open.ts'
import { mrzProtocol } from '../drivers/mrz/kinds.ts'
import { MrzReader } from '../drivers/mrz/reader.ts'
import { createPrinter } from '../drivers/printer/printer.ts'
import type { BoxConfig } from './config.ts'

/** The drivers that a configuration names: the only place, with main.ts, that knows which concrete ones there are. */
export function makeDevices({ card, mrz, camera, finger, printer }: BoxConfig['devices']) {
  return {
    card: createCardReader({ id: 'card', reader: card.reader, ...(card.socket ? { socketPath: card.socket } : {}) }),
    mrz: new MrzReader({ path: mrz.port, baud: mrz.baud, protocol: mrzProtocol(mrz.kind) }),
    camera: createCamera({ id: 'camera', input: camera.input }),
    finger: fingerReader({ ...finger, use: 'passport' }),
    printer: createPrinter({ id: 'printer', url: printer.uri }),
  }
}
