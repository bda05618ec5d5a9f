/** The first triage tree: a start for planners, who keep their own versions in the database. */
import type { Words } from '../../device/contract/booking.ts'
import type { TriageNode, TriageTree } from '../../device/contract/triage.ts'

const words = (da: string, en: string): Words => ({ da, en })
const yes = words('Ja', 'Yes')
const no = words('Nej', 'No')

const question = (text: Words, ...answers: [Words, string][]): TriageNode => ({
  is: 'question',
  text,
  answers: answers.map(([text, to]) => ({ text, to })),
})
const exit = (
  exit: Extract<TriageNode, { is: 'exit' }>['exit'],
  text: Words,
  errand: string | null = null,
  url: string | null = null,
  need: Words[] = [],
): TriageNode => ({ is: 'exit', exit, text, errand, url, need })

const mitid = words('MitID', 'MitID')
const MOVING = 'https://www.borger.dk/bolig-og-flytning'
const HEALTH = 'https://www.borger.dk/sundhed-og-sygdom'

export const seedTriage: TriageTree = {
  first: {
    'passport-renewal': 'passport-there',
    'passport-child': 'child-consent',
    'driving-licence': 'licence-lost',
    'health-card': 'health-mitid',
    'address-change': 'move-mitid',
    'residence-certificate': 'residence-mitid',
    mitid: 'mitid-what',
    other: 'other-what',
  },
  nodes: {
    'passport-there': question(
      words('Har du dit seneste pas, og er det helt?', 'Do you have your latest passport, and is it whole?'),
      [yes, 'passport-stand'],
      [no, 'passport-lost'],
    ),
    'passport-stand': question(
      words(
        'Vil du bruge boksen i biblioteket? Du tager selv billede og fingeraftryk, og en sagsbehandler er med på skærmen.',
        'Will you use the box in the library? You take portrait and fingerprints yourself, and a caseworker joins on the screen.',
      ),
      [words('Ja, boksen', 'Yes, the box'), 'box-video'],
      [words('Nej, jeg vil møde en medarbejder', 'No, I want to meet somebody'), 'counter'],
    ),
    'passport-lost': exit(
      'counter',
      words(
        'Et pas, der er mistet eller ødelagt, fornyes ved skranken. Prisen er en anden.',
        'A passport that is lost or damaged is renewed at the counter. The price is another.',
      ),
      'passport-lost',
    ),
    'child-consent': question(
      words(
        'Har alle med forældremyndighed givet samtykke, eller kan de underskrive inden besøget?',
        'Has everybody with custody consented, or can they sign before the visit?',
      ),
      [yes, 'child-age'],
      [no, 'child-call'],
    ),
    'child-age': question(
      words('Er barnet fyldt 5 år?', 'Is the child 5 or older?'),
      [yes, 'box-video'],
      [no, 'counter'],
    ),
    'child-call': exit(
      'call',
      words(
        'Vi ringer og hjælper dig videre med samtykket, før du kommer.',
        'We call and help you on with the consent before you come.',
      ),
      'other',
    ),
    'licence-lost': question(
      words('Er kørekortet stjålet i udlandet?', 'Was the licence stolen abroad?'),
      [yes, 'police'],
      [no, 'passport-stand'],
    ),
    police: exit(
      'other-authority',
      words(
        'Meld først tyveriet til politiet. Derefter kan du bestille tid her.',
        'Report the theft to the police first. Then book a time here.',
      ),
      null,
      'https://politi.dk/',
      [words('Sted og tidspunkt for tyveriet', 'Place and time of the theft')],
    ),
    'health-mitid': question(words('Har du MitID?', 'Do you have MitID?'), [yes, 'health-self'], [no, 'box']),
    'health-self': exit(
      'self-service',
      words('Bestil kortet selv nu. Det kommer med posten.', 'Order the card yourself now. It comes by post.'),
      null,
      HEALTH,
      [mitid],
    ),
    'move-mitid': question(
      words('Har du MitID, og flytter du i Danmark?', 'Do you have MitID, and do you move within Denmark?'),
      [yes, 'move-late'],
      [no, 'counter'],
    ),
    'move-late': question(
      words('Er det mere end 5 dage siden, du flyttede?', 'Did you move more than 5 days ago?'),
      [yes, 'move-call'],
      [no, 'move-self'],
    ),
    'move-self': exit(
      'self-service',
      words('Meld flytningen selv nu. Det tager få minutter.', 'Report the move yourself now. It takes a few minutes.'),
      null,
      MOVING,
      [
        mitid,
        words('Den nye adresse og dato', 'The new address and the date'),
        words('Navne på dem, der flytter med', 'Names of those who move with you'),
      ],
    ),
    'move-call': exit(
      'call',
      words('Vi ringer til dig og ordner det i telefonen.', 'We call you and settle it by telephone.'),
    ),
    'residence-mitid': question(words('Har du MitID?', 'Do you have MitID?'), [yes, 'residence-self'], [no, 'box']),
    'residence-self': exit(
      'self-service',
      words(
        'Bestil attesten selv. Den kommer i Digital Post.',
        'Order the certificate yourself. It comes by Digital Post.',
      ),
      null,
      MOVING,
      [mitid, card()],
    ),
    'mitid-what': question(
      words('Hvad skal du have hjælp til?', 'What do you need help with?'),
      [words('Jeg har glemt bruger-id eller adgangskode', 'I have forgotten user ID or password'), 'mitid-self'],
      [words('Jeg har ny telefon', 'I have a new telephone'), 'mitid-self'],
      [words('Jeg har aldrig haft MitID', 'I have never had MitID'), 'counter'],
    ),
    'mitid-self': exit(
      'self-service',
      words('Det kan du selv klare nu.', 'You can do this yourself now.'),
      null,
      'https://www.mitid.dk/',
      [words('Et gyldigt dansk pas og din telefon', 'A valid Danish passport and your telephone')],
    ),
    'other-what': question(
      words('Hvad handler det om?', 'What is it about?'),
      [words('Skat', 'Tax'), 'tax'],
      [words('Pension eller boligstøtte', 'Pension or housing benefit'), 'pension'],
      [words('Noget andet', 'Something else'), 'other-call'],
    ),
    tax: exit(
      'other-authority',
      words('Skat hører til Skattestyrelsen.', 'Tax belongs to the Tax Agency.'),
      null,
      'https://skat.dk/',
    ),
    pension: exit(
      'other-authority',
      words(
        'Pension og boligstøtte hører til Udbetaling Danmark.',
        'Pension and housing benefit belong to Udbetaling Danmark.',
      ),
      null,
      'https://www.borger.dk/',
    ),
    'other-call': exit(
      'call',
      words('Vi ringer og finder ud af det med dig.', 'We call and find out together with you.'),
    ),
    'box-video': exit(
      'box-video',
      words(
        'Boksen i biblioteket, med en sagsbehandler på skærmen.',
        'The box in the library, with a caseworker on the screen.',
      ),
    ),
    box: exit('box', words('Boksen i biblioteket klarer det alene.', 'The box in the library does it by itself.')),
    counter: exit('counter', words('En medarbejder ved skranken hjælper dig.', 'Somebody at the counter helps you.')),
  },
}

function card(): Words {
  return words('Betalingskort', 'Payment card')
}
