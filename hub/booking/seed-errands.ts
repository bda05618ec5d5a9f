/** The errands a new hub starts with; planners change them in the database. Minutes are places for a start: measure. */
import type { BookingKind, Words } from '../../device/contract/booking.ts'
import type { BookingErrand } from './schedule.ts'

const words = (da: string, en: string): Words => ({ da, en })

const passport = words('Dit seneste pas', 'Your latest passport')
const photoId = words(
  'Sundhedskort og et billedlegitimation, eller dåbs-, navne- eller fødselsattest',
  'Health card and a photo ID, or a birth or name certificate',
)
const card = words('Betalingskort', 'Payment card')
const consent = words(
  'Samtykke fra alle med forældremyndighed (digitalt eller underskrevet)',
  'Consent of everybody with custody (digital or signed)',
)
const child = words('Barnet skal selv komme med', 'The child itself must come')
const proof = words('Gyldigt pas eller kørekort', 'Valid passport or driving licence')
const licence = words('Dit kørekort', 'Your driving licence')

const errand = (
  id: string,
  name: Words,
  minutes: number,
  kinds: BookingKind[],
  documents: Words[],
  more: { video?: boolean; self?: BookingErrand['self'] } = {},
): BookingErrand => ({
  id,
  name,
  minutes,
  kinds,
  documents,
  video: more.video ?? kinds.includes('box'),
  self: more.self ?? null,
})

const digital = words('Du skal bruge MitID.', 'You need MitID.')

export const seedErrands: BookingErrand[] = [
  errand('passport-renewal', words('Forny pas', 'Renew passport'), 15, ['box', 'counter'], [passport, card]),
  errand(
    'passport-child',
    words('Pas til barn', 'Passport for a child'),
    15,
    ['box', 'counter'],
    [child, consent, passport, card],
  ),
  errand(
    'passport-lost',
    words('Mistet eller ødelagt pas', 'Lost or damaged passport'),
    20,
    ['counter'],
    [photoId, card],
  ),
  errand('passport-provisional', words('Midlertidigt pas', 'Provisional passport'), 20, ['counter'], [photoId, card]),
  errand('id-card', words('Legitimationskort', 'Identity card'), 15, ['counter'], [photoId, card]),
  errand(
    'driving-licence',
    words('Forny eller erstat kørekort', 'Renew or replace driving licence'),
    15,
    ['box', 'counter'],
    [licence, card],
  ),
  errand(
    'licence-exchange',
    words('Ombyt udenlandsk kørekort', 'Exchange a foreign driving licence'),
    20,
    ['counter'],
    [licence, proof, card],
  ),
  errand('health-card', words('Sundhedskort', 'Health card'), 10, ['box', 'counter', 'phone'], [proof], {
    video: false,
    self: { url: 'https://www.borger.dk/sundhed-og-sygdom', need: digital },
  }),
  errand(
    'address-change',
    words('Flytning', 'Moving house'),
    15,
    ['counter', 'phone'],
    [proof, words('Lejekontrakt eller skøde', 'Tenancy contract or deed')],
    {
      self: { url: 'https://www.borger.dk/bolig-og-flytning', need: digital },
    },
  ),
  errand(
    'residence-certificate',
    words('Bopælsattest', 'Certificate of residence'),
    10,
    ['box', 'counter', 'phone'],
    [proof, card],
    {
      video: false,
      self: { url: 'https://www.borger.dk/bolig-og-flytning', need: digital },
    },
  ),
  errand(
    'digital-post',
    words('Fritagelse for Digital Post', 'Exemption from Digital Post'),
    10,
    ['box', 'counter'],
    [proof],
  ),
  errand(
    'mitid',
    words('Hjælp til MitID', 'Help with MitID'),
    20,
    ['counter', 'box'],
    [proof, words('Din telefon', 'Your telephone')],
  ),
  errand(
    'read-access',
    words('Fuldmagt og læseadgang', 'Power of attorney and read access'),
    15,
    ['counter'],
    [proof, words('Legitimation for jer begge', 'Identification for both of you')],
  ),
  errand('other', words('Noget andet', 'Something else'), 15, ['counter', 'phone'], []),
]
