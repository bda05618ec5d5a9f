/**
 * A stand-in for the registers of persons and driving licences, CPR-shaped: `node drivers/virtual/register.ts --port 0
 * --token T`. All its people are invented. Prints one line of JSON when it listens.
 */
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import fastify, { type FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { HealthRecord, LicenceRecord, ResidenceRecord } from '../../device/contract/certificate.ts'
import { decoder } from '../../device/contract/decode.ts'
import { CalendarDate } from '../../device/contract/nouns.ts'
import { holders } from './bench/citizens.ts'

export type RegisteredPerson = {
  residence: ResidenceRecord
  /** Name and address protection (CPR-loven): no machine hands the address out. */
  protected: boolean
  licence: (LicenceRecord & { valid: boolean }) | null
  health: HealthRecord | null
}

export type RegisterManner = 'good' | 'down' | 'nonsense'

export type VirtualRegister = {
  /** Resolves with its base address. */
  start(): Promise<string>
  stop(): Promise<void>
  manner(now: RegisterManner): void
  people: Map<string, RegisteredPerson>
  /** What it was asked, for looking whether every look-up said its purpose. */
  asked: { path: string; purpose: string }[]
}

const decodeAsk = decoder(
  Type.Object({
    personalNumber: Type.String({ maxLength: 14 }),
    dateOfBirth: CalendarDate,
    purpose: Type.String({ minLength: 3, maxLength: 60 }),
  }),
)

/** The bench's citizens, by the numbers in their passports. */
function benchPeople(): Map<string, RegisteredPerson> {
  const streets = ['Strandvejen 14, 2. tv', 'Ærøgade 3', 'Søndergade 27', 'Østre Allé 9, st.', 'Strandvejen 14, 2. tv']
  const people = new Map<string, RegisteredPerson>()
  Object.values(holders).forEach((holder, i) => {
    const name = `${holder.givenNames} ${holder.surname}`
    const { dateOfBirth, personalNumber } = holder
    if (!personalNumber) return
    people.set(personalNumber, {
      protected: false,
      residence: {
        name,
        dateOfBirth,
        addresses: [
          { street: streets[i]!, postal: '4999 Kystby', from: '2019-08-01', to: null },
          { street: `Åvej ${i + 2}`, postal: '4998 Fjordby', from: '2011-03-15', to: '2019-07-31' },
        ],
      },
      licence: {
        name,
        dateOfBirth,
        number: `9${String(1_000_001 + i * 37)}`,
        categories: ['AM', 'B'],
        validUntil: '2034-05-01',
        valid: true,
      },
      health: {
        name,
        dateOfBirth,
        personalNumber,
        street: streets[i]!,
        postal: '4999 Kystby',
        group: '1',
        doctor: { name: 'Lægerne på Torvet', phone: '59 00 00 00' },
      },
    })
  })
  return people
}

export function createRegister(options: { token: string; port?: number }): VirtualRegister {
  const people = benchPeople()
  const asked: VirtualRegister['asked'] = []
  let manner: RegisterManner = 'good'
  let server: FastifyInstance | undefined

  function build(): FastifyInstance {
    const app = fastify({ forceCloseConnections: true })
    app.addHook('onRequest', async (request, reply) => {
      if (request.headers.authorization !== `Bearer ${options.token}`)
        return reply.code(401).send({ error: 'Who asks?' })
      if (manner === 'down') return reply.code(503).send({ error: 'Closed.' })
      if (manner === 'nonsense') return reply.send({ status: 'found', record: { name: 7 } })
    })
    const find = (path: string, body: unknown) => {
      const { personalNumber, dateOfBirth, purpose } = decodeAsk(body)
      asked.push({ path, purpose })
      const person = people.get(personalNumber)
      return person?.residence.dateOfBirth === dateOfBirth ? person : undefined
    }
    app.post('/persons', (request, reply) => {
      const person = find('persons', request.body)
      if (!person) return reply.code(404).send({ error: 'Unknown.' })
      return person.protected ? { status: 'protected' } : { status: 'found', record: person.residence }
    })
    app.post('/licences', (request, reply) => {
      const person = find('licences', request.body)
      if (!person?.licence) return reply.code(404).send({ error: 'Unknown.' })
      const { valid, ...record } = person.licence
      return valid ? { status: 'found', record } : { status: 'not-valid' }
    })
    app.post('/health-cards', (request, reply) => {
      const person = find('health-cards', request.body)
      return person?.health ? { status: 'found', record: person.health } : reply.code(404).send({ error: 'Unknown.' })
    })
    return app
  }

  return {
    async start() {
      server = build()
      return server.listen({ host: '127.0.0.1', port: options.port ?? 0 })
    },
    async stop() {
      await server?.close()
    },
    manner(now) {
      manner = now
    },
    people,
    asked,
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, token: { type: 'string' } } })
  const register = createRegister({ port: Number(values.port), token: values.token ?? '' })
  const url = await register.start()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void register.stop())
  process.stdout.write(`${JSON.stringify({ is: 'ready', url })}\n`)
}
