/** Every route of the booking room shows how it is used, with examples that its own schemas take. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { decoder } from '../../device/contract/decode.ts'
import { closureRoutes } from '../../hub/booking/closure-routes.ts'
import { examples } from '../../hub/booking/examples.ts'
import { examplesOf } from '../../hub/booking/openapi.ts'
import { placeRoutes } from '../../hub/booking/place-routes.ts'
import { publicRoutes } from '../../hub/booking/public-routes.ts'
import { staffRoutes } from '../../hub/booking/staff-routes.ts'
import { standbyRoutes } from '../../hub/booking/standby-routes.ts'
import { triageRoutes } from '../../hub/booking/triage-routes.ts'
import { visitRoutes } from '../../hub/booking/visit-routes.ts'
import type { Hub } from '../../hub/context.ts'

const test = suite('booking: the API’s document')
// Routes are data: nothing is asked of the hub before a request comes.
const hub = {} as Hub
const now = () => new Date()
const routes = [
  publicRoutes,
  visitRoutes,
  standbyRoutes,
  staffRoutes,
  closureRoutes,
  placeRoutes,
  triageRoutes,
].flatMap((of) => of(hub, now))

test('a program that copies an example is understood', () => {
  const faults: string[] = []
  for (const route of routes) {
    const name = `${route.method} ${route.path}`
    const shown = examplesOf(route)
    const check = (what: string, schema: Parameters<typeof decoder>[0] | null | undefined, value: unknown) => {
      if (!schema) return
      if (value === undefined) return void faults.push(`${name}: no ${what}`)
      try {
        decoder(schema)(JSON.stringify(value))
      } catch (error) {
        faults.push(`${name}: ${what}: ${(error as { detail?: string }).detail ?? error}`)
      }
    }
    check('body', route.body, shown.body)
    check('answer', route.answer, shown.answer)
    check('query', route.query, shown.query)
  }
  assert.equal(faults, [])
})

test('no example has outlived its route', () => {
  const there = new Set(routes.map(({ method, path }) => `${method} ${path}`))
  assert.equal(
    Object.keys(examples).filter((name) => !there.has(name)),
    [],
  )
})

test.run()
