/** The house rules that a machine can keep: who imports whom, no circles, no barrels, every suite runs. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

const root = join(import.meta.dirname, '..')
const files = globSync('{device,drivers,hub,ui,provisioning,tests}/**/*.{ts,tsx}', { cwd: root })
const source = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))

type Import = { from: string; to: string; typeOnly: boolean }
const IMPORT = /^(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm

/** Imports of one file: ours as paths from the root, others by their package name. */
function importsOf(file: string): Import[] {
  return [...(source.get(file) ?? '').matchAll(IMPORT)].map(([, type, to]) => ({
    from: file,
    to: to!.startsWith('.') ? normalize(join(dirname(file), to!)) : to!,
    typeOnly: type !== undefined,
  }))
}
const imports = files.flatMap(importsOf)
const ours = imports.filter(({ to }) => /^(device|drivers|hub|ui|provisioning|tests)\//.test(to))

/** For files under a folder, the only folders of ours that they may import from. */
const allowed: [folder: string, may: string[]][] = [
  ['device/contract/', ['device/contract/']],
  ['device/', ['device/', 'drivers/']],
  // Virtual devices issue passports, open applications and speak the bench's API.
  [
    'drivers/virtual/',
    [
      'drivers/',
      'device/contract/',
      'device/identity/',
      'device/link/seal.ts',
      'device/link/keys.ts',
      'device/durable.ts',
    ],
  ],
  ['drivers/', ['drivers/', 'device/contract/faults.ts']],
  ['hub/', ['hub/', 'device/contract/', 'device/rules/']],
  ['ui/', ['ui/', 'device/contract/']],
  [
    'provisioning/',
    [
      'provisioning/',
      'drivers/',
      'hub/planning/',
      ...[
        'ledger.ts',
        'config.ts',
        'contract/',
        'identity/',
        'face/',
        'finger/',
        'paper/',
        'rules/',
        'link/',
        'enrol/',
        'accept/',
        'settings/',
        'identity-folder.ts',
        'make-devices.ts',
      ].map((part) => `device/${part}`),
    ],
  ],
  ['tests/', ['tests/', 'device/', 'drivers/', 'hub/', 'ui/', 'provisioning/']],
]

const test = suite('house rules')

test('a folder imports only from those it may', () => {
  const wrong = ours.filter(({ from, to }) => {
    const may = allowed.find(([folder]) => from.startsWith(folder))?.[1] ?? []
    return !may.some((folder) => to.startsWith(folder))
  })
  assert.equal(
    wrong.map(({ from, to }) => `${from} → ${to}`),
    [],
  )
})

test('the contract stands on typebox alone, and pages take only its types', () => {
  const wrong = imports.filter(
    ({ from, to, typeOnly }) =>
      (from.startsWith('device/contract/') && !to.startsWith('device/') && !to.startsWith('typebox')) ||
      (from.startsWith('ui/') && to.startsWith('device/contract/') && !typeOnly && !PURE.has(to)),
  )
  assert.equal(
    wrong.map(({ from, to }) => `${from} → ${to}`),
    [],
  )
})
/** Parts of the contract without a schema, small enough for a page. */
const PURE = new Set(['device/contract/numbers.ts', 'device/contract/place-id.ts'])

test('production does not know that a device is virtual', () => {
  const wrong = ours.filter(
    ({ from, to }) =>
      to.startsWith('drivers/virtual/') &&
      (/^(device|hub|ui)\//.test(from) || (from.startsWith('drivers/') && !from.startsWith('drivers/virtual/'))),
  )
  assert.equal(wrong, [])
})

test('nothing of ours imports in a circle', () => {
  const next = new Map(files.map((file) => [file, ours.filter((one) => one.from === file).map((one) => one.to)]))
  const done = new Set<string>()
  const circles: string[] = []
  const walk = (file: string, path: string[]) => {
    if (path.includes(file)) return void circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (done.has(file)) return
    for (const to of next.get(file) ?? []) walk(to, [...path, file])
    done.add(file)
  }
  for (const file of files) walk(file, [])
  assert.equal(circles, [])
})

test('no barrels, no default exports', () => {
  const wrong = files.filter((file) => {
    const text = source.get(file)!
    return (/^export default/m.test(text) && !file.endsWith('vite.config.ts')) || /^export \* from/m.test(text)
  })
  assert.equal(wrong, [])
})

test('every import of ours names a file that is there', () => {
  assert.equal(
    ours.filter(({ to }) => !existsSync(join(root, to))).map(({ from, to }) => `${from} → ${to}`),
    [],
  )
})

test('every suite runs', () => {
  assert.equal(
    files.filter((file) => file.endsWith('.test.ts') && !source.get(file)!.includes('.run()')),
    [],
  )
})

test('no file has grown past what one can hold in the head', () => {
  const long = files.filter((file) => source.get(file)!.split('\n').length > 450)
  assert.equal(long, [])
})

test.run()
