import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { SoundNames } from '../../../device/contract/sound.ts'
import { firstWhere, nextWhere, type Outlet, type Outlets, outletsOf, type Where } from './where.ts'

const nothing: Outlets = { loudspeaker: { sink: '', microphone: null }, headset: null, handset: null }

let names: SoundNames = {}
let there = nothing
let where: Where = 'loudspeaker'
/** While it is looked what was plugged in or pulled out, nothing sounds: it might sound in the wrong place. */
let looking = 0
/** Everything that sounds, with the loudness that the citizen has set. */
const sounding = new Map<HTMLMediaElement, number>()
const listeners = new Set<() => void>()

const told = () => {
  for (const listener of listeners) listener()
}

function apply(element: HTMLMediaElement, volume: number): void {
  const sink = where === 'nowhere' ? null : there[where]
  const silent = looking > 0 || !sink
  element.volume = silent ? 0 : volume
  if (!sink || element.sinkId === sink.sink) return
  element.volume = 0
  element.setSinkId(sink.sink).then(
    () => {
      const now = where === 'nowhere' ? null : there[where]
      if (looking === 0 && now?.sink === element.sinkId) element.volume = sounding.get(element) ?? volume
    },
    // It was pulled out in this moment: silent until that is known.
    () => undefined,
  )
}
const applyAll = () => {
  for (const [element, volume] of sounding) apply(element, volume)
}

async function look(): Promise<void> {
  looking += 1
  applyAll()
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => [])
  looking -= 1
  const before = there
  there = outletsOf(devices, names)
  where = nextWhere(where, before, there)
  applyAll()
  told()
}

/** Begins to watch what is plugged in. Once, when the page starts. */
export async function openSound(): Promise<void> {
  const media = navigator.mediaDevices as MediaDevices | undefined
  if (!media) return
  media.addEventListener('devicechange', () => void look())
  const reply = await fetch('/sound').catch(() => null)
  if (reply?.ok) names = (await reply.json()) as SoundNames
  await look()
}

/** Another citizen: where it went for the last one is no matter of theirs. */
export function resetSound(): void {
  where = firstWhere(there)
  applyAll()
  told()
}

/** Sends this element's sound where the citizen wants it; returns what ends that. */
export function routed(element: HTMLMediaElement, volume = 1): () => void {
  sounding.set(element, volume)
  apply(element, volume)
  return () => void sounding.delete(element)
}

export function useRouted(element: RefObject<HTMLMediaElement | null>, volume: number): void {
  useEffect(() => routed(element.current!, volume), [volume])
}

/** Where it goes now, what else there is, and how to choose. */
export function useSound(): { where: Where; there: Outlets; choose(outlet: Outlet): void } {
  const [, redraw] = useState(0)
  useEffect(() => {
    const listener = () => redraw((n) => n + 1)
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [])
  return {
    where,
    there,
    choose(outlet) {
      where = outlet
      applyAll()
      told()
    },
  }
}
