import type { PortraitQuality } from '../contract/portrait.ts'
import { cropRaster, encodeJpeg, encodePortraitJpeg2000, type Portrait } from './crop.ts'
import { readPicture } from './picture.ts'
import { judge } from './quality/judge.ts'
import { type MeasureName, type Measures, measureNames } from './quality/names.ts'
import { encodeRecord, type FacialRecord, type QualityBlock } from './record.ts'
import { encode39794 } from './record-39794.ts'
import type { FaceMeasure } from './view.ts'

/** A cropped portrait and the ISO/IEC records around its copy at the chip's size. */
export type FinishedPortrait = Portrait & { records: { iso19794: Buffer; iso39794: Buffer } }

/** Measures and judgement as they travel to the caseworker and into the application. */
export function qualityOf(measures: Measures): PortraitQuality {
  const { verdict, reasons } = judge(measures)
  return { verdict, reasons, measures: measureNames.map(wire) }

  function wire(name: MeasureName): PortraitQuality['measures'][number] {
    const { native, component, assessed, method } = measures[name]
    return { name, native, component, assessed, method }
  }
}

/**
 * The records' one quality block: the mean of all components that were assessed. Organisation and algorithm are 0, which no
 * registered one is: it is neither OFIQ's unified score nor comparable with it. Null where nothing was assessed.
 */
export function qualityBlock(measures: Measures): QualityBlock | null {
  const components = measureNames.map((name) => measures[name].component).filter((value) => value !== null)
  if (!components.length) return null
  const score = Math.round(components.reduce((sum, value) => sum + value, 0) / components.length)
  return { score, organisation: 0, algorithm: 0 }
}

/** What a record says about a cropped portrait; `taken` is given, so that the same frame gives the same bytes. */
export function recordOf(
  {
    eyes,
    face,
    measures,
    width,
    height,
  }: {
    eyes: FacialRecord['eyes']
    face: Pick<FaceMeasure, 'yaw' | 'pitch'>
    measures: Measures
    width: number
    height: number
  },
  image: Uint8Array,
  coding: FacialRecord['coding'],
  taken: Date | null,
): FacialRecord {
  const block = qualityBlock(measures)
  // The crop makes the eyes level: roll is gone.
  const pose = { yaw: face.yaw, pitch: face.pitch, roll: 0 }
  return { image, coding, width, height, eyes, pose, quality: block ? [block] : [], taken }
}

/**
 * The portrait of a camera's JPEG with its records. Null when the picture is damaged. Deterministic: the same JPEG, face and
 * `taken` give the same bytes.
 */
export async function finishPortrait(
  jpeg: Uint8Array,
  face: FaceMeasure,
  measures: Measures,
  taken: Date,
): Promise<FinishedPortrait | null> {
  const picture = await readPicture(jpeg)
  if (!picture) return null
  const { raster, headHeight, eyes } = cropRaster(picture.raster, face)
  const { width, height } = raster
  const jp2 = await encodePortraitJpeg2000(raster)
  const record = recordOf({ eyes, face, measures, width, height }, jp2, 'jpeg2000', taken)
  const records = { iso19794: encodeRecord(record, '030'), iso39794: encode39794(record) }
  return { jpeg: await encodeJpeg(raster), width, height, headHeight, records }
}
