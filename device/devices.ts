import type { Camera } from '../drivers/camera/camera.ts'
import type { CardReader } from '../drivers/card/card-reader.ts'
import type { Dslr } from '../drivers/dslr/dslr.ts'
import type { FingerReader } from '../drivers/finger/reader.ts'
import type { Column } from '../drivers/gpio/column.ts'
import type { Light } from '../drivers/gpio/light.ts'
import type { MrzDevice } from '../drivers/mrz/mrz-device.ts'
import type { PaymentTerminal } from '../drivers/payment/terminal.ts'
import type { SlipPrinter } from '../drivers/printer/escpos/slip.ts'
import type { PrinterDriver } from '../drivers/printer/printer.ts'
import type { DeviceKind, PresenceName } from './contract/nouns.ts'

/** The drivers of one box. Which concrete ones they are only main.ts knows. */
export type Devices = {
  card: CardReader
  mrz: MrzDevice
  camera: Camera
  /** A still camera beside it, where the box has one: it takes the portrait, the other shows and coaches. */
  stills?: Dslr
  finger: FingerReader
  printer: PrinterDriver
  /** A receipt printer for slips; without one they come out of the document printer. */
  slips?: SlipPrinter
  /** Lamps and lifting column of the camera, where the box has them. */
  light?: Light
  column?: Column
  /** Not every box takes money. */
  payment?: PaymentTerminal
}

export function presences(
  devices: Devices,
): Record<Exclude<DeviceKind, 'payment'>, PresenceName> & { payment?: PresenceName } {
  return {
    card: devices.card.presence.is,
    mrz: devices.mrz.presence.is,
    camera: devices.camera.presence.is,
    finger: devices.finger.presence.is,
    printer: devices.printer.presence.is,
    ...(devices.payment ? { payment: devices.payment.presence.is } : {}),
  }
}
