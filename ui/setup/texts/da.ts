export const da = {
  head: 'Opstilling af boksen',
  other: 'English',
  starting: { title: 'Boksen starter', lead: 'Et øjeblik.' },
  noHub: {
    title: 'Der er ingen hub på adressen',
    lead: 'Boksen leder her:',
    todo: [
      'Sidder netværkskablet i?',
      'Svarer hubben på adressen fra en anden maskine?',
      'Boksen prøver igen af sig selv.',
    ],
  },
  pairing: {
    title: 'Tilslut boksen til hubben',
    todo: ['Log ind på hubbens flådeside som tekniker.', 'Vælg “Tilslut en boks”, og tast koden:'],
    compare: 'Hubben viser nu et fingeraftryk. Er det helt det samme som her?',
    same: 'Ja, det samme',
    different: 'Nej, det er anderledes',
    confirmed: 'Tak. Godkend nu også på hubben.',
    authority: 'Modtager af ansøgninger (sammenlign med myndighedens brev):',
    software:
      'SOFTWARENØGLE: Boksen har ingen sikkerhedschip (TPM). Nøglen ligger i en fil og kan kopieres. Kun til demonstration, aldrig til drift.',
  },
  refused: {
    title: 'Boksen blev ikke tilsluttet',
    lead: 'Fingeraftrykkene var forskellige, eller hubben sagde nej. Måske lytter nogen med på netværket: brug et andet netværk, eller spørg driften.',
    again: 'Prøv igen med en ny kode',
  },
  waiting: {
    title: 'Boksen er tilsluttet',
    lead: 'Den venter på sin opsætning. Send den fra hubbens flådeside: vælg boksen og “Opsætning”.',
  },
  code: {
    title: 'Prøve før drift: teknikerens kode',
    lead: 'Åbn boksen på hubbens flådeside, vælg “Vis kode”, og tast de seks tal her.',
    typed: (n: number) => `${n} af 6 tal er tastet`,
    problem: {
      wrong: 'Koden passer ikke, er brugt eller er for gammel. Hent en ny på flådesiden, hvis du har tastet rigtigt.',
      'no-hub': 'Hubben svarer ikke. Se efter netværkskablet, og tast koden igen.',
    },
    clear: 'Slet alt',
    back: 'Slet sidste tal',
  },
  accept: {
    title: 'Prøve før drift',
    yes: 'Ja',
    no: 'Nej',
    again: 'Prøv igen',
    leave: 'Kan ikke bestås nu',
    failedTitle: 'Prøven er ikke bestået',
    failedLead: 'Rapporten er sendt til hubben. Ret det, der fejlede, og begynd forfra.',
    restart: 'Begynd forfra',
    sending: 'Rapporten sendes til hubben',
    unsent: 'Hubben svarer ikke. Rapporten sendes, så snart den gør.',
    problem: 'Det gik ikke:',
    limit: { 'at-least': 'mindst', 'at-most': 'højst' },
    steps: {
      hub: { name: 'Hub', todo: 'Boksen spørger hubben. Du skal ikke gøre noget.' },
      devices: { name: 'Enheder', todo: 'Boksen ser efter, om alle enheder er der. Vent lidt.' },
      document: { name: 'Pas', todo: 'Læg prøvepasset på læseren med billedsiden nedad, og lad det ligge.' },
      camera: { name: 'Kamera', todo: 'Gå til side. Boksen måler billedet og lyset.' },
      portrait: { name: 'Ansigt', todo: 'Stil dig foran kameraet, og se lige ind i det.' },
      finger: { name: 'Finger', todo: 'Læg en finger fladt på læseren, og hold den stille.' },
      page: {
        name: 'Printer',
        todo: 'En prøveside kommer ud. Er rammen hel på alle fire sider, og kan bogstaverne læses?',
      },
      replug: { name: 'Stik', todo: 'Træk kortlæserens USB-stik ud, tæl til tre, og sæt det i igen.' },
      screen: { name: 'Skærm', todo: 'Er skærmen ren, skarp og lige, og rammer fingeren knapperne?' },
    },
  },
}
export type Texts = typeof da
