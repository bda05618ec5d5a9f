import type { Words } from '../../device/contract/booking.ts'
import type { FigureId } from './spec.ts'

/** What a figure is, in words that stand beside it on every page and in every export. */
export type Definition = { name: Words; what: Words; not: Words | null }

const define = (
  da: [name: string, what: string, not?: string],
  en: [name: string, what: string, not?: string],
): Definition => ({
  name: { da: da[0], en: en[0] },
  what: { da: da[1], en: en[1] },
  not: da[2] && en[2] ? { da: da[2], en: en[2] } : null,
})

export const definitions: Record<FigureId, Definition> = {
  arrivals: define(
    [
      'Fremmødte',
      'Borgere, der kom: med tid (mødt ind eller kaldt frem) eller med nummer i chancekøen. Talt på den time, tiden var bestilt til, eller de kom.',
      'Besøg ved en boks uden tid; de står under Besøg ved boks.',
    ],
    [
      'Arrivals',
      'Citizens who came: with an appointment (checked in or called) or a number of the chance queue. Counted in the hour that was booked, or in which they came.',
      'Visits to a box without an appointment: see Box visits.',
    ],
  ),
  boxVisits: define(
    [
      'Besøg ved boks',
      'Besøg, der blev begyndt på en boks’ skærm, også dem, der blev afbrudt.',
      'En borger med tid til en boks tælles både her og under Fremmødte: tallene må ikke lægges sammen.',
    ],
    [
      'Box visits',
      'Visits begun on the screen of a box, broken-off ones too.',
      'A citizen with an appointment at a box counts here and under Arrivals: do not add the two.',
    ],
  ),
  leadTime: define(
    [
      'Tid fra bestilling til besøg',
      'Dage fra tiden blev bestilt, til den er. Flyttes tiden, tælles den nye. Aflyste tæller med.',
    ],
    [
      'Lead time',
      'Days from booking to the booked time. If it was moved, the new time counts. Cancelled ones are included.',
    ],
  ),
  wait: define(
    [
      'Ventetid',
      'Minutter fra borgeren både er kommet og har tid, til borgeren kaldes frem. Kommer man før tid, tælles fra tiden. Ved boks: fra ønsket om en medarbejder til en tager sagen. Samme tal overalt: her, i eksport, kalibrering og simulator.',
      'Besøg, hvor ingen mødte ind i systemet, eller hvor der ikke blev kaldt frem.',
    ],
    [
      'Wait',
      'Minutes from being both here and due until being called. Who comes early waits from the booked time. At a box: from the wish for a caseworker until one takes the case. The same number everywhere: here, in exports, calibration and simulator.',
      'Visits that were not checked in, or not called.',
    ],
  ),
  wayTime: define(
    [
      'Vejtid',
      'Minutter fra borgeren kaldes frem, til betjeningen begynder.',
      'Besøg, hvor begyndelsen ikke blev markeret.',
    ],
    ['Way time', 'Minutes from the call until service begins.', 'Visits where the beginning was not marked.'],
  ),
  serviceTime: define(
    [
      'Betjeningstid',
      'Minutter fra betjeningen begynder (fremkaldet, hvor begyndelsen ikke er markeret), til den slutter. Ved boks: den tid, medarbejdere havde sagen.',
    ],
    [
      'Service time',
      'Minutes from the beginning of service (the call, where no beginning was marked) to its end. At a box: the time that caseworkers held the case.',
    ],
  ),
  utilisation: define(
    [
      'Udnyttelse',
      'Betjeningsminutter ved skranken i forhold til de minutter, medarbejdere var planlagt der. Fravær er trukket fra.',
      'Timer uden planlagte medarbejdere. Arbejde uden borger (post, sager) ses ikke.',
    ],
    [
      'Utilisation',
      'Minutes of service at the counter against minutes that caseworkers were planned there. Absence is taken off.',
      'Hours without planned caseworkers. Work without a citizen (post, cases) is not seen.',
    ],
  ),
  idle: define(
    [
      'Ledige timer',
      'Planlagte timer ved skranken uden betjening. Ikke det samme som spildt tid: der kan arbejdes med andet.',
    ],
    ['Idle hours', 'Planned hours at the counter without service. Not the same as lost: other work may be done.'],
  ),
  noShow: define(
    [
      'Udeblevne',
      'Andel af tider, hvor borgeren ikke kom, af dem, der blev betjent eller udeblev. Rettede udeblivelser er taget ud.',
      'Aflyste tider og tider, der endnu ikke er afsluttet.',
    ],
    [
      'No-shows',
      'Share of appointments where nobody came, of those served or missed. Corrected ones are taken out.',
      'Cancelled appointments, and those not yet over.',
    ],
  ),
  late: define(
    ['Forsinkede', 'Andel af fremmødte med tid, der kom mere end 5 minutter efter den.'],
    ['Late', 'Share of those with an appointment who came more than 5 minutes after it.'],
  ),
  cancelled: define(
    [
      'Aflyste',
      'Andel af bestilte tider, der blev aflyst: af borgeren, ved en lukkedag, eller fordi et serviceopkald løste sagen.',
    ],
    [
      'Cancelled',
      'Share of booked appointments that were cancelled: by the citizen, by a closure, or because a service call settled it.',
    ],
  ),
  abandoned: define(
    [
      'Opgivet',
      'Andel, der gik uden at være betjent. Chancekø: forlod køen. Boks: besøget blev afbrudt eller løb ud. Video: ønsket om en medarbejder sluttede, uden at nogen tog det.',
    ],
    [
      'Abandoned',
      'Share that left without being served. Chance queue: left the line. Box: the visit was broken off or timed out. Video: the wish for a caseworker ended before one took it.',
    ],
  ),
  firstContactBox: define(
    [
      'Løst ved første besøg (boks)',
      'Andel af afsluttede boksbesøg, der endte med godkendelse eller var klaret ved boksen, og altså ikke kræver et besøg mere.',
    ],
    [
      'Solved at the first visit (box)',
      'Share of finished box visits that ended in approval or were done at the box alone, and so need no second visit.',
    ],
  ),
  firstContactTold: define(
    [
      'Løst ved første besøg (borgernes svar)',
      'Andel, der svarede »ja« til »Fik du klaret det, du kom for?«.',
      'De, der ikke svarede: svarene er ikke et tilfældigt udsnit.',
    ],
    [
      'Solved at the first visit (as told)',
      'Share that answered “yes” to “Did you get done what you came for?”.',
      'Those who did not answer: the answers are no random sample.',
    ],
  ),
  repeat: define(
    [
      'Kommer igen inden 14 dage',
      'Andel af nye tider, bestilt af en kontakt, som var til besøg med samme ærinde inden for de seneste 14 dage. Genkendes ved et nøglet aftryk, der slettes 14 dage efter besøget.',
      'De, der bruger en anden mail eller telefon, eller kommer uden tid.',
    ],
    [
      'Repeat within 14 days',
      'Share of new appointments made by a contact who had a visit for the same errand in the last 14 days. Recognised by a keyed hash that is deleted 14 days after the visit.',
      'Those who use another address or number, or come without an appointment.',
    ],
  ),
  channelShift: define(
    [
      'Kanalskift',
      'Andel af fremmødte, hvis besøg var ved en boks frem for en skranke eller telefon. Se måned for måned.',
    ],
    [
      'Channel shift',
      'Share of arrivals whose visit was at a box rather than a counter or by telephone. Read it month by month.',
    ],
  ),
  triageExits: define(
    ['Visiteringens udgange', 'Hvor ofte hver udgang af visiteringen blev nået.'],
    ['Triage exits', 'How often each way out of triage was reached.'],
  ),
  triageBack: define(
    [
      'Kom tilbage efter visitering',
      'Hvor mange pr. udgang, der kom igen med samme ærinde i samme browser. Kan tælle den samme flere gange.',
    ],
    [
      'Back after triage',
      'How many for each way out came again for the same errand in the same browser. May count one person more than once.',
    ],
  ),
  callHit: define(
    [
      'Serviceopkald, der løste sagen',
      'Andel af serviceopkald, hvor besøget ikke længere var nødvendigt. Hver bestilt tid tælles én gang, med det seneste opkald. Samme tal som på siden Serviceopkald.',
      'Opkald, hvor ingen tog telefonen.',
    ],
    [
      'Service calls that settled it',
      'Share of service calls after which no visit was needed. Each appointment counts once, by its last call. The same number as on the service calls page.',
      'Calls that nobody answered.',
    ],
  ),
  handoffShare: define(
    [
      'Overgange til medarbejder',
      'Ønsker om en medarbejder pr. boksbesøg. Kan være over 1: en borger kan kalde flere gange. Vises højst som 100 % i intervallet.',
    ],
    ['Handoff share', 'Wishes for a caseworker for each box visit. Can exceed 1: a citizen may call more than once.'],
  ),
  handoffReasons: define(
    ['Hvorfor en medarbejder', 'Ønsker om en medarbejder efter grund: afgørelse, hjælp, optagelse under opsyn.'],
    ['Why a caseworker', 'Wishes for a caseworker by reason: decision, help, supervised capture.'],
  ),
  captureTries: define(
    [
      'Forsøg pr. optagelse',
      'Gennemsnitligt antal forsøg på et trin (pas, foto, finger, underskrift), før det lykkedes eller blev givet videre.',
    ],
    [
      'Tries for each capture',
      'Mean number of tries of a step (document, portrait, finger, signature) until it succeeded or was passed on.',
    ],
  ),
  captureReasons: define(
    ['Hvorfor et forsøg ikke lykkedes', 'Mislykkede forsøg efter årsag (boksens fejlkode).'],
    ['Why a try failed', 'Failed tries by reason (the box’s fault code).'],
  ),
  language: define(
    ['Sprog', 'Boksbesøg efter det sprog, de begyndte på.'],
    ['Language', 'Box visits by the language they began in.'],
  ),
  access: define(
    ['Tilgængelighed slået til', 'Andel af boksbesøg, hvor mindst én hjælp var slået til, fx stor tekst.'],
    ['Accessibility mode', 'Share of box visits with at least one aid switched on, such as large text.'],
  ),
  boxUptime: define(
    [
      'Boksenes oppetid',
      'Andel af tiden, hvor boksen var forbundet til centralen, døgnet rundt, fra dens første forbindelse.',
      'Enheder i boksen, der fejler, mens den er forbundet.',
    ],
    [
      'Box uptime',
      'Share of the time that the box was connected to the hub, round the clock, from its first connection.',
      'Devices that fail while the box is connected.',
    ],
  ),
  timesSuited: define(
    [
      'Tiderne passede',
      'Andel, der svarede, at de tider, de kunne vælge imellem, passede godt.',
      'De, der ikke havde bestilt tid, eller ikke svarede.',
    ],
    [
      'Times suited',
      'Share that answered that the times they could choose from suited them.',
      'Those without an appointment, and those who did not answer.',
    ],
  ),
  komhen: define(
    [
      'KOMHEN-tælling',
      'Henvendelser efter kanal og type (information eller ekspedition). Hvad der hører til hvad, er vores antagelse: betjente besøg og afgjorte boksbesøg er ekspeditioner (et bestilt besøg ved en boks tælles én gang); serviceopkald er information, medmindre de løste sagen; visitering til selvbetjening eller anden myndighed er information.',
      'Henvendelser, systemet ikke ser: telefon, post og mail uden for det.',
    ],
    [
      'KOMHEN count',
      'Contacts by channel and type (information or transaction). What belongs where is our assumption: served visits and decided box visits are transactions (an appointment at a box counts once); service calls are information unless they settled it; triage to self-service or another authority is information.',
      'Contacts this system does not see: telephone, post and mail outside it.',
    ],
  ),
}

export const chanceDefinition: Definition = define(
  [
    'Chancekøens virkning',
    'Dage, hvor nogen tog et nummer i chancekøen, mod dage på samme sted og ugedag uden. Betjente pr. dag og ventetid for dem med tid. Intervallet (over uger) dækker kun tilfældigheder.',
    'Det er ikke et forsøg: andet, der var anderledes på de dage, er med i tallet.',
  ],
  [
    'Effect of the chance queue',
    'Days on which somebody took a number of the chance queue, against days of the same place and weekday without. Served a day, and the wait of those with an appointment. The interval (over weeks) covers chance only.',
    'No experiment: whatever else was different on those days is in the figure.',
  ],
)
