import assert from 'node:assert/strict'
import { suite } from 'uvu'
import { guide, type PortraitGuidance } from '../../../device/face/guide.ts'
import type { FaceMeasure, FaceView } from '../../../device/face/view.ts'

const test = suite('what the citizen is told')

function view(change: Partial<FaceMeasure> & { faces?: number; at?: [number, number]; apart?: number } = {}): FaceView {
  const { faces = 1, at = [640, 331], apart = 110, ...rest } = change
  const face: FaceMeasure = {
    box: { x: 500, y: 200, width: 280, height: 360 },
    eyes: [
      [at[0] - apart / 2, at[1]],
      [at[0] + apart / 2, at[1]],
    ],
    chin: [at[0], at[1] + 190],
    eyeDistance: apart,
    roll: 0,
    yaw: 0,
    pitch: 0,
    mouthOpen: 0.02,
    eyeOpenness: 0.3,
    lidGap: 10,
    brightness: 150,
    evenness: 0.9,
    confidence: 1,
    landmarks: new Float32Array(0),
    ...rest,
  }
  return { width: 1280, height: 720, faces, face }
}

const table: [string, FaceView, PortraitGuidance][] = [
  ['nobody', { width: 1280, height: 720, faces: 0, face: null }, 'no-face'],
  ['an unreadable picture', { width: 0, height: 0, faces: 0, face: null }, 'no-face'],
  ['somebody looks over the shoulder', view({ faces: 2 }), 'several-faces'],
  ['far away', view({ apart: 60 }), 'closer'],
  ['very near', view({ apart: 200 }), 'further'],
  ['on the left of the picture', view({ at: [400, 331] }), 'left'],
  ['on the right of the picture', view({ at: [880, 331] }), 'right'],
  ['low', view({ at: [640, 500] }), 'up'],
  ['high', view({ at: [640, 150] }), 'down'],
  ['head on the shoulder', view({ roll: -12 }), 'straighten-head'],
  ['looks aside', view({ yaw: 20 }), 'look-at-camera'],
  ['looks at the floor', view({ pitch: 25 }), 'look-at-camera'],
  ['blinks', view({ eyeOpenness: 0.1 }), 'open-eyes'],
  ['speaks', view({ mouthOpen: 0.4 }), 'close-mouth'],
  ['in the dark', view({ brightness: 30 }), 'more-light'],
  ['lit from the side', view({ evenness: 0.3 }), 'uneven-light'],
  ['good', view(), 'hold'],
  ['dark and far away: light first', view({ brightness: 30, apart: 60 }), 'more-light'],
  ['far away and aside: distance first', view({ apart: 60, at: [400, 331] }), 'closer'],
]

for (const [name, seen, words] of table) test(name, () => assert.equal(guide(seen), words))

test.run()
