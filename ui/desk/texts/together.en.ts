import type { togetherDa } from './together.da.ts'

export const togetherEn: typeof togetherDa = {
  second: {
    head: 'Two must approve',
    always: 'Two members of staff must approve this case. The queue finds the other one; you cannot choose who it is.',
    first: (name, at) => `${name} approved at ${at}. Look through all of it yourself and make up your own mind.`,
    recorded: 'Recorded with the first approval',
    witness: 'Witness',
    records: {
      'custody-consent': 'Consent of the custody holders',
      'identity-by-other-proof': 'Identity proven in another way',
      'identity-by-witness': 'Identity by witness',
      'prints-one-hand': 'Prints of one hand',
      'prints-provisional': 'Provisional passport without prints',
      'prints-exempt': 'Exempt from prints',
      'cannot-sign': 'Cannot sign',
      'hand-seen': 'The hand was looked at',
      'portrait-checked': 'The picture was looked at',
    },
    approveFirst:
      'You sign over exactly what you see now. The case then goes on to another member of staff, whom the queue chooses. Both signatures go with the application.',
    approveSecond:
      'You are the second to approve. Both signatures go into the application, which is sent to the authority.',
    over: 'Your approval is kept',
    overText:
      'Another member of staff must approve as well. The citizen stands first in the queue; there is no more for you to do.',
  },
  guest: {
    short: 'Bring somebody in',
    head: 'Somebody else in the call',
    lead: 'The citizen must first say yes on their own screen. The guest comes in by a link that works once, and sees neither the case nor the screen.',
    kind: 'Who',
    kinds: {
      'interpreter-voice': 'Interpreter (sound only)',
      'interpreter-sign': 'Sign language interpreter',
      supervisor: 'Supervisor or trainer',
      relative: 'Relative',
    },
    ask: 'Ask the citizen',
    consent: {
      asked: 'waiting for the citizen’s answer',
      yes: 'the citizen has said yes',
      no: 'the citizen has said no',
    },
    link: 'Make a link',
    takeBack: 'Take back',
    code: 'QR code with the link',
    send: (kind) => `Link for the ${kind.toLowerCase()}. Works once, for 15 minutes`,
    copy: 'Copy',
    copied: 'Copied',
    connecting: 'connecting …',
    out: 'Remove',
  },
}
