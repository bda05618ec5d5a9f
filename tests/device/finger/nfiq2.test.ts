import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { nativeMeasures } from '../../../device/finger/nfiq2/measure.ts'
import { trim } from '../../../device/finger/nfiq2/trim.ts'
import { pgm, published, sample, sampleNames } from './pictures.ts'

const test = suite("NFIQ 2's native measures")

/** The published values have six digits: half a unit in the last of them, relative. Counts must be exact. */
const TOLERANCE = 5e-6
/** Counted with FingerJet FX, which is not ours to have; see device/finger/minutiae/find.ts. */
const NOT_OURS = /^FingerJetFX_|^FJFXPos_|^FingerprintImageWithMinutiae$/

test('equal the published values of the SFinGe samples', () => {
  for (const name of sampleNames()) {
    const trimmed = trim(pgm(sample(name)))
    if (trimmed.is !== 'trimmed') throw new Error(trimmed.why)
    const measures = nativeMeasures(trimmed.image)
    const expected = [...published(name)].filter(([measure]) => !NOT_OURS.test(measure))
    assert.is(expected.length, Object.keys(measures).length)
    for (const [measure, value] of expected) {
      const off = Math.abs(measures[measure]! - value)
      assert.ok(
        off <= TOLERANCE * Math.max(1, Math.abs(value)),
        `${name} ${measure}: ${measures[measure]} for ${value}`,
      )
    }
  }
})

test.run()
