import { createCameraMrzReader } from './camera-reader.ts'
import { type MrzReaderKind, mrzProtocol } from './kinds.ts'
import type { MrzDevice } from './mrz-device.ts'
import { MrzReader } from './reader.ts'

/** A reader at a serial port, or a document camera by ffmpeg's input arguments. */
export type MrzPlace =
  | { port: string; baud: number; kind?: MrzReaderKind | undefined }
  | { camera: { input: readonly string[] } }

export function openMrz(place: MrzPlace): MrzDevice {
  if ('camera' in place) return createCameraMrzReader({ id: 'mrz', input: place.camera.input })
  return new MrzReader({ path: place.port, baud: place.baud, protocol: mrzProtocol(place.kind) })
}
