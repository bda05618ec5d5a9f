import type { Texts } from './da.ts'

export const en: Texts = {
  head: 'Setting up the box',
  other: 'Dansk',
  starting: { title: 'The box is starting', lead: 'One moment.' },
  noHub: {
    title: 'There is no hub at this address',
    lead: 'The box looks here:',
    todo: [
      'Is the network cable in?',
      'Does the hub answer there from another machine?',
      'The box tries again by itself.',
    ],
  },
  pairing: {
    title: 'Connect the box to the hub',
    todo: ['Sign in to the hub’s fleet page as a technician.', 'Choose “Connect a box” and type the code:'],
    compare: 'The hub now shows a fingerprint. Is it exactly the same as here?',
    same: 'Yes, the same',
    different: 'No, it differs',
    confirmed: 'Thank you. Now accept it at the hub too.',
    authority: 'Receiver of applications (compare with the authority’s letter):',
    software:
      'SOFTWARE KEY: this box has no security chip (TPM). The key lies in a file and can be copied. For demonstrations only, never in service.',
  },
  refused: {
    title: 'The box was not connected',
    lead: 'The fingerprints differed, or the hub said no. Somebody may be listening on the network: use another one, or ask operations.',
    again: 'Try again with a new code',
  },
  waiting: {
    title: 'The box is connected',
    lead: 'It waits for its configuration. Send it from the hub’s fleet page: choose the box and “Configuration”.',
  },
  code: {
    title: 'Test before service: the technician’s code',
    lead: 'Open the box on the hub’s fleet page, choose “Show code”, and type the six digits here.',
    typed: (n: number) => `${n} of 6 digits typed`,
    problem: {
      wrong:
        'The code does not fit, has been used or is too old. Fetch a new one on the fleet page if you typed it right.',
      'no-hub': 'The hub does not answer. Check the network cable and type the code again.',
    },
    clear: 'Clear',
    back: 'Delete the last digit',
  },
  accept: {
    title: 'Test before service',
    yes: 'Yes',
    no: 'No',
    again: 'Try again',
    leave: 'Cannot pass now',
    failedTitle: 'The test has not been passed',
    failedLead: 'The report has gone to the hub. Mend what failed and start over.',
    restart: 'Start over',
    sending: 'The report goes to the hub',
    unsent: 'The hub does not answer. The report goes as soon as it does.',
    problem: 'It did not work:',
    limit: { 'at-least': 'at least', 'at-most': 'at most' },
    steps: {
      hub: { name: 'Hub', todo: 'The box asks the hub. You need not do anything.' },
      devices: { name: 'Devices', todo: 'The box looks whether all devices are there. Wait a little.' },
      document: {
        name: 'Passport',
        todo: 'Put the test passport on the reader, picture page down, and leave it there.',
      },
      camera: { name: 'Camera', todo: 'Step aside. The box measures the picture and the light.' },
      portrait: { name: 'Face', todo: 'Stand before the camera and look straight into it.' },
      finger: { name: 'Finger', todo: 'Lay a finger flat on the sensor and hold it still.' },
      page: {
        name: 'Printer',
        todo: 'A test page comes out. Is the frame whole on all four sides, and can the letters be read?',
      },
      replug: { name: 'Plug', todo: 'Pull out the card reader’s USB plug, count to three, and put it back.' },
      screen: {
        name: 'Screen',
        todo: 'Is the screen clean, sharp and straight, and do the buttons lie under the finger?',
      },
    },
  },
}
