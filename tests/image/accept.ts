/**
 * From an empty disk to a box in service by a scripted technician, in one run: enrolled, configured with what it found, and
 * accepted on its own touch page, with a virtual device at the far end of every wire.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AcceptReport } from '../../device/contract/accept.ts'
import type { Machine } from '../../provisioning/image/machine.ts'
import { HOUSING, LAMP, type PluggedIn, plugIn } from './devices.ts'
import { connect, room as openRoom, type Room, runs, settings, start, until } from './ground.ts'
import { CLEAR, drawKeypad, type Keypad, showsKeypad } from './keypad.ts'
import { mainButton } from './screen.ts'
import { examineUsb } from './usb.ts'

/** A technician who gets no further presses “again” so often. */
const TOUCHES = 20
/** Between two draws of the passport over its reader, and between two pulls at the plug (ms). */
const DRAW_MS = 10_000
const PULL_MS = 60_000

export type AcceptTimes = { connected: number; accepted: number; inService: number }

/** `out`: of build.sh with tests/image/room laid over it. Seconds since the first power on. */
export async function acceptImage(out: string, say: (line: string) => void): Promise<AcceptTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'boks-room-'))
  const devices = await plugIn(join(folder, 'wires'))
  const keypad = await drawKeypad()
  const room = await openRoom(readFileSync(join(out, 'keys/release.pem'), 'utf8'), { withoutAcceptance: false })
  const from = performance.now()
  const seconds = () => Math.round((performance.now() - from) / 1000)
  const { arguments: plugged, neighbours } = devices
  const machine = await start(join(folder, 'machine'), join(out, 'disk.img'), room, { plugged, neighbours })
  try {
    await connect(room, machine, out, async (offered) => {
      const { card, mrz, camera, finger } = offered
      say(`the box proposes ${JSON.stringify({ card, mrz, camera, finger })}`)
      return { ...settings, ...(await devices.settings(offered)) }
    })
    const connected = seconds()
    say(`enrolled and configured with what it found: ${connected} s`)
    await openTest(room, machine, keypad, join(out, 'keypad.png'))
    say(`the technician's code is taken: ${seconds()} s`)
    await goThrough(room, machine, devices, join(out, 'accept.png'))
    const accepted = seconds()
    for (const step of (await report(room))!.steps) {
      const numbers = step.measures.map(({ name, value, unit }) => `${name} ${value} ${unit}`.trim()).join(', ')
      say(`${step.result} ${step.step.padEnd(9)} ${step.tries}× ${[step.detail, numbers].filter(Boolean).join(' · ')}`)
    }
    await until('the citizens’ page', () => runs(room, '0.1.0', 0))
    await until('the welcome screen', () => mainButton(machine, join(out, 'accepted.png')))
    const inService = seconds()
    say(`first power on → accepted ${accepted} s → the welcome screen in service ${inService} s`)
    const unwanted = await examineUsb(machine, folder)
    if (unwanted.length > 0) throw new Error(`it answers a ${unwanted.join(' and a ')}`)
    say('a memory stick is never read, a network adapter carries no packet, a keyboard moves nothing')
    const lamp = await devices.gpio.look(LAMP)
    if (lamp !== 'out 0') throw new Error(`the lamp's line is “${lamp}”`)
    await devices.gpio.pull(HOUSING, true)
    await until('the alarm of an opened housing', async () =>
      (await room.box())?.alarms.some(({ kind }) => kind === 'tamper'),
    )
    await until('the keypad instead of a welcome', () => showsKeypad(machine, keypad, join(out, 'opened.png')))
    say('the lamp’s GPIO line is dark and the box’s own; the housing’s switch raises the alarm and ends the service')
    return { connected, accepted, inService }
  } finally {
    writeFileSync(join(out, 'serial.log'), machine.serial())
    await machine.powerCut()
    await room.hub.end()
    await devices.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Types a code from the fleet page on the screen's own keypad, until the hub has written down that the box used it. */
async function openTest(room: Room, machine: Machine, keypad: Keypad, picture: string): Promise<void> {
  const { box } = (await room.box())!
  await until('the test is opened', async () => {
    if (!(await showsKeypad(machine, keypad, picture))) return false
    const { code } = (await room.call('POST', `/api/boxes/${box}/accept-code`, {})) as { code: string }
    // A touch may have been lost on a machine that is slow.
    for (const digit of [CLEAR, ...code]) {
      const { x, y } = keypad.key.get(digit)!
      await machine.touch(x, y)
    }
    await sleep(DRAW_MS)
    const { rows } = await room.query("select 1 from audit where act = 'accept-code' and detail = 'used'")
    return rows.length > 0
  })
}

const report = async (room: Room): Promise<AcceptReport | null> => {
  const { rows } = await room.query<{ report: AcceptReport }>('select report from acceptances order by at desc limit 1')
  return rows[0]?.report ?? null
}

/** Everything the touch page asks for, by what can be seen from outside: its buttons, the printer's tray, the chip. */
async function goThrough(room: Room, machine: Machine, devices: PluggedIn, picture: string): Promise<void> {
  const { citizen, chip, mrz, camera, finger, printer, replug } = devices
  await chip.putDown(citizen.passport)
  await camera.show(citizen.face)
  finger.lay({ citizenSeed: citizen.fingerSeed, position: 'right-index', condition: 'good' })
  let [touches, drawn, pulled] = [0, 0, 0]
  let whole = false
  await until('an acceptance report', async () => {
    if (await report(room)) return true
    const now = performance.now()
    if (chip.state().apdus === 0 && now - drawn > DRAW_MS) {
      drawn = now
      await mrz.swipe(citizen.passport.mrz)
    }
    if (whole && now - pulled > PULL_MS) {
      pulled = now
      await replug(machine)
    }
    const button = await mainButton(machine, picture)
    if (!button) return false
    if ((touches += 1) > TOUCHES) throw new Error(`no further than ${picture}`)
    await machine.touch(button.x, button.y)
    whole ||= printer.pages().length > 0
    return false
  })
  const { passed } = (await report(room))!
  if (!passed) throw new Error('the acceptance test was not passed')
}
