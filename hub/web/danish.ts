/**
 * The hub's sentences to people in Danish. A page asks in the language its reader has chosen (`accept-language`); whoever
 * asks in none, a program, gets the English one, which is also the name of the sentence. `{}` stands for what is filled in.
 */
const sentences: Record<string, string> = {
  'This box’s software does not tell its log yet.': 'Boksens program kan ikke vise sin log endnu.',
  'The box did not answer: try again in a moment.': 'Boksen svarede ikke: prøv igen om lidt.',
  'That key is not bound to a TPM.': 'Nøglen er ikke bundet til en TPM.',
  'That was not in the challenge.': 'Det stod ikke i udfordringen.',
  'That is no endorsement key.': 'Det er ikke en TPM-nøgle (endorsement key).',
  'This is not what was promised.': 'Det er ikke det, der blev lovet.',
  'Use days in order for from and to, such as 2026-12-31.': 'Skriv fra og til som dage i rækkefølge, såsom 2026-12-31.',
  'There are {} posts today: fewer than one is nobody.': 'Der er {} pladser i dag: færre end én er ingen.',
  'Nothing is booked at this place: there is no compulsory booking to compare with.':
    'Der bestilles ingen tider på stedet: der er ingen tvungen tidsbestilling at sammenligne med.',
  'Nothing is booked today at this place: there is no compulsory booking to compare with.':
    'Der bestilles ingen tider på stedet i dag: der er ingen tvungen tidsbestilling at sammenligne med.',
  'Opening hours must be whole hours here.': 'Åbningstiden skal være hele timer her.',
  'The scenario is not JSON: {}.': 'Scenariet er ikke JSON: {}.',
  'A code is six letters and digits.': 'En kode er seks bogstaver og tal.',
  'A colleague has taken this call, or it is over.': 'En kollega har taget opkaldet, eller det er slut.',
  'A counter has a place; video and telephone have none.': 'En skranke har et sted; video og telefon har intet.',
  'A line of hours closes before it opens.': 'En linje med åbningstider lukker, før den åbner.',
  'A line of hours ends before it begins.': 'En linje med åbningstider slutter, før den begynder.',
  'A line of hours has no such day.': 'En linje med åbningstider har en dag, der ikke findes.',
  'A line of hours is for something that is not there.': 'En linje med åbningstider gælder noget, der ikke findes her.',
  'At most six errands can be done in one visit.': 'Der kan højst klares seks ærinder i ét besøg.',
  'At most {} days at once.': 'Højst {} dage ad gangen.',
  'At most {} days can be asked for at once.': 'Der kan højst spørges om {} dage ad gangen.',
  'Fewer than two visits were served: nothing can be measured from that.':
    'Færre end to besøg blev betjent: det kan der ikke måles på.',
  'Foreign origin.': 'Siden er åbnet fra en anden adresse end denne.',
  'Give a number from {} to {}.': 'Skriv et tal fra {} til {}.',
  'Give the day such as 2026-12-31.': 'Skriv dagen som 2026-12-31.',
  'Give the days such as 2026-12-31.': 'Skriv dagene som 2026-12-31.',
  'Give two days in order.': 'Vælg to dage, den tidligste først.',
  'It was answered before. Thank you.': 'Der er svaret før. Tak.',
  'No box is a test box yet.': 'Ingen boks er udpeget som prøveboks endnu.',
  'No box of the ring before runs {} yet.': 'Ingen boks i trinnet før kører {} endnu.',
  'No box shows this code now.': 'Ingen boks viser den kode nu.',
  'No row could be used.': 'Ingen række kunne bruges.',
  'No row could be used: {}.': 'Ingen række kunne bruges: {}.',
  'No visit is at “{}”; the places are {}.': 'Der er ingen besøg på “{}”; stederne er {}.',
  'Nobody here can do that errand: book a time at another place.':
    'Det ærinde klares ikke her: bestil tid et andet sted.',
  'Nothing waits under that name any more.': 'Der er ikke længere noget, der venter. Det er afsluttet.',
  'One ring after the other.': 'Et trin ad gangen.',
  'One scenario is open round the clock and the other is not: their days cannot be paired.':
    'Det ene scenarie har åbent hele døgnet, det andet ikke: dagene kan ikke sammenlignes.',
  'Refused.': 'Afvist.',
  'Send it as JSON, with content-type application/json.': 'Send det som JSON med content-type application/json.',
  'Sign in first.': 'Log ind først.',
  'Somebody else has just taken that time: choose another.': 'En anden har lige taget den tid: vælg en anden.',
  'Something went wrong here.': 'Noget gik galt her. Prøv igen.',
  'Take the call first.': 'Tag opkaldet først.',
  'That box has no configuration.': 'Den boks har ingen opsætning endnu.',
  'That person is somewhere else at that time.': 'Den medarbejder er et andet sted på det tidspunkt.',
  'That time is not free any more. You keep the one you have.': 'Tiden er ikke ledig længere. Du beholder den, du har.',
  'That work was used already: ask again.': 'Det er brugt allerede: spørg igen.',
  'The address is too long.': 'Adressen er for lang.',
  'The appointment is not at that step.': 'Aftalen er ikke nået dertil.',
  'The appointment is over.': 'Aftalen er slut.',
  'The box did not take it.': 'Boksen tog ikke imod det.',
  'The box is not connected now: try again when it is.': 'Boksen er ikke forbundet nu: prøv igen, når den er.',
  'The bundle is damaged.': 'Pakken er beskadiget.',
  'The bundle is longer than its signature says.': 'Pakken er længere, end dens underskrift siger.',
  'The bundle is not whole.': 'Pakken er ikke hel.',
  'The chance queue is full at the moment: come back a little later, or book a time.':
    'Chancekøen er fuld lige nu: kom igen lidt senere, eller bestil tid.',
  'The file holds {} places: choose one with --place ({}).': 'Filen har {} steder: vælg ét med --place ({}).',
  'The fingerprint is not the one that was compared.': 'Fingeraftrykket er ikke det, der blev sammenlignet.',
  'The first line must name the columns; missing: {}.': 'Den første linje skal navngive kolonnerne; der mangler: {}.',
  'The hub has lost its database.': 'Serveren har mistet sin database. Prøv igen om lidt.',
  'The identity provider does not answer.': 'Login-tjenesten svarer ikke.',
  'The identity provider gives another name than its own.': 'Login-tjenesten giver et andet navn end sit eget.',
  'The identity provider’s answer does not verify.': 'Login-tjenestens svar kan ikke bekræftes.',
  'The issuing authority’s key is not known here: set authorityKey, or let its inbox answer.':
    'Myndighedens nøgle kendes ikke her: sæt authorityKey, eller lad dens indbakke svare.',
  'The number is not at that step.': 'Nummeret er ikke nået dertil.',
  'The other errand does not fit into the time: move the appointment.':
    'Det andet ærinde kan ikke nås i tiden: flyt aftalen.',
  'The page for checking papers is not built: run make.': 'Siden til kontrol af papirer er ikke bygget: kør make.',
  'The booking page is not built: run make.': 'Siden til tidsbestilling er ikke bygget: kør make.',
  'The {} page is not built: run make.': 'Siden {} er ikke bygget: kør make.',
  'The request cannot be read: send JSON.': 'Det kan ikke læses: send JSON.',
  'The request is too large.': 'Det er for stort.',
  'The request is wrong: {}.': 'Der er noget galt i det udfyldte: {}.',
  'The scenarios have {} and {} days: a pair needs the same number.':
    'Scenarierne har {} og {} dage: et par skal have lige mange.',
  'The time must end after it begins.': 'Tiden skal slutte, efter at den begynder.',
  'The time was not held any more: choose one again.': 'Tiden blev ikke holdt længere: vælg en igen.',
  'There is no chance queue here at the moment: book a time.': 'Der er ingen chancekø her lige nu: bestil tid.',
  'There is no errand “{}”.': 'Ærindet “{}” findes ikke.',
  'There is no such appointment.': 'Aftalen findes ikke.',
  'There is no such assignment.': 'Vagten findes ikke.',
  'There is no such bill that is open.': 'Regningen er afsluttet allerede.',
  'There is no such box.': 'Boksen findes ikke.',
  'There is no such closure.': 'Lukningen findes ikke.',
  'There is no such errand.': 'Ærindet findes ikke.',
  'There is no such number.': 'Nummeret findes ikke.',
  'There is no such pairing, or it is too old.': 'Parringen findes ikke, eller den er for gammel.',
  'There is no such paper in force.': 'Der er intet gyldigt papir med det nummer.',
  'There is no such paper.': 'Papiret findes ikke.',
  'There is no such person or place.': 'Medarbejderen eller stedet findes ikke.',
  'There is no such person.': 'Medarbejderen findes ikke.',
  'There is no such place or errand.': 'Stedet eller ærindet findes ikke.',
  'There is no such place, or it closes before it opens.': 'Stedet findes ikke, eller det lukker, før det åbner.',
  'There is no such place.': 'Stedet findes ikke.',
  'There is no such release.': 'Udgaven findes ikke.',
  'There is no such step.': 'Trinnet findes ikke.',
  'There is no such time.': 'Tiden findes ikke.',
  'There is no such version.': 'Udgaven findes ikke.',
  'There is no such way out.': 'Den udgang findes ikke.',
  'There is no visit to ask about.': 'Der er intet besøg at spørge om.',
  'There is nothing here.': 'Her er ingenting.',
  'There is nothing with that number.': 'Der er ikke noget med det nummer.',
  'There are no questions.': 'Der er ingen spørgsmål.',
  'This appointment cannot be cancelled any more.': 'Aftalen kan ikke afbestilles længere.',
  'This appointment cannot be moved any more.': 'Aftalen kan ikke flyttes længere.',
  'This appointment is over.': 'Aftalen er slut.',
  'This box has passed its test here.': 'Boksen har bestået sin prøve her.',
  'This box is not to be retired.': 'Boksen skal ikke tages ud af drift.',
  'This box was enrolled already.': 'Boksen er tilmeldt allerede.',
  'This box’s key is not taken here.': 'Boksens nøgle godtages ikke her.',
  'This bundle is not signed by the maker.': 'Pakken er ikke underskrevet af producenten.',
  'This code opens nothing.': 'Koden åbner ikke noget.',
  'This is no bundle.': 'Det er ikke en opdateringspakke.',
  'This sign-in was not begun here. Begin again.': 'Dette login blev ikke begyndt her. Begynd forfra.',
  'Too many boxes are being enrolled: try again in a quarter of an hour.':
    'Der tilmeldes for mange bokse på én gang: prøv igen om et kvarter.',
  'Too many tries: wait a minute.': 'For mange forsøg: vent et minut.',
  'Too many wrong tries: wait a minute.': 'For mange forkerte forsøg: vent et minut.',
  'User name or password is wrong.': 'Brugernavn eller adgangskode er forkert.',
  'Wait a moment, and try again.': 'Vent et øjeblik, og prøv igen.',
  'You have booked as many times today as one person can: ring us for more.':
    'Du har bestilt så mange tider i dag, som én person kan: ring til os, hvis du har brug for flere.',
  'You may not do this.': 'Det har du ikke adgang til.',
  'Your user has no role here. Ask whoever administers access.':
    'Din bruger har ingen rolle her. Spørg den, der giver adgang.',
  '{} is here already.': '{} er her allerede.',
  '{} is stopped, a box went back: say why it goes on without it, or make a newer one.':
    '{} er stoppet, en boks gik tilbage: skriv, hvorfor det går videre uden den, eller lav en nyere.',
  '{} is stopped: {}. Make a newer one.': '{} er stoppet: {}. Lav en nyere.',
  '“{}” asks more than {} questions in a row, or in a circle.':
    '“{}” stiller mere end {} spørgsmål i træk eller i ring.',
  '“{}” begins at “{}”, which is not there.': '“{}” begynder ved “{}”, som ikke findes.',
  '“{}” does not belong there.': '“{}” hører ikke til der.',
  '“{}” has no link.': '“{}” har intet link.',
  '“{}” is not of this place.': '“{}” hører ikke til dette sted.',
  '“{}” leads to “{}”, which is not there.': '“{}” fører til “{}”, som ikke findes.',
  '“{}” names the errand “{}”, which is not there.': '“{}” nævner ærindet “{}”, som ikke findes.',
  '“{}” speaks no language.': '“{}” taler intet sprog.',
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
const filled = Object.keys(sentences)
  .filter((sentence) => sentence.includes('{}'))
  .map((sentence) => ({ sentence, is: new RegExp(`^${sentence.split('{}').map(escaped).join('(.+)')}$`, 's') }))

/** The sentence as that reader wants it (RFC 9110 §12.5.4, the first of the list); one without a Danish stays as it is. */
export function inTongue(sentence: string, acceptLanguage: string | undefined): string {
  if (!/^\s*da\b/i.test(acceptLanguage ?? '')) return sentence
  const whole = sentences[sentence]
  if (whole !== undefined) return whole
  for (const { sentence: template, is } of filled) {
    const parts = is.exec(sentence)
    let n = 0
    if (parts) return sentences[template]!.replaceAll('{}', () => parts[++n] ?? '')
  }
  return sentence
}

/** For a test that none is forgotten. */
export const known = (template: string): boolean => template in sentences
