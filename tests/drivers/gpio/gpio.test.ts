import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { suite } from 'uvu'
import { isFault } from '../../../device/contract/faults.ts'
import { createLight } from '../../../drivers/gpio/light.ts'

/**
 * onoff as it is, on a /sys/class/gpio of plain files in a mount namespace of its own: enough for outputs, and for inputs that
 * are read and not waited for. The kernel's part (export, the pin itself) is not tried here.
 */
const test = suite('lamps, column and tray on GPIO lines')
const run = promisify(execFile)
const LINES = [17, 18, 22, 23, 24, 25, 26]
const ROOM = `mount -t tmpfs none /sys/class && mkdir /sys/class/gpio && cd /sys/class/gpio && : > export && : > unexport &&
  for n in ${LINES.join(' ')}; do mkdir gpio$n; for f in direction value active_low edge; do echo 0 > gpio$n/$f; done; done && cd / && exec "$@"`

const url = (file: string) => JSON.stringify(new URL(`../../../drivers/gpio/${file}`, import.meta.url).href)

/** Runs a program's text in a room with GPIO lines; its JSON, or null where this machine lets nobody have one. */
async function inRoom(program: string): Promise<unknown> {
  const text = `import { readFileSync } from 'node:fs'
    const { createLight } = await import(${url('light.ts')})
    const { createColumn } = await import(${url('column.ts')})
    const at = (n) => readFileSync('/sys/class/gpio/gpio' + n + '/value', 'latin1').trim()[0]
    ${program}`
  const room = ['-m', 'sh', '-c', ROOM, 'sh', process.execPath, '--input-type=module', '-e', text]
  const { stdout } = await run('unshare', room).catch((error) => {
    if (/unshare failed|permission denied|not permitted/i.test(String(error.stderr))) return { stdout: '' }
    throw error
  })
  if (!stdout) console.log('skipped: no mount namespace to be had')
  return stdout ? JSON.parse(stdout) : null
}

test('the soft lamp and the flash shine when they are told to, and never after', async () => {
  const seen = await inRoom(`
    const light = createLight({ soft: { line: 17 }, flash: { line: 18, activeLow: true } })
    const seen = [at(17) + at(18)]
    light.soft(true); seen.push(at(17) + at(18))
    light.flash(true); seen.push(at(17) + at(18))
    light.flash(false); light.close(); seen.push(at(17) + at(18))
    console.log(JSON.stringify({ seen, low: readFileSync('/sys/class/gpio/gpio18/active_low', 'latin1').trim(),
      direction: readFileSync('/sys/class/gpio/gpio17/direction', 'latin1').trim() }))`)
  // With active_low the kernel turns the value over; plain files keep what was written.
  if (seen) assert.deepEqual(seen, { seen: ['00', '10', '11', '00'], low: '1', direction: 'low' })
})

test('the column stops at once when the citizen leaves, never pulls both ways, and ends at its limit', async () => {
  const seen = await inRoom(`
    const column = createColumn({ up: { line: 22 }, down: { line: 23 }, travelMs: 60_000 })
    const stop = new AbortController()
    const never = new AbortController().signal
    const moving = column.move('up', 100, stop.signal)
    await new Promise((resolve) => setImmediate(resolve))
    const during = at(22) + at(23)
    stop.abort(new Error('left'))
    const left = await moving.catch((error) => error.message)
    const after = at(22) + at(23)
    let both = false
    const watch = setInterval(() => { both ||= at(22) === '1' && at(23) === '1' }, 1)
    const two = await Promise.all([column.move('up', 20, never), column.move('down', 20, never)])
    clearInterval(watch)
    column.close()
    const short = createColumn({ up: { line: 22 }, down: { line: 23 }, travelMs: 60 })
    let ends = 0
    while (await short.move('up', 50, never) === 'moved') ends += 1
    const again = await short.move('up', 50, never)
    short.close()
    console.log(JSON.stringify({ during, left, after, both, two, stopped: ends < 5, again, off: at(22) + at(23) }))`)
  const want = { during: '10', left: 'left', after: '00', both: false, two: ['moved', 'moved'] }
  if (seen) assert.deepEqual(seen, { ...want, stopped: true, again: 'end', off: '00' })
})

