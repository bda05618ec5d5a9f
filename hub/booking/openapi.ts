/** The routes as an OpenAPI 3.1 document; the schemas are those that requests are checked against. */
import type { TSchema } from 'typebox'
import { Problem } from '../../device/contract/booking.ts'
import type { Route } from './api.ts'
import { examples as kept } from './examples.ts'

export function openapi(routes: Route[], title: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][route.method] = operation(route, path)
  }
  return {
    openapi: '3.1.0',
    info: { title, version: '1', description: 'Appointments: find a free time, hold it, book it, move or cancel it.' },
    paths,
    components: { securitySchemes: { staff: { type: 'apiKey', in: 'cookie', name: 'boks' } } },
  }
}

/** What stands beside the route, and what is kept apart because it is long. */
export const examplesOf = (route: Route): NonNullable<Route['examples']> => ({
  ...route.examples,
  ...kept[`${route.method} ${route.path}`],
})

function operation(route: Route, path: string): object {
  const { summary, query, body, answer, problems = {}, staff } = route
  const examples = examplesOf(route)
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const json = (schema: TSchema, example?: unknown) => ({
    content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
  })
  const all = { ...(query || body ? { 400: 'The request is not as it must be.' } : {}), ...problems }
  return {
    summary,
    operationId: `${route.method}${path.replace(/[^a-zA-Z]+(\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/\W/g, '')}`,
    ...(inPath.length + (query ? 1 : 0) > 0
      ? { parameters: [...inPath, ...(query ? inQuery(query, examples.query ?? {}) : [])] }
      : {}),
    ...(body ? { requestBody: { required: true, ...json(body, examples.body) } } : {}),
    responses: {
      ...(answer === null
        ? { 204: { description: 'Done.' } }
        : { 200: { description: 'Done.', ...json(answer, examples.answer) } }),
      ...Object.fromEntries(
        Object.entries(all).map(([status, description]) => [status, { description, ...json(Problem) }]),
      ),
    },
    ...(staff ? { security: [{ staff: [] }] } : {}),
  }
}

function inQuery(query: TSchema, examples: object): object[] {
  const { properties, required = [] } = query as TSchema & { properties: Record<string, TSchema>; required?: string[] }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
    ...(name in examples ? { example: (examples as Record<string, unknown>)[name] } : {}),
  }))
}
