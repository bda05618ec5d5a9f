import type { FingerPosition } from '../../../device/contract/nouns.ts'
import type { ContractTexts, Words } from './shape.ts'

const finger: Words<FingerPosition> = {
  'right-index': 'right index finger',
  'left-index': 'left index finger',
  'right-thumb': 'right thumb',
  'left-thumb': 'left thumb',
  'right-middle': 'right middle finger',
  'left-middle': 'left middle finger',
  'right-ring': 'right ring finger',
  'left-ring': 'left ring finger',
}

const moves = {
  'turn-left': 'Turn your head to the left',
  'turn-right': 'Turn your head to the right',
  'close-eyes': 'Close your eyes for a moment',
}

/** What the citizen's screen shows now, in words. */
export const mirrorEn: Pick<ContractTexts, 'ask' | 'guidance' | 'advice' | 'finger' | 'fault' | 'step'> = {
  step: {
    errand: 'Errand',
    privacy: 'Data',
    document: 'Passport',
    holder: 'Who',
    portrait: 'Portrait',
    'right-index': 'Right finger',
    'left-index': 'Left finger',
    signature: 'Signature',
    contact: 'Contact',
    review: 'Review',
    register: 'Register',
    declaration: 'Declaration',
    pay: 'Payment',
    paper: 'Paper',
    decision: 'Decision',
    delivery: 'Delivery',
    receipt: 'Receipt',
  },
  ask: {
    welcome: ({ outOfService }) => (outOfService ? 'The box is out of service' : 'Welcome'),
    errand: () => 'What would you like to do?',
    privacy: () => 'What happens to your data',
    document: ({ state, progress }) =>
      ({
        waiting: 'Put your passport on the reader',
        mrz: 'The printed lines are being read',
        chip: `The chip is being read – ${Math.round(progress * 100)}%. Leave the passport`,
        checking: 'The passport is being checked',
      })[state],
    holder: () => 'Is this you?',
    portrait: ({ guidance }) => `Taking the picture: ${mirrorEn.guidance[guidance]}`,
    'portrait-keep': ({ pictures }) =>
      pictures.length > 1 ? 'Which picture do you want to use?' : 'Keep this picture?',
    'portrait-move': ({ move, done, total }) =>
      `${move ? moves[move] : 'Look straight again'} (${done} of ${total} done)`,
    finger: ({ position, attempt, attempts, state, advice }) => {
      const which = finger[position]
      if (state === 'good') return `The ${which} has been taken`
      const tip = advice ? ` ${mirrorEn.advice[advice]}.` : ''
      return state === 'poor'
        ? `The ${which} did not come out clearly.${tip}`
        : `Put your ${which} on the reader (try ${attempt} of ${attempts}).${tip}`
    },
    'finger-exempt': () => 'No fingerprints: under age',
    signature: ({ tooLittle }) => (tooLittle ? 'Write your whole name' : 'Write your name with your finger'),
    contact: () => 'Phone number and where to fetch the passport',
    review: () => 'Look through everything',
    register: ({ state }) => (state === 'looking' ? 'We are looking into the register' : 'What the register says'),
    declaration: () => 'Declaration about the lost licence',
    pay: ({ state }) =>
      ({
        choose: 'Pay the fee',
        terminal: 'Paying at the terminal',
        checking: 'Asking the terminal whether the payment went through',
        paid: 'Paid',
        unknown: 'Unknown whether the money was taken',
      })[state],
    paper: ({ state }) => (state === 'issuing' ? 'The paper is being issued' : 'The paper is being printed'),
    waiting: ({ ahead }) => (ahead === null ? 'Wait for a caseworker' : `Wait – ${ahead} before you`),
    'with-caseworker': () => 'You are talking with the caseworker',
    finishing: ({ delivery, receipt }) =>
      receipt === 'printing'
        ? 'Your receipt is printing'
        : {
            none: '',
            sending: 'The application is being sent',
            delivered: 'The application has been sent',
            later: 'The application is kept and will be sent later',
          }[delivery],
    appointment: () => 'Booking',
    'take-document': () => 'Remember your passport',
    farewell: ({ outcome }) =>
      ({
        done: 'The paper is printed',
        approved: 'The application is approved. Thank you',
        rejected: 'The application is rejected, and why',
        postponed: 'The case is put off',
        referred: 'The case must be handled elsewhere',
        cancelled: 'The visit was cancelled',
        'timed-out': 'The visit ended because nobody answered',
        faulted: 'The visit ended because of a fault',
      })[outcome],
  },
  guidance: {
    'no-face': 'no face in view',
    'several-faces': 'several faces in the picture',
    closer: 'come closer',
    further: 'step back',
    left: 'a little to the left',
    right: 'a little to the right',
    up: 'a little up',
    down: 'a little down',
    'straighten-head': 'hold your head straight',
    'look-at-camera': 'look at the camera',
    'open-eyes': 'open your eyes',
    'close-mouth': 'close your mouth',
    'more-light': 'too little light',
    'uneven-light': 'the light is uneven',
    covered: 'the camera is covered',
    'camera-moves': 'the camera is moving',
    'camera-blocked': 'the camera has stopped: something is in its way',
    hold: 'good – stand still',
  },
  finger,
  advice: {
    'press-harder': 'Press a little harder',
    'press-softer': 'Press a little softer',
    moisten: 'Moisten the finger slightly',
    dry: 'Dry the finger',
    centre: 'Put the finger in the middle',
    flat: 'Lay the finger flat',
    'no-finger': 'No finger on the reader',
    lift: 'Lift the finger and put down the next',
    'clean-glass': 'An old print on the glass',
    'other-finger': 'The other hand’s finger again',
    left: 'Move left',
    right: 'Move right',
    up: 'Push forward',
    down: 'Pull back',
    'bare-finger': 'The reader doubts that this is a living finger',
  },
  fault: {
    'card.removed': 'The passport was lifted while it was read. The citizen can put it down again.',
    'card.mute': 'The chip does not answer. Ask the citizen to put the passport down again.',
    'card.reader-gone': 'The chip reader does not answer. A technician is needed.',
    'chip.access-denied': 'The chip refused the printed lines. Ask the citizen to put the passport down again.',
    'chip.protocol': 'The chip answered wrongly. Try again, or look at the passport on video.',
    'chip.other-document': 'This card is no passport or identity card.',
    'chip.malformed': 'A file on the chip is broken. Identity must be shown in another way.',
    'document.driving-licence':
      'The citizen laid down a driving licence. It is not enough here: ask for a passport, or show identity in another way.',
    'document.health-card':
      'The citizen used a health card. It is not enough here: ask for a passport, or show identity in another way.',
    'trust.refused': 'The list of trusted countries was refused.',
    'mrz.unreadable': 'The printed lines cannot be read. Ask the citizen to put the passport down again.',
    'mrz.reader-gone': 'The reader of the printed lines does not answer. A technician is needed.',
    'camera.gone': 'The camera does not answer. A technician is needed.',
    'camera.frozen': 'The camera’s picture stands still. A technician is needed.',
    'camera.in-use': 'Another program is using the camera. A technician is needed.',
    'gpio.gone': 'Lamps or lifting column do not answer. A technician is needed.',
    'face.engine': 'The face measurement does not run. A technician is needed.',
    'finger.gone': 'The finger reader does not answer. A technician is needed.',
    'finger.protocol': 'The finger reader answered wrongly. Try again.',
    'finger.timeout': 'No finger was laid on in time. The citizen can try again.',
    'printer.gone': 'The printer does not answer. A technician is needed.',
    'printer.paper-out': 'The printer is out of paper.',
    'printer.jam': 'Paper is stuck in the printer.',
    'printer.cover': 'The printer’s cover is open.',
    'printer.wrong-paper': 'The printer has the wrong paper.',
    'printer.output-full': 'The printer’s output tray is full.',
    'printer.supply-out': 'The printer is out of toner.',
    'printer.stopped': 'The printer has stopped or wants toner.',
    'printer.refused': 'The printer refused the document.',
    'printer.uncertain': 'We do not know whether the page came out. Ask the citizen to look in the tray.',
    'payment.gone': 'The payment terminal does not answer',
    'payment.refused': 'The payment terminal cannot be used',
    'payment.unclear': 'Unknown whether the money was taken: a person must find out',
    'register.gone': 'The register does not answer',
    'hub.gone': 'The box has no connection to the server.',
    'hub.refused': 'The server refused the box.',
    'authority.gone': 'The authority does not answer. The application is kept and sent later.',
    'authority.refused': 'The authority refused the application.',
    'decision.stale': 'Something was retaken after you saw it. Look through the case again.',
    'decision.blocked': 'A rule forbids approval of this case.',
    'message.malformed': 'Box and server may be of different versions.',
    'config.invalid': 'The box is set up wrongly.',
    'port.busy': 'Another program is in the way on the box.',
  },
}
