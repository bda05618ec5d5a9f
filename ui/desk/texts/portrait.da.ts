import type { PortraitTexts } from './shape.ts'

/** Det nye billede: hvad der er målt, hvilken regel det gælder, og hvad kun et menneske kan se. */
export const portraitDa: PortraitTexts = {
  rule: {
    'plain-background': 'Lys og ensartet baggrund',
    'even-light': 'Jævnt lys uden skygger',
    'true-picture': 'Skarpt, naturlige farver, uden tekniske fejl',
    'one-person': 'Kun én person',
    'eyes-visible': 'Begge øjne åbne og helt synlige',
    'mouth-closed': 'Lukket mund, neutralt udtryk',
    'face-visible': 'Hele ansigtet synligt: pande, hage og kindben',
    'head-size': '35×45 mm, hoved 30–36 mm, skuldrenes top med',
    'looks-straight': 'Lige forfra, blik mod kameraet',
    'no-headgear': 'Ingen hovedbeklædning, undtagen af tro eller sygdom',
  },
  law: 'Pasbekendtgørelsen § 5, stk. 5',
  quality: {
    head: 'Billedets kvalitet',
    sound: 'Billedets mål er i orden.',
    flagged: 'Se nærmere på dette:',
    'no-face': 'Maskinen kan ikke måle et ansigt på billedet.',
    measured: (name, component) => `${name}: ${component} af 100`,
    all: (assessed, total) => `Alle mål (${assessed} af ${total} er målt)`,
    none: 'ikke målt',
    heuristic: 'skøn',
  },
  check: {
    head: 'Se selv efter. Det kan maskinen ikke måle:',
    ExpressionNeutrality: 'Udtrykket er neutralt',
    NoHeadCoverings: 'Ingen hovedbeklædning, eller en der er tilladt, og ansigtet er frit',
    UnifiedQualityScore: 'Billedet kan bruges i et pas',
    BackgroundUniformity: 'Baggrunden er lys og ensartet',
    EyesOpen: 'Begge øjne er åbne',
    FaceOcclusionPrevention: 'Intet dækker øjne, mund eller ansigt, og brillerne er uden genskin',
    done: 'Jeg har set efter, og billedet er i orden',
  },
  way: {
    headwear: 'Borgeren bærer hovedbeklædning af tro eller sygdom. Vurdér, om ansigtet er frit.',
    glasses: 'Borgeren bruger briller, der giver genskin. Vurdér, om begge øjne kan ses.',
    'small-child': 'Billedet er af et lille barn. Udtryk og blik vurderes lempeligere efter reglerne.',
    'hard-to-hold': 'Borgeren har svært ved at stå stille, se lige frem eller holde øjnene åbne.',
  },
  signals: {
    head: 'Står der et menneske foran kameraet?',
    signal: {
      challenge: 'Gjorde det, der blev bedt om',
      depth: 'Ansigtet har dybde, når det drejes',
      'same-face': 'Samme ansigt på billedet og i prøven',
      border: 'Kanter omkring ansigtet',
      grid: 'Mønster som på en skærm',
      lamp: 'Ansigtets lys følger boksens lampe',
    },
    is: {
      live: 'taler for',
      suspicious: 'taler imod. Se efter på videoen',
      unclear: 'siger ingenting',
    },
    sum: (live) => (live === 0 ? 'Tegn på et menneske er ikke målt.' : `${live} tegn på et menneske, ingen imod.`),
    undone:
      'Prøven blev ikke gjort færdig, eller hovedet blev drejet anderledes, end der blev bedt om. Det kan også skyldes, at borgeren ikke kunne.',
    measured: {
      asked: 'bedt om',
      undone: 'ikke gjort',
      wrong: 'drejet forkert',
      parallax: 'næsens afstand fra fladen (0 er fladt)',
      misfit: 'usikkerhed',
      distance: 'afstand',
      threshold: 'grænse',
      sides: 'kanter',
      grid: 'mønster',
      follows: 'mørkere uden lampen (0 lyser selv)',
      inStep: 'i takt med lampen (højst 1)',
    },
    limits: 'Signalerne er ikke certificeret (ISO/IEC 30107-3). Det er dig, der vurderer.',
  },
  set: (rate, distance) =>
    `Grænsen er sat, så højst ${rate} af to forskellige personer i målingen lignede hinanden så meget (afstand ${distance}). Søskende, børn og nogle grupper ligner hinanden oftere.`,
}
