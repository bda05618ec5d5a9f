import type { Standby } from './admission.ts'
import { BadInput } from './bad-input.ts'
import { type Clock, clock, hourRates, perSlotByHour } from './clock.ts'
import { resolvedCosts } from './costs.ts'
import { type Distribution, deterministic, empirical, exponential, lognormal, normal } from './distributions.ts'
import type { Scenario, Service } from './scenario.ts'

/** One caseworker: a bit for each skill, and the breaks of the day (minutes after midnight). */
export type Server = { skills: number; breaks: { at: number; minutes: number }[] }

export type ErrandPlan = {
  name: string
  /** Cumulative share among walk-ins and among booked visits. */
  upTo: { walkIn: number; booked: number }
  /** The bit a caseworker must have; 0 = anybody. */
  skill: number
  service: Distribution
  /** Minutes alone at the box before the caseworker comes; null = at the counter. */
  capture: Distribution | null
  handoff: { share: number; skill: number; service: Distribution } | null
}

export type Booked = {
  slots: { at: number; count: number }[]
  places: number
  noShow: number
  lateness: Distribution
  fill: number
  requestsPerDay: number | null
  maxLeadDays: number
  dayFactors: readonly number[]
}

/** A scenario with every default filled in and every name resolved: what the simulation runs on. */
export type Plan = {
  name: string
  seed: number
  runs: number
  days: number
  warmUpDays: number
  /** Open round the clock: nothing is emptied at midnight. */
  continuous: boolean
  open: number
  close: number
  servers: Server[]
  boxes: number
  errands: ErrandPlan[]
  walkIn: {
    segments: { from: number; to: number; rate: number }[]
    dayFactors: readonly number[]
    dayCv: number
  } | null
  booked: Booked | null
  /** Mean of the exponential patience (minutes); null = nobody leaves. */
  patience: number | null
  standby: Standby | null
  walkIns: 'queue' | 'refuse' | 'standby'
  costs: ReturnType<typeof resolvedCosts>
  notes: string[]
}

/** Round the clock a run starts empty: one day is thrown away before counting. */
const WARM_UP_DAYS = 1
/** More visits than this in one answer is a mistake in the input, not a question (visits over all runs). */
const MOST_VISITS = 500_000_000

/** Fills in the defaults and resolves hours, skills and distributions; `BadInput` with a sentence for every wrong place. */
export function planOf(scenario: Scenario): Plan {
  const wrong: string[] = []
  const notes: string[] = []
  const say = (sentence: string) => void wrong.push(sentence)
  const time = (value: Clock) => clock(value)
  const [open, close] = (scenario.open ?? [8, 16]).map(time) as [number, number]
  if (!(open < close)) say('open must be [from, to] with from before to.')
  if (!scenario.open) notes.push('Opening hours were not given: 8–16.')
  const continuous = open === 0 && close === 1440
  if (!continuous && scenario.warmUpDays) say('warmUpDays only has a meaning when open is [0, 24].')

  const skillNames = [...new Set(scenario.servers.flatMap(({ skills }) => skills ?? []))]
  if (skillNames.length > 30) say('servers: at most 30 different skills.')
  const bit = (skill: string | undefined, where: string) => {
    if (skill === undefined) return 0
    const index = skillNames.indexOf(skill)
    if (index < 0) say(`${where}: no server has the skill “${skill}”.`)
    return index < 0 ? 0 : 1 << index
  }
  const servers = scenario.servers.flatMap(({ count, skills, breaks = [] }, group) =>
    Array.from(
      { length: count },
      (_, i): Server => ({
        skills: (skills ?? []).length
          ? skills!.reduce((bits, skill) => bits | (1 << skillNames.indexOf(skill)), 0)
          : -1,
        breaks: breaks.map(({ at, minutes, shifts = 1 }, index) => {
          const turn = time(at) + (i % shifts) * minutes
          if (turn < open || turn >= close) say(`servers[${group}].breaks[${index}] is outside the opening hours.`)
          return { at: turn, minutes }
        }),
      }),
    ),
  )

  const base = distribution(scenario.service, 'service', say)
  const given: NonNullable<Scenario['errands']> = scenario.errands ?? [{ name: 'any', share: 1 }]
  const channels = ['walkIn', 'booked'] as const
  const counts = (errand: (typeof given)[number], channel: (typeof channels)[number]) =>
    errand.channel !== undefined && errand.channel !== channel ? 0 : errand.share
  const weight = { walkIn: 0, booked: 0 }
  for (const channel of channels) {
    weight[channel] = given.reduce((sum, errand) => sum + counts(errand, channel), 0)
    if (weight[channel] <= 0 && scenario.arrivals[channel])
      say(`errands: the shares for ${channel} must add up to more than 0.`)
  }
  const upTo = { walkIn: 0, booked: 0 }
  const boxes = scenario.boxes ?? 0
  const errands = given.map((errand, i): ErrandPlan => {
    const where = `errands[${i}]`
    const box = errand.at === 'box'
    if (box && boxes === 0) say(`${where} is at a box, but boxes is 0 or missing.`)
    if (box && !errand.capture) say(`${where} is at a box: capture (the minutes alone at it) is missing.`)
    if (!box && errand.capture) say(`${where}.capture only has a meaning at a box.`)
    for (const channel of channels) upTo[channel] += counts(errand, channel) / Math.max(weight[channel], 1e-300)
    return {
      name: errand.name,
      upTo: { ...upTo },
      skill: bit(errand.skill, where),
      service: errand.service ? distribution(errand.service, `${where}.service`, say) : base,
      capture: box && errand.capture ? distribution(errand.capture, `${where}.capture`, say) : null,
      handoff: errand.handoff
        ? {
            share: errand.handoff.share,
            skill: bit(errand.handoff.skill, `${where}.handoff`),
            service: distribution(errand.handoff.service, `${where}.handoff.service`, say),
          }
        : null,
    }
  })

  const walkIn = scenario.arrivals.walkIn ?? null
  const booked = scenario.arrivals.booked ?? null
  if (!walkIn && !booked) say('arrivals: neither walkIn nor booked is given, so nobody would come.')
  if (walkIn && !booked && !continuous)
    notes.push('Every day starts empty: waits are below those of steady-state formulas, which need open [0, 24].')
  const on = scenario.policy?.standby?.on ?? false
  if (on && scenario.policy?.walkIns)
    say('policy.walkIns has no meaning while standby is on: walk-ins are the standby.')
  const walkIns = on ? 'standby' : (scenario.policy?.walkIns ?? (booked ? 'refuse' : 'queue'))
  if (walkIn && walkIns === 'refuse' && !scenario.policy?.walkIns)
    notes.push(
      'Booking is compulsory here (booked arrivals, no standby): walk-ins to the counter are turned away. policy.walkIns "queue" would serve them.',
    )

  const plan: Plan = {
    name: scenario.name ?? '',
    seed: scenario.seed ?? 1,
    runs: scenario.runs ?? 20,
    days: scenario.days ?? 250,
    warmUpDays: continuous ? (scenario.warmUpDays ?? WARM_UP_DAYS) : 0,
    continuous,
    open,
    close,
    servers,
    boxes,
    errands,
    walkIn: walkIn && {
      segments: hourRates(walkIn, open, close, say),
      dayFactors: walkIn.dayFactors ?? [1],
      dayCv: walkIn.dayCv ?? 0,
    },
    booked: booked && bookedPlan(booked, open, close, say),
    patience: scenario.patience?.meanMinutes ?? null,
    standby: on
      ? {
          level: scenario.policy?.standby?.level ?? 0.9,
          limitMinutes: scenario.policy?.standby?.limitMinutes ?? 5,
          spare: scenario.policy?.standby?.spare ?? null,
        }
      : null,
    walkIns,
    costs: resolvedCosts(scenario.costs),
    notes,
  }
  const perDay =
    (plan.walkIn?.segments.reduce((sum, { from, to, rate }) => sum + (rate * (to - from)) / 60, 0) ?? 0) +
    (plan.booked?.places ?? 0)
  if (perDay * plan.days * plan.runs > MOST_VISITS)
    say(
      `That is about ${Math.round((perDay * plan.days * plan.runs) / 1e6)} million visits: fewer runs, days or arrivals, please.`,
    )
  if (wrong.length) throw new BadInput(wrong)
  return plan
}

