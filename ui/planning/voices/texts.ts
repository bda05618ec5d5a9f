const da = {
  head: 'Borgernes ord',
  lead: 'Det, borgerne skrev efter besøget. Alt, der ligner en person (navn, CPR-nummer, telefon, mail, adresse), er taget ud, før det blev gemt. Svarene i tal står under Tal.',
  period: 'Periode',
  weeks4: '4 uger',
  months3: '3 måneder',
  months12: '12 måneder',
  none: 'Ingen har skrevet noget i perioden.',
  day: 'Dag',
  solved: 'Klaret?',
  words: 'Ord',
  answers: { yes: 'Ja', partly: 'Delvis', no: 'Nej' },
}
export type Texts = typeof da
const en: Texts = {
  head: 'Citizens’ words',
  lead: 'What citizens wrote after their visit. Whatever looked like a person (name, CPR number, telephone, mail, address) was taken out before it was stored. The answers as numbers stand under Figures.',
  period: 'Period',
  weeks4: '4 weeks',
  months3: '3 months',
  months12: '12 months',
  none: 'Nobody wrote anything in this period.',
  day: 'Day',
  solved: 'Done?',
  words: 'Words',
  answers: { yes: 'Yes', partly: 'Partly', no: 'No' },
}
export const texts = { da, en }
