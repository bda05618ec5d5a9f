/** The virtual card reader with what lies on it, as the bench shows it: a private pcscd and a virtual chip. */
import { type PcscdOptions, type PrivatePcscd, startPcscd } from '../pcscd.ts'
import { createVirtualChip, type VirtualChip, type VirtualChipState } from './virtual-chip.ts'

export type VirtualReaderState = Omit<VirtualChipState, 'connected'> & {
  socketPath: string | undefined
  readerName: string
  fast: boolean
}

export type VirtualReader = Omit<VirtualChip, 'state'> & {
  /** For the box's card driver; there after `start`, and the same over `unplug` and `plug`. */
  readonly socketPath: string
  /** The full PC/SC name of the slot in use. */
  readonly readerName: string
  readonly pcscd: PrivatePcscd
  state(): VirtualReaderState
}

export function createVirtualReader(options: PcscdOptions & { pace?: 'real' | 'none' } = {}): VirtualReader {
  const readerName = 'Virtual PCD 00 00'
  let parts: { pcscd: PrivatePcscd; chip: VirtualChip } | undefined
  let plugged = true

  function started() {
    if (!parts) throw new Error('the virtual reader is not started')
    return parts
  }

  return {
    readerName,
    get socketPath() {
      return started().pcscd.socketPath
    },
    get pcscd() {
      return started().pcscd
    },
    async start() {
      if (parts) return
      const pcscd = await startPcscd(options)
      parts = { pcscd, chip: createVirtualChip({ port: pcscd.port, pace: options.pace ?? 'real' }) }
      plugged = true
      await parts.chip.start()
    },
    async stop() {
      const old = parts
      parts = undefined
      await old?.chip.stop()
      await old?.pcscd.close()
    },
    async unplug() {
      plugged = false
      await started().chip.unplug()
      await started().pcscd.stop()
    },
    async plug() {
      await started().pcscd.start()
      await started().chip.plug()
      plugged = true
    },
    state() {
      const chip = parts?.chip.state()
      return {
        plugged: plugged && parts !== undefined,
        card: chip?.card ?? 'none',
        passport: chip?.passport,
        mute: chip?.mute ?? false,
        apdus: chip?.apdus ?? 0,
        socketPath: parts?.pcscd.socketPath,
        readerName,
        fast: parts?.pcscd.fast ?? false,
      }
    },
    putDown: (passport) => started().chip.putDown(passport),
    swap: (passport) => started().chip.swap(passport),
    pullOut: (pull) => started().chip.pullOut(pull),
    mute: (on) => started().chip.mute(on),
  }
}
