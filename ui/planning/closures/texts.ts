const da = {
  head: 'Lukkedage',
  lead: 'På lukkedage kan ingen bestille tid. De, der allerede har bestilt, får besked og kan vælge en ny tid.',
  add: 'Luk nogle dage',
  place: 'Sted',
  all: 'Alle steder',
  first: 'Første dag',
  last: 'Sidste dag',
  lastHint: 'Lad feltet være tomt, hvis det kun er én dag.',
  reason: 'Hvorfor',
  reasonHint: 'Borgerne ser det. For eksempel: Personaledag.',
  look: 'Vis, hvad det aflyser',
  nothing: 'Ingen har bestilt tid de dage. Der aflyses intet.',
  cancels: (n: number) =>
    n === 1
      ? 'Det aflyser 1 bestilt tid. Borgeren får besked med det samme.'
      : `Det aflyser ${n} bestilte tider. Borgerne får besked med det samme.`,
  close: 'Luk dagene',
  closeAndCancel: (n: number) => `Luk dagene, og aflys ${n === 1 ? 'tiden' : `de ${n} tider`}`,
  keep: 'Nej, lad være',
  saved: 'Dagene er lukket.',
  wrong: 'Det kunne ikke gemmes. Se efter, at sidste dag ikke ligger før første dag.',
  list: 'Lukkedage, der kommer',
  none: 'Der er ingen lukkedage endnu.',
  days: 'Dage',
  open: 'Åbn igen',
  openOf: (what: string) => `Åbn igen: ${what}`,
  opened: 'Dagene er åbne igen. Tider, der blev aflyst, kommer ikke tilbage.',
  holiday: 'Helligdag',
}
export type Texts = typeof da
const en: Texts = {
  head: 'Closures',
  lead: 'Nobody can book a time on a closed day. Those who have booked are told and can choose a new time.',
  add: 'Close some days',
  place: 'Place',
  all: 'All places',
  first: 'First day',
  last: 'Last day',
  lastHint: 'Leave it empty if it is one day only.',
  reason: 'Why',
  reasonHint: 'Citizens see it. For instance: Staff day.',
  look: 'Show what it cancels',
  nothing: 'Nobody has booked on those days. Nothing is cancelled.',
  cancels: (n) =>
    n === 1
      ? 'It cancels 1 booked time. The citizen is told at once.'
      : `It cancels ${n} booked times. The citizens are told at once.`,
  close: 'Close the days',
  closeAndCancel: (n) => `Close the days, and cancel ${n === 1 ? 'the time' : `the ${n} times`}`,
  keep: 'No, leave it',
  saved: 'The days are closed.',
  wrong: 'It could not be saved. See that the last day does not come before the first.',
  list: 'Closed days to come',
  none: 'There are no closed days yet.',
  days: 'Days',
  open: 'Open again',
  openOf: (what) => `Open again: ${what}`,
  opened: 'The days are open again. Times that were cancelled do not come back.',
  holiday: 'Holiday',
}
export const texts = { da, en }
