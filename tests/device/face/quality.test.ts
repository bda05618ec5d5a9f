import assert from 'node:assert/strict'
import { suite } from 'uvu'
import { createFaceEngine, type FaceEngine } from '../../../device/face/engine.ts'
import { finishPortrait } from '../../../device/face/finish.ts'
import { loadPicture } from '../../../device/face/load.ts'
import { isFlagged, judge } from '../../../device/face/quality/judge.ts'
import { measureNames, measures as table } from '../../../device/face/quality/names.ts'
import { syntheticFaces } from './data.ts'
import { defects } from './defects.ts'
import { soundPictures } from './sound.ts'

const test = suite('portrait quality')
const signal = new AbortController().signal
/** Every so many of the synthetic portraits: the whole matrix is `node tests/bench/face.ts matrix`. */
const EVERY = 16
let engine: FaceEngine
test.before(async () => {
  engine = await createFaceEngine()
})
test.after(() => engine.close())

const some = (every: number) => syntheticFaces().filter((_, i) => i % every === 0)

async function measure(bytes: Buffer) {
  const loaded = await loadPicture(bytes)
  assert.equal(loaded.is, 'picture')
  const { raster, scale } = loaded as Extract<typeof loaded, { is: 'picture' }>
  return (await engine.measure(raster, signal, scale)).measures
}

/** Measures that a defect may move besides its own: darkness changes every histogram, a covered mouth is a covered face. */
const LIGHT = [
  'LuminanceMean',
  'LuminanceVariance',
  'UnderExposurePrevention',
  'OverExposurePrevention',
  'DynamicRange',
]
const MAY: Record<string, string[]> = {
  'too dark': [...LIGHT, 'FaceOcclusionPrevention', 'MouthOcclusionPrevention'],
  'too bright': [...LIGHT, 'NaturalColour', 'IlluminationUniformity'],
  'no contrast': [
    'MouthOcclusionPrevention',
    ...LIGHT,
    'NaturalColour',
    'IlluminationUniformity',
    'BackgroundUniformity',
  ],
  // An eye in deep shade is hardly to be seen.
  'light from one side': [...LIGHT, 'BackgroundUniformity', 'FaceOcclusionPrevention', 'EyesVisible'],
  'JPEG quality 5': [...LIGHT, 'IlluminationUniformity', 'Sharpness'],
  'black bar over the eyes': ['FaceOcclusionPrevention', 'HeadPosePitch', 'EyesOpen'],
  'blue mask over mouth and chin': ['NaturalColour', 'IlluminationUniformity', ...LIGHT, 'HeadPosePitch'],
  'white bar over the mouth': ['FaceOcclusionPrevention', 'NaturalColour', 'IlluminationUniformity'],
  // A blur closes eyes that a smile has made narrow.
  'out of focus': ['EyesOpen'],
  'cut at the crown': ['BackgroundUniformity', 'HeadSize'],
  'cut at the chin': ['BackgroundUniformity', 'HeadSize'],
  'far away': ['Sharpness', 'CompressionArtifacts'],
  'blue cast': ['FaceOcclusionPrevention', 'IlluminationUniformity'],
  'mouth open': ['MouthOcclusionPrevention', 'FaceOcclusionPrevention'],
  'head turned': [
    ...['EyesOpen', 'IlluminationUniformity', 'FaceOcclusionPrevention', 'EyesVisible', 'NaturalColour'],
    // Hair swings out of the oval in which a head usually is.
    'BackgroundUniformity',
  ],
}

test('each defect is flagged by its measure, and the others hold', async () => {
  let pictures = 0
  for await (const sound of soundPictures(engine, some(EVERY))) {
    pictures++
    const before = await measure(sound.jpeg)
    for (const { name, make, caughtBy } of defects) {
      const after = await measure(await make(sound))
      const flagged = measureNames.filter((one) => isFlagged(one, after[one]) && !isFlagged(one, before[one]))
      // A flaw of the person's own light or pose may have been flagged before the defect was made.
      const caught = caughtBy.some((one) => isFlagged(one, after[one]))
      assert.ok(caught, `${sound.name} ${name}: flagged by ${flagged}`)
      const others = flagged.filter((one) => !caughtBy.includes(one) && !MAY[name]?.includes(one))
      assert.deepEqual(others, [], `${sound.name} ${name}`)
    }
  }
  if (!pictures) console.log('skipped: shared/data/faces is not there')
})

test('the same picture measures the same twice, and gives the same portrait and records byte for byte', async () => {
  for await (const { jpeg, face } of soundPictures(engine, some(40))) {
    const measures = await measure(jpeg)
    assert.deepEqual(await measure(jpeg), measures)
    const once = await finishPortrait(jpeg, face, measures, new Date(0))
    assert.ok(once)
    assert.deepEqual(await finishPortrait(jpeg, face, measures, new Date(0)), once)
  }
})

test('every reason names its rule and its sentence, and what needs a model is asked of a person', async () => {
  for await (const sound of soundPictures(engine, some(40))) {
    const dark = judge(await measure(await defects.find(({ name }) => name === 'too dark')!.make(sound)))
    assert.equal(dark.verdict, 'flagged')
    for (const { measure, rule, says } of dark.reasons)
      assert.deepEqual([rule, says], [table[measure].rule, table[measure].says])
    for (const name of ['UnifiedQualityScore', 'ExpressionNeutrality', 'NoHeadCoverings'] as const) {
      assert.ok(dark.ask.includes(name))
    }
  }
})

test.run()
