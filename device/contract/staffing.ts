/** The planner's pages about people: matrix, roster, the day's assignments, absence, need. Minutes are after local midnight. */
import Type, { type Static } from 'typebox'
import { Slug } from './booking.ts'
import { CalendarDate, nullable, oneOf } from './nouns.ts'

export const StaffChannel = oneOf(['counter', 'video', 'phone'])
export type StaffChannel = Static<typeof StaffChannel>
const Minute = Type.Integer({ minimum: 0, maximum: 1440 })

export const PersonEdit = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
  errands: Type.Array(Slug, { maxItems: 60 }),
  channels: Type.Array(StaffChannel, { maxItems: 3 }),
  places: Type.Array(Slug, { maxItems: 60 }),
})
export type PersonEdit = Static<typeof PersonEdit>
export const StaffPerson = Type.Object({ id: Type.Integer(), ...PersonEdit.properties })
export type StaffPerson = Static<typeof StaffPerson>

const Named = Type.Object({ id: Type.String(), da: Type.String(), en: Type.String() })
const Counts = Type.Record(Type.String(), Type.Integer())
/** `GET /api/plan/staff` */
export const StaffMatrix = Type.Object({
  people: Type.Array(StaffPerson),
  errands: Type.Array(Named),
  places: Type.Array(Named),
  rule: Type.Object({ goal: Type.Number(), channels: Type.Integer(), places: Type.Integer(), errands: Type.Integer() }),
  coverage: Type.Object({
    people: Type.Integer(),
    crossTrained: Type.Integer(),
    share: nullable(Type.Number()),
    goal: Type.Number(),
    met: Type.Boolean(),
    missing: Type.Integer(),
    errands: Counts,
    channels: Counts,
    places: Counts,
    thin: Type.Array(Type.Object({ place: Type.String(), errand: Type.String(), people: Type.Integer() })),
  }),
})
export type StaffMatrix = Static<typeof StaffMatrix>

export const RosterEdit = Type.Object({
  person: Type.Integer(),
  weekday: Type.Integer({ minimum: 1, maximum: 7 }),
  weeks: oneOf(['all', 'odd', 'even']),
  opens: Minute,
  closes: Minute,
  place: nullable(Slug),
  channel: StaffChannel,
})
export type RosterEdit = Static<typeof RosterEdit>
export const RosterRow = Type.Object({ id: Type.Integer(), ...RosterEdit.properties })
export type RosterRow = Static<typeof RosterRow>

export const ShiftEdit = Type.Object({
  person: Type.Integer(),
  day: CalendarDate,
  opens: Minute,
  closes: Minute,
  place: nullable(Slug),
  channel: StaffChannel,
})
export type ShiftEdit = Static<typeof ShiftEdit>
export const Shift = Type.Object({ n: Type.Integer(), ...ShiftEdit.properties })
export type Shift = Static<typeof Shift>

export const AbsenceEdit = Type.Object({ person: Type.Integer(), firstDay: CalendarDate, lastDay: CalendarDate })
export type AbsenceEdit = Static<typeof AbsenceEdit>
export const Absence = Type.Object({ id: Type.Integer(), ...AbsenceEdit.properties })
export type Absence = Static<typeof Absence>

/** `GET /api/plan/day?day=` */
export const PlannedDay = Type.Object({
  day: CalendarDate,
  closed: nullable(Type.String()),
  shifts: Type.Array(Shift),
  /** Away on that day. */
  away: Type.Array(Type.Integer()),
})
export type PlannedDay = Static<typeof PlannedDay>

/** `POST /api/plan/roll-out`: makes the days from the roster; days that have assignments stay as they are. */
export const RollOut = Type.Object({ from: CalendarDate, to: CalendarDate })
export const RolledOut = Type.Object({ days: Type.Integer(), shifts: Type.Integer() })

export const GrainError = Type.Object({
  grain: oneOf(['day', 'errand-day', 'quarter', 'errand-quarter']),
  ours: Type.Number(),
  lastWeek: Type.Number(),
  lastYear: nullable(Type.Number()),
  days: Type.Integer(),
})
export const NeedQuarter = Type.Object({
  minute: Type.Integer(),
  arrivals: Type.Number(),
  load: Type.Number(),
  need: Type.Integer(),
  planned: Type.Integer(),
  wait: Type.Number(),
  waitAtNeed: Type.Number(),
  extraMinutes: Type.Number(),
  extraLeaving: Type.Number(),
  skillGap: Type.Array(Type.Object({ errand: Type.String(), load: Type.Number() })),
})
export type NeedQuarter = Static<typeof NeedQuarter>
/** `GET /api/plan/need?place=&channel=&day=`. `forecast`: by errand, one number a quarter hour from `quarters[0]` on. */
export const NeedDay = Type.Object({
  day: CalendarDate,
  place: nullable(Type.String()),
  channel: StaffChannel,
  closed: nullable(Type.String()),
  goal: Type.Object({ wait: Type.Number(), share: Type.Number(), patience: nullable(Type.Number()) }),
  quarters: Type.Array(NeedQuarter),
  forecast: Type.Array(
    Type.Object({ errand: Type.String(), minutes: Type.Number(), byQuarter: Type.Array(Type.Number()) }),
  ),
  /** Open days of history behind the forecast, and its error on the last of them against what is done by hand. */
  history: Type.Integer(),
  backtest: Type.Array(GrainError),
  /** Sums of the day. */
  sums: Type.Object({
    arrivals: Type.Number(),
    neededHours: Type.Number(),
    plannedHours: Type.Number(),
    shortHours: Type.Number(),
    spareHours: Type.Number(),
    extraMinutes: Type.Number(),
    extraLeaving: Type.Number(),
  }),
})
export type NeedDay = Static<typeof NeedDay>
