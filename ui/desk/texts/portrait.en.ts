import type { PortraitTexts } from './shape.ts'

export const portraitEn: PortraitTexts = {
  rule: {
    'plain-background': 'Light, plain background',
    'even-light': 'Even light without shadows',
    'true-picture': 'Sharp, natural colours, no technical flaws',
    'one-person': 'One person only',
    'eyes-visible': 'Both eyes open and fully visible',
    'mouth-closed': 'Mouth closed, neutral expression',
    'face-visible': 'The whole face visible: forehead, chin, cheekbones',
    'head-size': '35×45 mm, head 30–36 mm, top of the shoulders in the picture',
    'looks-straight': 'Frontal, gaze at the camera',
    'no-headgear': 'No headgear, unless for religious or medical reasons',
  },
  law: 'Danish passport order § 5(5)',
  quality: {
    head: 'Quality of the picture',
    sound: 'The picture’s measures are in order.',
    flagged: 'Look more closely at this:',
    'no-face': 'The machine cannot measure a face in the picture.',
    measured: (name, component) => `${name}: ${component} of 100`,
    all: (assessed, total) => `All measures (${assessed} of ${total} were taken)`,
    none: 'not assessed',
    heuristic: 'estimate',
  },
  check: {
    head: 'Look yourself. The machine cannot measure this:',
    ExpressionNeutrality: 'The expression is neutral',
    NoHeadCoverings: 'No headgear, or one that is allowed, and the face is free',
    UnifiedQualityScore: 'The picture can be used in a passport',
    BackgroundUniformity: 'The background is light and plain',
    FaceOcclusionPrevention: 'Nothing covers eyes, mouth or face, and glasses do not reflect',
    done: 'I have looked, and the picture is in order',
  },
  way: {
    headwear: 'The citizen wears headgear for faith or health. Judge whether the face is free.',
    glasses: 'The citizen wears glasses that reflect. Judge whether both eyes can be seen.',
    'small-child': 'The picture is of a small child. Expression and gaze are judged more leniently by the rules.',
    'hard-to-hold': 'It is hard for the citizen to stand still, look straight or keep the eyes open.',
  },
  signals: {
    head: 'Is there a person in front of the camera?',
    signal: {
      challenge: 'Did what was asked',
      depth: 'The face has depth when it turns',
      'same-face': 'The same face in the picture and in the test',
      border: 'Edges around the face',
      grid: 'A pattern as on a screen',
    },
    is: {
      live: 'speaks for',
      suspicious: 'speaks against. Look at the video',
      unclear: 'says nothing',
    },
    sum: (live) => (live === 0 ? 'Signs of a person were not measured.' : `${live} signs of a person, none against.`),
    undone:
      'The test was not finished, or the head turned where it was not asked to. It may also be that the citizen could not.',
    measured: {
      asked: 'asked for',
      undone: 'not done',
      wrong: 'turned wrongly',
      parallax: 'nose out of the plane (0 is flat)',
      misfit: 'uncertainty',
      distance: 'distance',
      threshold: 'limit',
      sides: 'edges',
      grid: 'pattern',
    },
    limits: 'The signals are not certified (ISO/IEC 30107-3). You are the one who judges.',
  },
  set: (rate, distance) =>
    `The limit is set so that at most ${rate} of two different persons in the measurement looked so alike (distance ${distance}). Siblings, children and some groups look alike more often.`,
}
