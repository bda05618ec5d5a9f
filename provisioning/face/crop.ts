import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import {
  CHIP_BYTES,
  type Cropped,
  cropRaster,
  encodeJpeg,
  encodePortraitJpeg2000,
  HEAD_HEIGHT,
  PORTRAIT_DPI,
} from '../../device/face/crop.ts'
import { recordOf } from '../../device/face/finish.ts'
import { encodeRecord } from '../../device/face/record.ts'
import { encode39794 } from '../../device/face/record-39794.ts'
import type { FaceMeasure, FaceQuality } from '../../device/face/view.ts'
import { Usage, type Verb } from '../verb.ts'
import { openPicture, withEngine } from './pictures.ts'

const usage = 'IMAGE OUT.jpg|.jp2|.fac|.fac3|.der… [--json]'
/** More of the portrait than this drawn out of the picture's edge is no portrait any more. */
const MAX_OUTSIDE = 0.35

type Measured = Cropped & Pick<FaceQuality, 'measures'> & { face: FaceMeasure }
type Writer = (portrait: Measured) => Promise<Buffer>
/** No clock in a file that must be the same for the same picture. */
const around = async ({ raster, ...portrait }: Measured) =>
  recordOf({ ...portrait, ...raster }, await encodeJpeg(raster, CHIP_BYTES), 'jpeg', null)
const writers: Record<string, Writer> = {
  '.jpg': ({ raster }) => encodeJpeg(raster),
  '.jpeg': ({ raster }) => encodeJpeg(raster),
  '.jp2': ({ raster }) => encodePortraitJpeg2000(raster),
  '.fac': async (portrait) => encodeRecord(await around(portrait), '010'),
  '.fac3': async (portrait) => encodeRecord(await around(portrait), '030'),
  '.der': async (portrait) => encode39794(await around(portrait)),
}

/** Cuts a passport portrait out of a picture; the ending of each OUT says as what. */
export const faceCrop: Verb = {
  usage,
  async run(args) {
    const [file, ...outs] = args
    const named = outs.map((out) => ({ out, write: writers[extname(out).toLowerCase()] }))
    if (!file || !outs.length || named.some(({ write }) => !write)) throw new Usage(`boks face crop ${usage}`)
    const picture = await openPicture(file)
    const { face, faces, measures } = await withEngine((engine) =>
      engine.measure(picture.raster, new AbortController().signal, picture.scale),
    )
    if (!face) throw new Usage(`${file} shows no face that can be found.`)
    const portrait = cropRaster(picture.raster, face)
    if (portrait.outside > MAX_OUTSIDE)
      throw new Usage(`${file} ends too close to the face for a portrait of 35×45 mm.`)
    const written = []
    for (const { out, write } of named) {
      const bytes = await write!({ ...portrait, measures, face })
      await writeFile(out, bytes).catch((error: NodeJS.ErrnoException) => {
        throw new Usage(`${out} cannot be written (${error.code}).`)
      })
      written.push({ file: out, bytes: bytes.length })
    }
    const { width, height } = portrait.raster
    const json = {
      files: written,
      width,
      height,
      dpi: PORTRAIT_DPI,
      headMm: HEAD_HEIGHT * 45,
      eyes: portrait.eyes,
      enlarged: portrait.enlarged,
      outside: portrait.outside,
      faces,
    }
    const warnings = [
      ...(faces > 1 ? ['  there are more faces: this is the largest'] : []),
      ...(json.enlarged > 1
        ? [`  made larger ${json.enlarged.toFixed(2)} times: less sharp than its pixels promise`]
        : []),
      ...(json.outside > 0.005 ? [`  ${(100 * json.outside).toFixed(0)} % lie beyond the picture’s edge`] : []),
    ]
    const head = `head ${Math.round(json.headMm)} of 45 mm`
    const lines = written.map((one) => `${one.file}: ${width}×${height}, ${one.bytes} bytes, ${head}`)
    return { lines: [...lines, ...warnings], json }
  },
}
