/**
 * The closed table of failures somebody can act on. A fault is thrown with its code; the code says who acts and whether
 * trying again helps. What the citizen and the caseworker are told stands in the screens' texts under the same code
 * (`fault.<code>`); what a technician does stands here, in one sentence.
 * Expected outcomes are returned as unions instead; everything else is a bug and is asserted.
 */

export type FaultRow = {
  /** Who can end it. */
  acts: 'citizen' | 'caseworker' | 'technician'
  /** `now`: the same step again; `later`: when the device or network is back; `never`: another way is needed. */
  retry: 'now' | 'later' | 'never'
  /** What a technician does about it. */
  technician: string
}

export const faults = {
  'card.removed': { acts: 'citizen', retry: 'now', technician: 'Nothing: the document was lifted while it was read.' },
  'card.mute': {
    acts: 'citizen',
    retry: 'now',
    technician: 'The chip stopped answering: try another document, then the reader.',
  },
  'card.reader-gone': {
    acts: 'technician',
    retry: 'later',
    technician: 'Check the card reader’s USB cable and that pcscd runs.',
  },
  'chip.access-denied': {
    acts: 'citizen',
    retry: 'now',
    technician: 'The MRZ read does not open this chip: clean the MRZ reader if it repeats.',
  },
  'chip.protocol': {
    acts: 'caseworker',
    retry: 'now',
    technician: 'The chip broke the protocol of Doc 9303-11: look at the log for the step.',
  },
  'chip.malformed': {
    acts: 'caseworker',
    retry: 'now',
    technician: 'A file on the chip is not as Doc 9303-10 says: keep the log.',
  },
  'chip.other-document': {
    acts: 'citizen',
    retry: 'now',
    technician: 'Nothing: the card on the reader is no passport or identity card.',
  },
  'document.driving-licence': {
    acts: 'citizen',
    retry: 'now',
    technician: 'Nothing: a driving licence was laid down where a passport is needed.',
  },
  'document.health-card': {
    acts: 'citizen',
    retry: 'now',
    technician: 'Nothing: a health card was read where a passport is needed.',
  },
  'trust.refused': {
    acts: 'technician',
    retry: 'never',
    technician: 'The list of certificates is not what its root vouches for: fetch it again, compare the root.',
  },
  'mrz.unreadable': { acts: 'citizen', retry: 'now', technician: 'Clean the MRZ reader’s glass.' },
  'mrz.reader-gone': {
    acts: 'technician',
    retry: 'later',
    technician: 'Check the MRZ reader’s cable and its port in the configuration.',
  },
  'camera.gone': {
    acts: 'technician',
    retry: 'later',
    technician: 'Check the camera’s cable and its input in the configuration.',
  },
  'camera.frozen': {
    acts: 'technician',
    retry: 'later',
    technician: 'The camera sends no new picture: unplug it and plug it in again.',
  },
  'camera.in-use': {
    acts: 'technician',
    retry: 'later',
    technician: 'Another program holds the camera: find it with `fuser -v /dev/video0` and end it.',
  },
  'gpio.gone': {
    acts: 'technician',
    retry: 'never',
    technician: 'This machine has no such GPIO line: check the numbers of lamps and column in the configuration.',
  },
  'face.engine': {
    acts: 'technician',
    retry: 'later',
    technician: 'The face models did not load: run make setup again.',
  },
  'finger.gone': {
    acts: 'technician',
    retry: 'later',
    technician: 'Check the fingerprint sensor’s cable and its port in the configuration.',
  },
  'finger.protocol': {
    acts: 'technician',
    retry: 'now',
    technician: 'The sensor’s answers are damaged: check cable, baud rate and address.',
  },
  'finger.timeout': { acts: 'citizen', retry: 'now', technician: 'Nothing: no finger was laid on the sensor in time.' },
  'printer.gone': {
    acts: 'technician',
    retry: 'later',
    technician: 'Check the printer’s power, network and address in the configuration.',
  },
  'printer.paper-out': { acts: 'technician', retry: 'later', technician: 'Fill the paper tray.' },
  'printer.jam': { acts: 'technician', retry: 'later', technician: 'Take the jammed sheet out of the printer.' },
  'printer.cover': { acts: 'technician', retry: 'later', technician: 'Close the printer’s cover.' },
  'printer.wrong-paper': {
    acts: 'technician',
    retry: 'later',
    technician: 'Put A4 into the tray, and tell the printer so.',
  },
  'printer.output-full': { acts: 'citizen', retry: 'later', technician: 'Empty the output tray.' },
  'printer.supply-out': { acts: 'technician', retry: 'later', technician: 'Change the toner or ink.' },
  'printer.stopped': {
    acts: 'technician',
    retry: 'later',
    technician: 'The printer has stopped or wants toner: look at its own display.',
  },
  'printer.refused': {
    acts: 'technician',
    retry: 'never',
    technician: 'The printer refused the document: check that it takes PDF.',
  },
  'printer.uncertain': {
    acts: 'caseworker',
    retry: 'never',
    technician: 'Nobody knows whether the page came out: look in the tray before printing again.',
  },
  'payment.gone': {
    acts: 'technician',
    retry: 'later',
    technician: 'Check the payment terminal’s power, network and address in the configuration.',
  },
  'payment.refused': {
    acts: 'technician',
    retry: 'never',
    technician: 'The terminal’s certificate or key is not the one set here: pin and key it again.',
  },
  'payment.unclear': {
    acts: 'caseworker',
    retry: 'never',
    technician:
      'Nobody here knows whether the money was taken: look at the terminal’s journal, then `boks ledger resolve`.',
  },
  'register.gone': {
    acts: 'technician',
    retry: 'later',
    technician: 'The register does not answer the hub: check its address and certificate in the hub’s configuration.',
  },
  'hub.gone': {
    acts: 'technician',
    retry: 'later',
    technician: 'Check the network and that the hub answers on its box port.',
  },
  'hub.refused': {
    acts: 'technician',
    retry: 'never',
    technician: 'The hub refused this box: check its certificate and enrolment.',
  },
  'authority.gone': {
    acts: 'technician',
    retry: 'later',
    technician: 'The authority’s inbox does not answer: the application waits in the outbox.',
  },
  'authority.refused': {
    acts: 'technician',
    retry: 'never',
    technician: 'The authority refused the application: see the log for its reason.',
  },
  'decision.stale': {
    acts: 'caseworker',
    retry: 'now',
    technician: 'Nothing: a part was retaken after the caseworker looked.',
  },
  'decision.blocked': {
    acts: 'caseworker',
    retry: 'never',
    technician: 'Nothing: a rule forbids approval of this application.',
  },
  'message.malformed': {
    acts: 'technician',
    retry: 'never',
    technician: 'A message did not match the contract: box and hub may be of different versions.',
  },
  'config.invalid': { acts: 'technician', retry: 'never', technician: 'Correct the configuration at the place named.' },
  'port.busy': {
    acts: 'technician',
    retry: 'never',
    technician: 'Stop the other program that uses the port, or choose another port.',
  },
} as const satisfies Record<string, FaultRow>

export type FaultCode = keyof typeof faults

/** A failure somebody can act on. `detail` is for the technician's log and must hold nothing personal. */
export class Fault extends Error {
  readonly code: FaultCode
  readonly detail: string

  constructor(code: FaultCode, detail = '', options?: ErrorOptions) {
    super(detail ? `${code}: ${detail}` : code, options)
    this.name = 'Fault'
    this.code = code
    this.detail = detail
  }
}

/** The fault if `error` is one with that code (or with any code, if none is named). */
export function isFault(error: unknown, code?: FaultCode): error is Fault {
  return error instanceof Fault && (code === undefined || error.code === code)
}
