import sharp from 'sharp'
import type { BenchAct, BenchSensor, BenchState } from '../../../device/contract/bench.ts'
import { otherApplications } from '../../chip/access.ts'
import type { VirtualCamera } from '../camera/camera.ts'
import type { VirtualChip } from '../chip/virtual-chip.ts'
import type { VirtualSlipPrinter } from '../escpos/printer.ts'
import type { Finger } from '../finger/press.ts'
import type { VirtualMrz } from '../mrz.ts'
import type { VirtualTerminal } from '../payment/terminal.ts'
import type { PrivatePcscd } from '../pcscd.ts'
import type { VirtualPrinter } from '../printer.ts'
import type { Citizen } from './citizens.ts'

/** What its stripe or barcode says: a personal number of 30 February, which nobody has. */
const HEALTH_CARD = '3002000000'
/** What a hand can do with any sensor. */
export type VirtualSensor = {
  lay(finger: Finger): void
  lift(): void
  plug(): Promise<void>
  unplug(): Promise<void>
}

export type RoomDevices = {
  pcscd: PrivatePcscd
  chip: VirtualChip
  mrz: VirtualMrz
  camera: VirtualCamera
  /** All of them are there; one is screwed on, the others lie in a drawer. */
  sensors: Record<BenchSensor, VirtualSensor>
  printer: VirtualPrinter
  slips: VirtualSlipPrinter
  terminal: VirtualTerminal
}

export type Room = {
  /** The paper that was printed last, as it lies in the tray. */
  paper(): Promise<Buffer | null>
  state(): BenchState
  act(act: BenchAct): Promise<void>
  onChange(listener: () => void): void
  /** Told when another sensor is screwed on. */
  onSensor(listener: (driver: BenchSensor) => void): void
}

/** The room around a demo box: who stands there, what lies where. Every act moves a far end of a wire, nothing else. */
export async function makeRoom(devices: RoomDevices, citizens: readonly Citizen[]): Promise<Room> {
  const { pcscd, chip, mrz, camera, sensors, printer, slips, terminal } = devices
  const find = (id: string): Citizen => {
    const citizen = citizens.find((one) => one.id === id)
    if (!citizen) throw new Error(`there is no citizen ${id}`)
    return citizen
  }
  const pictures = new Map<string, string>()
  for (const { id, face } of citizens) {
    const small = await sharp(face.picture)
      .resize(160, 200, { fit: 'cover', position: 'attention' })
      .jpeg({ quality: 70 })
      .toBuffer()
    pictures.set(id, `data:image/jpeg;base64,${small.toString('base64')}`)
  }
  const state: BenchState = {
    citizens: citizens.map(({ id, name, holder, face }) => ({
      id,
      name,
      dateOfBirth: holder.dateOfBirth,
      picture: pictures.get(id)!,
      source: face.source,
      singleSource: face.singleSource && id !== 'mismatch',
    })),
    onReader: null,
    standing: null,
    cameraCondition: 'good',
    cameraFrozen: false,
    finger: null,
    sensor: 'sfm',
    printer: 'ready',
    pages: 0,
    terminal: terminalState(),
    plugged: { card: true, mrz: true, camera: true, finger: true, printer: true, payment: true },
  }
  const slipState = () => {
    const printed = slips.state().slips
    return { count: printed.length, last: printed.at(-1) ?? null }
  }
  let tell = () => {}
  let tellSensor = (_driver: BenchSensor) => {}
  function terminalState(): BenchState['terminal'] {
    const { manner, display, charges, kroner } = terminal.state()
    return { manner, display, charges, kroner }
  }
  let layings = 0

  async function act(what: BenchAct): Promise<void> {
    switch (what.is) {
      case 'put-down': {
        const { passport, id } = find(what.citizen)
        await chip.putDown({ ...passport, label: id })
        if (state.plugged.mrz) await mrz.swipe(passport.mrz)
        state.onReader = what.citizen
        state.otherOnReader = false
        return
      }
      case 'pull-out':
        await chip.pullOut(what.afterApdus === undefined ? {} : { afterApdus: what.afterApdus })
        if (what.afterApdus === undefined) await mrz.takeAway()
        state.onReader = null
        state.otherOnReader = false
        return
      case 'other-card': {
        if (what.card === 'health-card') return mrz.swipe([HEALTH_CARD])
        const licence = otherApplications.find(([name]) => name === 'driving-licence')![1]
        await chip.putDown({ ...find('good').passport, profile: { application: licence }, label: what.card })
        state.onReader = null
        state.otherOnReader = true
        return
      }
      case 'damaged-mrz':
        return mrz.swipeDamaged(find(state.onReader ?? 'good').passport.mrz)
      case 'stand':
        await camera.condition(what.condition ?? 'good')
        await camera.show(what.citizen && find(what.citizen).face)
        state.standing = what.citizen
        state.cameraCondition = what.condition ?? 'good'
        return
      case 'hold-code':
        await camera.holdUp(what.text)
        state.code = what.text
        return
      case 'move':
        return camera.move(what.move)
      case 'freeze-camera':
        if (what.frozen) camera.freeze()
        else camera.thaw()
        state.cameraFrozen = what.frozen
        return
      case 'finger': {
        const { citizen, position = 'right-index', condition = 'good' } = what
        layings += 1
        const finger = sensors[state.sensor]
        if (citizen) finger.lay({ citizenSeed: find(citizen).fingerSeed, position, condition, laying: layings })
        else finger.lift()
        state.finger = citizen && { citizen, position, condition }
        return
      }
      case 'sensor': {
        if (what.driver === state.sensor) return
        sensors[state.sensor].lift()
        state.sensor = what.driver
        state.finger = null
        tellSensor(what.driver)
        return
      }
      case 'printer':
        await printer.condition(what.condition)
        state.printer = what.condition
        return
      case 'terminal':
        return terminal.manner(what.manner)
      case 'plug':
        await plug(what.device, what.in)
        state.plugged[what.device] = what.in
        return
    }
  }

  async function plug(
    device: BenchAct extends infer A ? (A extends { is: 'plug'; device: infer D } ? D : never) : never,
    plugIn: boolean,
  ) {
    const target = { card: null, mrz, camera, finger: sensors[state.sensor], printer, payment: terminal }[device]
    if (target) return plugIn ? target.plug() : target.unplug()
    // A PC/SC reader without its cable is a reader that pcscd no longer lists: here, pcscd itself goes and comes.
    if (!plugIn) return pcscd.stop()
    await pcscd.start()
    await chip.unplug()
    await chip.plug()
  }

  return {
    paper: () => printer.last(),
    state: () => ({ ...state, pages: printer.state().pages, slips: slipState(), terminal: terminalState() }),
    async act(what) {
      await act(what)
      tell()
    },
    onChange(listener) {
      tell = listener
    },
    onSensor(listener) {
      tellSensor = listener
    },
  }
}
