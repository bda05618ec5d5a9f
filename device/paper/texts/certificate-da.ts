import type { PaperKind } from '../../contract/certificate.ts'

/** All words of the papers that the hub states, in one language. */
export type CertificateTexts = {
  /** BCP 47. */
  tag: string
  service: string
  label: Record<
    | 'name'
    | 'born'
    | 'address'
    | 'earlier'
    | 'licence'
    | 'categories'
    | 'until'
    | 'personalNumber'
    | 'group'
    | 'doctor',
    string
  >
  group: Record<'1' | '2', string>
  since(day: string): string
  between(from: string, to: string): string
  /** What to do with it. */
  carry: Record<Exclude<PaperKind, 'residence-certificate'>, string>
  checkTitle: string
  check(host: string): string
  code: string
  issued(issuer: string, at: string): string
  qrAlt(code: string): string
} & Record<PaperKind, { title: string; lead(issuer: string): string }>

export const certificateDa: CertificateTexts = {
  tag: 'da-DK',
  service: 'Borgerservice',
  'residence-certificate': {
    title: 'Bopælsattest',
    lead: (issuer) => `${issuer} bekræfter, at personen nedenfor er registreret således i folkeregisteret.`,
  },
  'temporary-licence': {
    title: 'Midlertidigt kørekort',
    lead: (issuer) =>
      `${issuer} bekræfter, at personen nedenfor har ret til at føre motorkøretøj som angivet og har søgt om et nyt kørekort.`,
  },
  'temporary-health-card': {
    title: 'Midlertidigt sundhedskort',
    lead: (issuer) => `${issuer} bekræfter, at personen nedenfor er sikret efter sundhedsloven, som registret siger.`,
  },
  label: {
    name: 'Navn',
    born: 'Fødselsdato',
    address: 'Adresse',
    earlier: 'Tidligere adresse',
    licence: 'Kørekortnummer',
    categories: 'Kategorier',
    until: 'Gælder til og med',
    personalNumber: 'Personnummer',
    group: 'Sikringsgruppe',
    doctor: 'Læge',
  },
  group: { '1': 'Gruppe 1: egen læge', '2': 'Gruppe 2: frit valg af læge' },
  since: (day) => `siden ${day}`,
  between: (from, to) => `fra ${from} til ${to}`,
  carry: {
    'temporary-licence': 'Hav papiret med, når du kører, sammen med billedlegitimation. Det gælder kun i Danmark.',
    'temporary-health-card':
      'Vis papiret hos lægen, på apoteket og på sygehuset, til dit nye sundhedskort kommer. Pas på det: dit personnummer står her.',
  },
  checkTitle: 'Er dette papir ægte?',
  check: (host) =>
    `Scan koden med et kamera. Siden ${host} viser, hvad kommunen har skrevet, og om papiret stadig gælder. Nøglen til indholdet findes kun i koden.`,
  code: 'Papirets nummer:',
  issued: (issuer, at) => `Udstedt af ${issuer} ${at}.`,
  qrAlt: (code) => `QR-kode til kontrol af papir ${code}`,
}
