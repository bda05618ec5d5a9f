/** Nobody's record is opened, and no paper given, by a page that anybody can print or by a photograph of its holder. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { PortraitSignal } from '../../../device/contract/portrait.ts'
import { isProven } from '../../../device/tasks/steps/proof.ts'
import { subjectOf } from '../../../device/tasks/steps/register.ts'
import type { PassportDocument, PortraitCapture } from '../../../device/tasks/task.ts'

const test = suite('proven to be the holder')

const document = (verdict: string) => ({ inspection: { verdict } }) as PassportDocument
const portrait = (match: boolean | null, signals: Partial<Record<PortraitSignal['signal'], PortraitSignal['is']>>) =>
  ({
    comparison: match === null ? null : { match },
    signals: Object.entries(signals).map(([signal, is]) => ({ signal, is, measured: {} })),
  }) as PortraitCapture
const moved = { challenge: 'live', 'same-face': 'live', depth: 'unclear', border: 'unclear', grid: 'unclear' } as const

test('a genuine chip, its holder’s face, and the moves that were asked', () => {
  assert.ok(isProven(document('genuine'), portrait(true, moved), true))
  assert.ok(isProven(document('genuine'), portrait(true, { ...moved, challenge: 'unclear' }), false))
})

test('no chip that vouches for it, no comparison, another face, moves left out, or a sign of a picture: not proven', () => {
  assert.not(isProven(document('not-verified'), portrait(true, moved), true))
  assert.not(isProven(document('genuine'), portrait(null, moved), true))
  assert.not(isProven(document('genuine'), portrait(false, moved), true))
  for (const challenge of ['unclear', 'suspicious'] as const)
    assert.not(isProven(document('genuine'), portrait(true, { ...moved, challenge }), true))
  assert.not(isProven(document('genuine'), portrait(true, {}), true))
  for (const signal of ['depth', 'border', 'grid'] as const)
    assert.not(isProven(document('genuine'), portrait(true, { ...moved, [signal]: 'suspicious' }), false))
})

test('an Icelander’s number looks like a Dane’s, and holds the same date of birth: nobody’s record is asked for', () => {
  const passport = (issuingState: string) =>
    ({
      inspection: {
        verdict: 'genuine',
        document: { issuingState },
        holder: { personalNumber: '1201743389', dateOfBirth: '1974-01-12' },
      },
    }) as PassportDocument
  assert.equal(subjectOf(passport('ISL')), { personalNumber: null, dateOfBirth: '1974-01-12' })
  assert.equal(subjectOf(passport('DNK')), { personalNumber: '1201743389', dateOfBirth: '1974-01-12' })
})

test.run()
