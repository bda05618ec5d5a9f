import Type, { type Static } from 'typebox'

/*
 * SCENARIO: one service point or one pool of caseworkers for some days. Everything optional has its default in
 * `plan.ts`; what is assumed is said in the answer. Times are minutes, rates an hour, money DKK a year.
 */

const closed = { additionalProperties: false } as const
const share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description })
const minutes = (description: string) => Type.Number({ minimum: 0, maximum: 100_000, description })
const amount = (description: string) => Type.Number({ minimum: 0, maximum: 1e12, description })
const factors = (description: string) =>
  Type.Array(Type.Number({ minimum: 0, maximum: 1000 }), { minItems: 1, maxItems: 100_000, description })

const Clock = Type.Union([
  Type.Number({ minimum: 0, maximum: 24 }),
  Type.String({ pattern: '^([01]?\\d|2[0-3]):[0-5]\\d$|^24:00$' }),
])
/** By clock hour: one number for each opening hour, 24 numbers, or an object with clock hours as keys. */
const ByHour = Type.Union([
  Type.Array(Type.Number({ minimum: 0, maximum: 100_000 }), { minItems: 1, maxItems: 24 }),
  Type.Record(Type.String({ pattern: '^([01]?\\d|2[0-3])$' }), Type.Number({ minimum: 0, maximum: 100_000 })),
])

export const Service = Type.Object(
  {
    distribution: Type.Enum(['exponential', 'lognormal', 'deterministic', 'empirical']),
    meanMinutes: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 10_000 })),
    cv: Type.Optional(Type.Number({ minimum: 0, maximum: 20, description: 'standard deviation / mean' })),
    values: Type.Optional(
      Type.Array(Type.Number({ minimum: 0, maximum: 10_000 }), {
        minItems: 1,
        maxItems: 100_000,
        description: 'empirical: the measured minutes',
      }),
    ),
  },
  closed,
)
export type Service = Static<typeof Service>

const Lateness = Type.Union([
  Type.Number({ minimum: 0, maximum: 1000, description: 'mean minutes late, exponential; 0 = on time' }),
  Type.Object({ meanMinutes: Type.Number(), sdMinutes: Type.Number({ minimum: 0, maximum: 1000 }) }, closed),
  Type.Object(
    { values: Type.Array(Type.Number({ minimum: -600, maximum: 600 }), { minItems: 1, maxItems: 100_000 }) },
    closed,
  ),
])

const Servers = Type.Object(
  {
    name: Type.Optional(Type.String()),
    count: Type.Integer({ minimum: 0, maximum: 500 }),
    skills: Type.Optional(Type.Array(Type.String(), { maxItems: 30, description: 'none = every errand' })),
    breaks: Type.Optional(
      Type.Array(
        Type.Object(
          {
            at: Clock,
            minutes: Type.Number({ exclusiveMinimum: 0, maximum: 600 }),
            shifts: Type.Optional(Type.Integer({ minimum: 1, maximum: 20, description: 'they go in so many turns' })),
          },
          closed,
        ),
        { maxItems: 10 },
      ),
    ),
  },
  closed,
)

const Errand = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    share: Type.Number({ minimum: 0, maximum: 1e6, description: 'weight among the errands' }),
    skill: Type.Optional(Type.String({ description: 'the caseworker must have it; none = anybody' })),
    service: Type.Optional(Service),
    at: Type.Optional(Type.Enum(['counter', 'box'])),
    channel: Type.Optional(Type.Enum(['walkIn', 'booked'], { description: 'only among these; none = both' })),
    capture: Type.Optional(Service),
    handoff: Type.Optional(
      Type.Object({ share: share('of these visits'), skill: Type.Optional(Type.String()), service: Service }, closed),
    ),
  },
  closed,
)

export const Costs = Type.Object(
  {
    postPerYear: Type.Optional(amount('one caseworker post')),
    boxPerYear: Type.Optional(amount('one box')),
    overtimePerHour: Type.Optional(amount('one hour after closing')),
    bookingPerYear: Type.Optional(amount('the booking system; counted when anything is booked')),
    waitingPerHour: Type.Optional(amount('one hour of a citizen’s waiting; 0 = not counted as money')),
    openDaysPerYear: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 366 })),
  },
  closed,
)

export const Scenario = Type.Object(
  {
    name: Type.Optional(Type.String()),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    runs: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
    warmUpDays: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 10_000,
        description: 'simulated before the counted days; only round the clock',
      }),
    ),
    open: Type.Optional(Type.Tuple([Clock, Clock])),
    servers: Type.Array(Servers, { minItems: 1, maxItems: 50 }),
    boxes: Type.Optional(Type.Integer({ minimum: 0, maximum: 500 })),
    arrivals: Type.Object(
      {
        walkIn: Type.Optional(
          Type.Union([
            Type.Null(),
            Type.Object(
              {
                ratePerHour: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 })),
                byHour: Type.Optional(ByHour),
                dayFactors: Type.Optional(factors('one a day, repeated')),
                dayCv: Type.Optional(Type.Number({ minimum: 0, maximum: 3, description: 'swing from day to day' })),
              },
              closed,
            ),
          ]),
        ),
        booked: Type.Optional(
          Type.Union([
            Type.Null(),
            Type.Object(
              {
                slotMinutes: Type.Number({ minimum: 1, maximum: 1440 }),
                perSlot: Type.Union([Type.Number({ minimum: 0, maximum: 1000 }), ByHour]),
                noShow: Type.Optional(share('of the booked')),
                lateness: Type.Optional(Lateness),
                fill: Type.Optional(share('of the slots that are booked')),
                requestsPerDay: Type.Optional(Type.Number({ minimum: 0, maximum: 1e6 })),
                maxLeadDays: Type.Optional(Type.Number({ minimum: 0, maximum: 1000 })),
                dayFactors: Type.Optional(factors('of requestsPerDay, one a day, repeated')),
              },
              closed,
            ),
          ]),
        ),
      },
      closed,
    ),
    errands: Type.Optional(Type.Array(Errand, { minItems: 1, maxItems: 30 })),
    service: Service,
    patience: Type.Optional(
      Type.Object(
        { meanMinutes: Type.Optional(Type.Union([Type.Null(), Type.Number({ exclusiveMinimum: 0, maximum: 1e6 })])) },
        closed,
      ),
    ),
    policy: Type.Optional(
      Type.Object(
        {
          standby: Type.Optional(
            Type.Object(
              {
                on: Type.Boolean(),
                level: Type.Optional(share('probability that a promise is kept')),
                limitMinutes: Type.Optional(minutes('a booked citizen may wait because of standby')),
                spare: Type.Optional(Type.Union([Type.Null(), Type.Integer({ minimum: 1, maximum: 500 })])),
              },
              closed,
            ),
          ),
          walkIns: Type.Optional(Type.Enum(['queue', 'refuse'])),
        },
        closed,
      ),
    ),
    costs: Type.Optional(Costs),
  },
  closed,
)
export type Scenario = Static<typeof Scenario>