type Say = (sentence: string) => void

function bookedPlan(
  booked: NonNullable<Scenario['arrivals']['booked']>,
  open: number,
  close: number,
  say: Say,
): Booked {
  const perHour = perSlotByHour(booked.perSlot, open, close, say)
  const slots: { at: number; count: number }[] = []
  let owed = 0
  for (let at = open; at + booked.slotMinutes <= close + 1e-9; at += booked.slotMinutes) {
    owed += perHour(at)
    const count = Math.floor(owed + 1e-9)
    owed -= count
    if (count > 0) slots.push({ at, count })
  }
  if (booked.slotMinutes > close - open) say('arrivals.booked.slotMinutes is longer than the opening hours.')
  if (booked.fill !== undefined && booked.requestsPerDay !== undefined)
    say('arrivals.booked: give fill or requestsPerDay, not both.')
  const late = booked.lateness ?? 0
  return {
    slots,
    places: slots.reduce((sum, { count }) => sum + count, 0),
    noShow: booked.noShow ?? 0,
    lateness:
      typeof late === 'number'
        ? late === 0
          ? deterministic(0)
          : exponential(late)
        : 'values' in late
          ? empirical(late.values)
          : normal(late.meanMinutes, late.sdMinutes),
    fill: booked.fill ?? 1,
    requestsPerDay: booked.requestsPerDay ?? null,
    maxLeadDays: booked.maxLeadDays ?? 20,
    dayFactors: booked.dayFactors ?? [1],
  }
}

function distribution(service: Service, where: string, say: Say): Distribution {
  const { meanMinutes: mean, cv, values } = service
  if (service.distribution === 'empirical') {
    if (!values) say(`${where}: empirical needs values, the measured minutes.`)
    if (mean !== undefined || cv !== undefined) say(`${where}: empirical takes its mean and spread from values.`)
    return empirical(values ?? [1])
  }
  if (values) say(`${where}: only empirical takes values.`)
  if (mean === undefined) say(`${where}.meanMinutes is missing.`)
  switch (service.distribution) {
    case 'exponential':
      if (cv !== undefined && cv !== 1) say(`${where}.cv of an exponential distribution is 1, not ${cv}.`)
      return exponential(mean ?? 1)
    case 'deterministic':
      if (cv !== undefined && cv !== 0) say(`${where}.cv of a deterministic distribution is 0, not ${cv}.`)
      return deterministic(mean ?? 1)
    case 'lognormal':
      if (cv === undefined) say(`${where}.cv is missing: a lognormal distribution needs it.`)
      return lognormal(mean ?? 1, cv ?? 1)
  }
}
