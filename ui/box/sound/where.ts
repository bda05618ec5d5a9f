/**
 * Where the box's sound goes: to the loudspeaker, a headset that the citizen has plugged in, or the handset. Whoever plugs a
 * headset in wants nobody else to hear: the loudspeaker is silent at once, and stays so when it is pulled out again, until the
 * citizen says otherwise (EN 301 549 §8.2; §5.1.3.9 private listening). Pure.
 */
import type { SoundNames } from '../../../device/contract/sound.ts'

export const outlets = ['loudspeaker', 'headset', 'handset'] as const
export type Outlet = (typeof outlets)[number]
/** `nowhere`: what it went to has been pulled out. */
export type Where = Outlet | 'nowhere'

export type Device = Pick<MediaDeviceInfo, 'deviceId' | 'groupId' | 'kind' | 'label'>
/** The output of each kind, and the microphone that belongs to it; null: not there. */
export type Outlets = Record<Outlet, { sink: string; microphone: string | null } | null>

/** What calls itself a headset where no name was set. */
const HEADSET = /head-?(set|phone)|hovedtelefon|earphone/i

export function outletsOf(devices: readonly Device[], names: SoundNames): Outlets {
  const sinks = devices.filter(({ kind }) => kind === 'audiooutput')
  // The browser lists one output twice or more: by itself, and as "default" and "communications".
  const own = sinks.filter(({ deviceId }) => deviceId !== 'default' && deviceId !== 'communications')
  const called = (name: string | undefined) => own.find(({ label }) => name !== undefined && label.includes(name))
  const headset = names.headset ? called(names.headset) : own.find(({ label }) => HEADSET.test(label))
  const handset = called(names.handset)
  const outlet = (sink: Device | undefined) => {
    if (!sink) return null
    const ear = devices.find((one) => one.kind === 'audioinput' && one.groupId !== '' && one.groupId === sink.groupId)
    return { sink: sink.deviceId, microphone: ear?.deviceId ?? null }
  }
  const loud = called(names.loudspeaker)
  return {
    // The system's own output may be the headset by now: named, the loudspeaker is never mistaken.
    loudspeaker: loud ? outlet(loud) : { sink: '', microphone: null },
    headset: outlet(headset),
    handset: outlet(handset),
  }
}

/** A new visit begins here. */
export const firstWhere = (outlets: Outlets): Where => (outlets.headset ? 'headset' : 'loudspeaker')

/** Something was plugged in or pulled out. */
export function nextWhere(where: Where, before: Outlets, now: Outlets): Where {
  if (now.headset && !before.headset) return 'headset'
  if (where !== 'nowhere' && !now[where]) return 'nowhere'
  return where
}
