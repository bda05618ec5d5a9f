import type { NeedDay, NeedQuarter } from '../../device/contract/staffing.ts'
import { closedBecause, openOn } from '../booking/opening.ts'
import type { Schedule } from '../booking/schedule.ts'
import type { Db } from '../store/store.ts'
import { DECISION_MINUTES, type History, readHistory, SERVICE_MINUTES } from './history.ts'
import { type Goal, quarter } from './need-plan.ts'
import { backtestPlace, fitPlace, type GrainError, type PlaceModel, quartersOf } from './quarter-forecast.ts'
import { readStaff } from './staff.ts'
import type { StaffChannel } from './tables.ts'

/** The backtest looks at so many of the last open days, made afresh every so many. */
const BACKTEST_DAYS = 60
const BACKTEST_STEP = 20
const LEAST_HISTORY = 10
/** Somebody came within so many open days, or the history is not whole yet. */
const RECENT_DAYS = 10

type Known = { history: History; model: PlaceModel | null; backtest: GrainError[] }
const cache = new WeakMap<Db, Map<string, Known>>()

/** History, model and backtest change once a day. */
async function known(db: Db, plan: Schedule, at: { place: string | null; channel: StaffChannel }, today: string) {
  const mine = cache.get(db) ?? new Map<string, Known>()
  cache.set(db, mine)
  const key = `${at.channel} ${at.place} ${today} ${plan.revision}`
  const there = mine.get(key)
  if (there) return there
  const history = await readHistory(db, plan, at, today)
  const { arrivals, openDays } = history
  const found: Known = {
    history,
    model: openDays.length >= LEAST_HISTORY ? fitPlace(arrivals, openDays) : null,
    backtest:
      openDays.length >= BACKTEST_DAYS + LEAST_HISTORY
        ? backtestPlace(arrivals, openDays, openDays.length - BACKTEST_DAYS, BACKTEST_STEP)
        : [],
  }
  // A hub whose history is still being filled is looked at again.
  const recent = openDays.at(-RECENT_DAYS)
  if (recent && (arrivals.at(-1)?.day ?? '') >= recent) mine.set(key, found)
  return found
}

/** Plan against need of one day at one place (video and telephone: everywhere), by quarter hour. */
export async function needDay(
  db: Db,
  plan: Schedule,
  at: { place: string | null; channel: StaffChannel; day: string },
  goal: Goal,
  today: string,
): Promise<NeedDay> {
  const { history, model, backtest } = await known(db, plan, at, today)
  const closed = closedBecause(plan, at.place, at.day)
  const hours = openOn(plan, at.place, at.channel, at.day)
  const fallback = at.channel === 'video' ? DECISION_MINUTES : SERVICE_MINUTES
  const minutesOf = (errand: string) => history.minutes[errand] ?? fallback
  const people = new Map((await readStaff(db)).map((one) => [one.id, one]))
  const shifts = await db
    .selectFrom('shifts')
    .selectAll()
    .where('day', '=', at.day)
    .where('channel', '=', at.channel)
    .where('place', at.place === null ? 'is' : '=', at.place)
    .execute()
  const away = new Set(
    (
      await db
        .selectFrom('absences')
        .select('person')
        .where('first_day', '<=', at.day)
        .where('last_day', '>=', at.day)
        .execute()
    ).map(({ person }) => person),
  )
  const here = shifts.filter(({ person }) => !away.has(person))
  const byErrand = (model?.errands ?? []).map((errand) => ({
    errand,
    minutes: minutesOf(errand),
    all: model ? quartersOf(model, at.day, errand) : [],
  }))
  const quarters: NeedQuarter[] = []
  const minutes = hours.flatMap(({ opens, closes }) =>
    Array.from({ length: Math.ceil((closes - opens) / 15) }, (_, i) => opens + 15 * i),
  )
  for (const minute of [...new Set(minutes)].sort((a, b) => a - b))
    quarters.push(
      quarter(
        {
          minute,
          arrivals: byErrand.map(({ errand, minutes, all }) => ({
            errand,
            minutes,
            count: all[Math.floor(minute / 15)] ?? 0,
          })),
          present: here
            .filter(({ opens, closes }) => opens <= minute && minute < closes)
            .map(({ person }) => ({ errands: people.get(person)?.errands ?? [] })),
        },
        goal,
      ),
    )
  const sum = (of: (one: NeedQuarter) => number) => quarters.reduce((total, one) => total + of(one), 0)
  return {
    day: at.day,
    place: at.place,
    channel: at.channel,
    closed: closed ?? (hours.length === 0 ? '' : null),
    goal,
    quarters,
    forecast: byErrand.map(({ errand, minutes, all }) => ({
      errand,
      minutes,
      byQuarter: quarters.map(({ minute }) => all[Math.floor(minute / 15)] ?? 0),
    })),
    history: history.openDays.length,
    backtest,
    sums: {
      arrivals: sum(({ arrivals }) => arrivals),
      neededHours: sum(({ need }) => need) / 4,
      plannedHours: sum(({ planned }) => planned) / 4,
      shortHours: sum(({ need, planned }) => Math.max(0, need - planned)) / 4,
      spareHours: sum(({ need, planned }) => Math.max(0, planned - need)) / 4,
      extraMinutes: sum(({ extraMinutes }) => extraMinutes),
      extraLeaving: sum(({ extraLeaving }) => extraLeaving),
    },
  }
}