test('the column stops at the switches of its ends, and at a hand, from which it goes back; from there it serves a wheelchair again', async () => {
  const seen = (await inRoom(`
    const { createVirtualColumn } = await import(${JSON.stringify(new URL('../../../drivers/virtual/column.ts', import.meta.url).href)})
    const far = createVirtualColumn({ folder: '/sys/class/gpio', travelMs: 500,
      lines: { up: 22, down: 23, top: 24, bottom: 25, blocked: 26 } })
    far.start()
    // The clock alone would let it run on for a minute.
    const column = createColumn({ up: { line: 22 }, down: { line: 23 }, travelMs: 60_000,
      top: { line: 24 }, bottom: { line: 25 }, blocked: { line: 26 } })
    const never = new AbortController().signal
    const high = () => Math.round(far.state().height)
    const top = await column.move('up', 30_000, never)
    const highest = high()
    const again = await column.move('up', 30_000, never)
    far.obstruct(1_500)
    const met = await column.move('down', 30_000, never)
    const away = high()
    far.obstruct(null)
    const bottom = await column.move('down', 30_000, never)
    const lowest = high()
    column.close()
    far.stop()
    console.log(JSON.stringify({ top, highest, again, met, away, bottom, lowest, both: far.state().both }))`)) as null | {
    away: number
  }
  if (!seen) return
  const { away, ...rest } = seen
  assert.deepEqual(rest, {
    top: 'end',
    highest: 2_000,
    again: 'end',
    met: 'blocked',
    bottom: 'end',
    lowest: 1_000,
    both: false,
  })
  assert.ok(away > 1_500, `it stayed at ${away}`)
})

test('paper that nobody takes is reminded of, then drawn back by the presenter’s motor; without one it stays', async () => {
  const left = JSON.stringify(new URL('../../../device/session/left-paper.ts', import.meta.url).href)
  const seen = await inRoom(`
    import { watch, writeFileSync } from 'node:fs'
    const { createTray } = await import(${url('tray.ts')})
    const { remindOfPaper } = await import(${left})
    const paper = (lies) => writeFileSync('/sys/class/gpio/gpio17/value', lies ? '1' : '0')
    // The presenter: its motor turns at the pulse and draws the paper from under the sensor.
    const pulses = []
    const presenter = setInterval(() => { if (at(18) === '1') { pulses.push(1); paper(false) } }, 5)
    const stop = new AbortController()
    let reminders = 0
    const wait = (tray, taken = new Promise(() => {})) =>
      remindOfPaper({ tray, holdMs: 700, taken, remind: () => { reminders += 1 } }, stop.signal)
    const tray = createTray({ paper: { line: 17 }, retract: { line: 18 } })
    paper(true)
    const drawn = await wait(tray)
    const off = at(18)
    paper(true)
    setTimeout(() => paper(false), 200)
    const taken = await wait(tray)
    tray.close()
    const bare = createTray({ paper: { line: 17 } })
    paper(true)
    // A finger on the glass says so, and the sensor knows better.
    const said = await wait(bare, Promise.resolve())
    bare.close()
    clearInterval(presenter)
    console.log(JSON.stringify({ drawn, taken, said, off, reminded: reminders > 0, pulsed: pulses.length > 0,
      direction: readFileSync('/sys/class/gpio/gpio17/direction', 'latin1').trim() }))`)
  const ended = { drawn: 'retracted', taken: 'taken', said: 'left' }
  if (seen) assert.deepEqual(seen, { ...ended, off: '0', reminded: true, pulsed: true, direction: 'in' })
})

test('a machine without the line says which one, and what a technician does', () => {
  if (existsSync('/sys/class/gpio')) return
  assert.throws(
    () => createLight({ soft: { line: 9_999 } }),
    (error) => isFault(error, 'gpio.gone') && /line 9999/.test(error.detail),
  )
})

test('the housing’s switch on a GPIO line: opened once is opened; a line that the machine lacks locks the box', async () => {
  const seen = await inRoom(`
    const { writeFileSync } = await import('node:fs')
    const { watchTamper } = await import(${JSON.stringify(new URL('../../../device/tamper.ts', import.meta.url).href)})
    const value = '/sys/class/gpio/gpio26/value'
    writeFileSync(value, '0')
    const stop = new AbortController()
    const alive = setInterval(() => {}, 1_000)
    const seen = []
    await new Promise((changed) => {
      const housing = watchTamper([{ line: 26 }], changed, stop.signal)
      seen.push(housing.state())
      writeFileSync(value, '1')
    }).then(() => seen.push('told'))
    seen.push(watchTamper({ line: 99 }, () => {}, stop.signal).state())
    stop.abort()
    clearInterval(alive)
    console.log(JSON.stringify(seen))`)
  if (seen) assert.deepEqual(seen, ['closed', 'told', 'opened'])
})

test.run()
