import { useCallback, useEffect, useState } from 'preact/hooks'
import type { BookableErrand, BookablePlace, BookingKind, Hold, Slot } from '../../device/contract/booking.ts'
import type { Triage, TriageNode } from '../../device/contract/triage.ts'
import { ContactStep } from './contact.tsx'
import { DoneStep } from './done.tsx'
import { ErrandStep, type Picked } from './errand.tsx'
import * as hub from './hub.ts'
import { Back, Offline } from './parts.tsx'
import { TimeStep } from './time.tsx'
import { comesBack, type Exit, ExitStep, TriageStep } from './triage.tsx'
import { useWords } from './words.ts'

type Shop = { errands: BookableErrand[]; places: BookablePlace[]; interpreters: string[]; triage: Triage | null }
type Step =
  | { is: 'errand' }
  | { is: 'triage'; queue: string[]; node: string; kinds: BookingKind[]; errands: string[] }
  | { is: 'exit'; exit: Exit; queue: string[]; kinds: BookingKind[]; errands: string[] }
  | { is: 'time'; wish: hub.Wish; problem: 'taken' | 'gone' | null }
  | { is: 'contact'; wish: hub.Wish; slot: Slot; hold: Hold }
  | { is: 'done'; code: string; link: string; wish: hub.Wish; slot: Slot }

const STEPS = 4
const exitKind: Record<Exit['exit'], BookingKind | null> = {
  'self-service': null,
  'other-authority': null,
  call: 'phone',
  box: 'box',
  'box-video': 'box',
  counter: 'counter',
}

/** From the errand to the code: errand, questions, time, contact. */
export function BookPage() {
  const t = useWords()
  const [shop, setShop] = useState<Shop | 'gone' | null>(null)
  const [trail, setTrail] = useState<Step[]>([{ is: 'errand' }])
  const [picked, setPicked] = useState<Picked>({ errands: [], persons: 1, interpreter: null })
  const [place, setPlace] = useState<string | null>(null)
  const load = useCallback(async () => {
    setShop(null)
    try {
      const [errands, places, interpreters, triage] = await Promise.all([
        hub.errands(),
        hub.places(),
        hub.interpreters(),
        hub.triage(),
      ])
      setShop({ errands, places, interpreters, triage })
    } catch {
      setShop('gone')
    }
  }, [])
  useEffect(() => void load(), [])
  if (shop === 'gone') return <Offline onAgain={() => void load()} />
  if (!shop) return <p role="status">{t.loading}</p>

  const step = trail.at(-1)!
  const go = (next: Step) => setTrail((before) => [...before, next])
  const back = () => setTrail((before) => before.slice(0, -1))
  const backTo = (is: Step['is'], next: Step) =>
    setTrail((before) => [
      ...before.slice(
        0,
        before.findIndex((one) => one.is === is),
      ),
      next,
    ])

  /** The next errand with questions, or the calendar. */
  const onward = (queue: string[], kinds: BookingKind[], errands: string[]) => {
    const { triage } = shop
    const asks = queue.findIndex((id) => triage?.tree.first[id])
    if (asks >= 0)
      return go({ is: 'triage', queue: queue.slice(asks), node: triage!.tree.first[queue[asks]!]!, kinds, errands })
    const all = errands.flatMap((id) => shop.errands.find((one) => one.id === id) ?? [])
    const possible = (['counter', 'box', 'phone'] as const).filter((kind) =>
      all.every((one) => one.kinds.includes(kind)),
    )
    // Several errands in one visit: the first kind asked for that can do them all.
    const kind = possible.find((one) => kinds.includes(one)) ?? null
    go({ is: 'time', wish: { errands, persons: picked.persons, kind, interpreter: picked.interpreter }, problem: null })
  }
  const answered = (now: Extract<Step, { is: 'triage' }>, to: string) => {
    const node = shop.triage!.tree.nodes[to] as TriageNode
    if (node.is === 'question') return go({ ...now, node: to })
    const [errand, ...rest] = now.queue
    void hub.count({ version: shop.triage!.version, node: to, errand: errand!, back: comesBack(errand!, node.exit) })
    const kind = exitKind[node.exit]
    if (!kind) return go({ ...now, is: 'exit', exit: node })
    const errands = now.errands.map((id) => (id === errand && node.errand ? node.errand : id))
    onward(rest, [...now.kinds, kind], errands)
  }

  return (
    <>
      {trail.length > 1 && step.is !== 'done' && <Back onBack={back} />}
      {step.is === 'errand' && (
        <ErrandStep
          of={[1, STEPS]}
          errands={shop.errands}
          interpreters={shop.interpreters}
          picked={picked}
          onPick={setPicked}
          onNext={(now) => {
            setPicked(now)
            onward(now.errands, [], now.errands)
          }}
        />
      )}
      {step.is === 'triage' && (
        <TriageStep
          key={step.node}
          of={[2, STEPS]}
          node={shop.triage!.tree.nodes[step.node]!}
          onAnswer={(to) => answered(step, to)}
        />
      )}
      {step.is === 'exit' && (
        <ExitStep
          exit={step.exit}
          onBook={() => onward(step.queue.slice(1), step.kinds, step.errands)}
          onRest={
            step.errands.length > 1
              ? () => {
                  const [out, ...rest] = step.queue
                  onward(
                    rest,
                    step.kinds,
                    step.errands.filter((id) => id !== out),
                  )
                }
              : null
          }
        />
      )}
      {step.is === 'time' && (
        <TimeStep
          of={[3, STEPS]}
          wish={step.wish}
          places={shop.places}
          place={place}
          problem={step.problem}
          onPlace={setPlace}
          onHeld={(slot, hold) => go({ is: 'contact', wish: step.wish, slot, hold })}
        />
      )}
      {step.is === 'contact' && (
        <ContactStep
          of={[4, STEPS]}
          slot={step.slot}
          hold={step.hold}
          places={shop.places}
          onBooked={({ code, link }) => setTrail([{ is: 'done', code, link, wish: step.wish, slot: step.slot }])}
          onGone={() => backTo('time', { is: 'time', wish: step.wish, problem: 'gone' })}
        />
      )}
      {step.is === 'done' && (
        <DoneStep
          code={step.code}
          link={step.link}
          slot={step.slot}
          places={shop.places}
          errands={step.wish.errands.flatMap((id) => shop.errands.find((one) => one.id === id) ?? [])}
          onAnother={() => {
            setPicked({ errands: [], persons: 1, interpreter: null })
            setTrail([{ is: 'errand' }])
          }}
        />
      )}
    </>
  )
}
