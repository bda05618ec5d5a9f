import { readFileSync } from 'node:fs'
import { createCamera } from '../drivers/camera/camera.ts'
import { createCardReader } from '../drivers/card/card-reader.ts'
import { createDslr } from '../drivers/dslr/dslr.ts'
import type { DecodeWsq } from '../drivers/finger/image.ts'
import { fingerReaderOrRefusal } from '../drivers/finger/open.ts'
import { openMrz } from '../drivers/mrz/open.ts'
import { createPaymentTerminal } from '../drivers/payment/terminal.ts'
import { createSlipPrinter } from '../drivers/printer/escpos/slip.ts'
import { createPrinter } from '../drivers/printer/printer.ts'
import type { BoxConfig } from './config.ts'
import { decodeWsq as decode } from './finger/wsq/decode.ts'

const decodeWsq: DecodeWsq = (bytes) => {
  const read = decode(bytes)
  return read.is === 'image' ? read.image : read.why
}

/** The drivers that a configuration names: the only place, with main.ts, that knows which concrete ones there are. */
export function makeDevices({ card, mrz, camera, finger, printer, slips, payment }: BoxConfig['devices']) {
  const { wsq, ...sensor } = finger
  return {
    card: createCardReader({ id: 'card', reader: card.reader, ...(card.socket ? { socketPath: card.socket } : {}) }),
    mrz: openMrz(mrz),
    camera: createCamera({ id: 'camera', input: camera.input }),
    ...(camera.stills ? { stills: createDslr({ id: 'stills', ...camera.stills }) } : {}),
    finger: fingerReaderOrRefusal({ ...sensor, ...(wsq ? { decodeWsq } : {}), use: 'passport' }),
    printer: createPrinter({
      id: 'printer',
      url: printer.uri,
      ...(printer.certificate ? { certificate: readFileSync(printer.certificate, 'utf8') } : {}),
    }),
    ...(slips ? { slips: createSlipPrinter({ id: 'slips', address: slips }) } : {}),
    ...(payment ? { payment: paymentTerminal(payment) } : {}),
  }
}

function paymentTerminal({ url, sale, poi, key, certificate }: NonNullable<BoxConfig['devices']['payment']>) {
  const { passphraseFile, ...names } = key
  return createPaymentTerminal({
    id: 'payment',
    url,
    sale,
    poi,
    key: { ...names, passphrase: readFileSync(passphraseFile, 'utf8').trim() },
    certificate: readFileSync(certificate, 'utf8'),
  })
}
