import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { GrayImage } from '../../../device/finger/image.ts'
import { grayPng } from '../../../device/finger/png.ts'
import { takenBefore } from '../../../device/tasks/steps/finger-before.ts'
import type { FingerCapture, TaskContext } from '../../../device/tasks/task.ts'
import { press } from '../../../drivers/virtual/finger/press.ts'
import { laidAgain } from '../finger/vary.ts'

const test = suite('a finger taken before')
const finger = (position: 'right-index' | 'left-index') => press({ citizenSeed: 31, position, condition: 'good' })

/** A visit in which the right index finger was taken, as the journal keeps it. */
async function visit(image: GrayImage | null): Promise<TaskContext> {
  const png = image && (await grayPng(image))
  const capture: FingerCapture = {
    position: 'right-index',
    outcome: 'good',
    tries: 1,
    clarity: 90,
    image: image && png && { width: image.width, height: image.height, ppi: 500, png, preview: png },
  }
  return { runner: { journal: new Map([['right-index', { value: capture }]]) } } as unknown as TaskContext
}

test('the same finger for the other hand is noticed, another finger is not', async () => {
  const task = await visit(finger('right-index'))
  assert.is(await takenBefore(task, 'left-index', laidAgain(finger('right-index'), 2)), true)
  assert.is(await takenBefore(task, 'left-index', finger('left-index')), false)
})

test('the right hand shown again for the right hand is as it should be', async () => {
  assert.is(
    await takenBefore(await visit(finger('right-index')), 'right-index', laidAgain(finger('right-index'), 3)),
    false,
  )
})

test('a hand that was exempt has nothing to compare with', async () => {
  assert.is(await takenBefore(await visit(null), 'left-index', finger('left-index')), false)
})

test.run()
