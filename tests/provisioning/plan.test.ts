import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { CSV_HEADER, csvLine, generate, municipality } from '../../hub/planning/generate.ts'

const test = suite('boks plan, as a planner types it')
const boks = join(import.meta.dirname, '../../provisioning/boks')
const folder = mkdtempSync(join(tmpdir(), 'plan-'))
test.after(() => rmSync(folder, { recursive: true }))

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(boks, ['plan', ...args], { maxBuffer: 1e8 }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}
function file(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const scenario = {
  seed: 1,
  runs: 4,
  days: 20,
  open: [8, 16],
  servers: [{ count: 3, skills: ['passport'] }],
  arrivals: { walkIn: { ratePerHour: 3 }, booked: { slotMinutes: 15, perSlot: 3, noShow: 0.2, lateness: 2 } },
  service: { distribution: 'lognormal', meanMinutes: 12, cv: 0.5 },
  patience: { meanMinutes: null },
  policy: { standby: { on: true, level: 0.8, limitMinutes: 5 } },
  costs: { postPerYear: 500_000 },
}

test('simulate: the same file twice gives the same JSON, with every part of the answer', async () => {
  const path = file('a.json', scenario)
  const [one, two] = await Promise.all([run('simulate', path, '--json'), run('simulate', path, '--json')])
  assert.is(one.code, 0, one.err)
  assert.is(one.out, two.out)
  const answer = JSON.parse(one.out)
  for (const key of [
    'wait',
    'served',
    'turnedAway',
    'abandoned',
    'utilisation',
    'idleHours',
    'overtimeHours',
    'costPerYear',
    'ci95',
    'perRun',
  ])
    assert.ok(key in answer, key)
  for (const channel of ['booked', 'walkIn'])
    assert.equal(Object.keys(answer.wait[channel]).slice(0, 4), ['mean', 'p50', 'p90', 'ci95'])
  assert.ok(
    answer.assumptions.some(
      (one: { name: string; label: string }) => one.name === 'costs.postPerYear' && one.label === 'assumption',
    ),
  )
})

test('simulate --against: the paired difference with its interval', async () => {
  const [a, b] = [file('off.json', { ...scenario, policy: {} }), file('on.json', scenario)]
  const { code, out, err } = await run('simulate', a, '--against', b, '--json')
  assert.is(code, 0, err)
  const { paired } = JSON.parse(out)
  assert.ok(paired.served.difference > 0 && paired.served.ci95[0] > 0)
})

test('calibrate reads what the generator writes, and its scenario simulates', async () => {
  const place = municipality[5]!
  const lines = [...generate({ seed: 1, from: '2026-01-01', days: 60, places: [place] })].map(csvLine)
  const calibrated = await run('calibrate', file('visits.csv', [CSV_HEADER, ...lines].join('\n')), '--json')
  assert.is(calibrated.code, 0, calibrated.err)
  const again = { ...JSON.parse(calibrated.out).scenario, runs: 2 }
  assert.is((await run('simulate', file('calibrated.json', again))).code, 0)
})

test('a wrong file ends with its sentences and no stack', async () => {
  const wrong = file('wrong.json', { ...scenario, servers: [{ cuont: 3 }] })
  const answers = await Promise.all([
    run('simulate', wrong),
    run('simulate', join(folder, 'nowhere.json')),
    run('calibrate', file('empty.csv', '')),
    run('erlang', '--rate', 'many', '--minutes', '12'),
  ])
  for (const { code, err, out } of answers) {
    assert.is(code, 2, err)
    assert.is(out, '')
    assert.not.match(err, /\n\s+at /)
  }
  assert.match(answers[0]!.err, /servers\[0\]\.cuont is not known here \(known: name, count, skills, breaks\)/)
})

test.run()
