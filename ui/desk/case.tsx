import { useState } from 'preact/hooks'
import type { Colleague } from '../../device/contract/api.ts'
import type { Caseworker } from '../../device/contract/nouns.ts'
import { BlocksPanel } from './blocks.tsx'
import { CallPanel } from './call-panel.tsx'
import { ChipPanel } from './chip.tsx'
import { DecideBar } from './decide.tsx'
import { noTicks } from './decision.ts'
import { Drawer } from './drawer.tsx'
import { ApplicantPanel, PortraitsPanel, SignaturePanel } from './evidence.tsx'
import { FeePanel } from './fee.tsx'
import { FingersPanel } from './fingers.tsx'
import { useFocusHere } from './focus.ts'
import { GuestPanel } from './guest-panel.tsx'
import { HandOverPanel } from './hand-over.tsx'
import { ControlPanel, HandsPanel } from './hands.tsx'
import { HistoryPanel } from './history.tsx'
import { AlarmButton } from './me.tsx'
import { PortraitChecklist, PortraitPanel } from './portrait.tsx'
import { SecondPanel } from './second.tsx'
import { Steps } from './steps.tsx'
import type { Desk, Held } from './store.ts'
import { TalkPanel } from './talk.tsx'
import { errandName, useWords } from './words.ts'

/** The case in hand, on one screen: who it is on the left, what was measured in the middle, what it proves on the right. */
export function CasePage(props: {
  desk: Desk
  held: Held
  online: boolean
  caseworker: Caseworker
  colleagues: Colleague[]
}) {
  const { desk, held } = props
  const t = useWords()
  const head = useFocusHere()
  const [ticks, setTicks] = useState(noTicks)
  const { view, entry } = held
  const decided = held.result === 'taken'
  return (
    <main class="case">
      <div class="case-head">
        <h1 ref={head} tabIndex={-1}>
          {entry ? `${entry.number} · ` : ''}
          {view || entry ? errandName(t, view?.errand ?? entry!.errand) : ''}
        </h1>
        <span>
          {entry && `${entry.place} · `}
          {t.language[view?.screen.language ?? entry?.language ?? 'da']}
          {entry && ` · ${t.queue.whys[entry.why]}`}
        </span>
        {!decided && (
          <>
            {view && (
              <>
                <Drawer label={t.hands.short}>
                  <HandsPanel view={view} onHand={desk.hand} />
                </Drawer>
                {view.applicant && (
                  <Drawer label={t.control.short}>
                    <ControlPanel view={view} onHand={desk.hand} />
                  </Drawer>
                )}
              </>
            )}
            {view && (
              <Drawer label={t.together.guest.short}>
                <GuestPanel desk={desk} held={held} view={view} onHand={desk.hand} />
              </Drawer>
            )}
            <AlarmButton desk={desk} />
            <Drawer label={t.handOver.short}>
              <HandOverPanel desk={desk} colleagues={props.colleagues} />
            </Drawer>
          </>
        )}
        {!decided && (
          <button type="button" class="button button-tertiary" onClick={() => desk.citizenLeft()}>
            {t.decide.citizenLeft}
          </button>
        )}
        <div role="status" class="notices">
          {!props.online && <p class="flag bad">{t.line.offline}</p>}
          {held.box === 'silent' && <p class="flag bad">{t.line.silent}</p>}
          {held.box === 'back' && <p class="flag good">{t.line.back}</p>}
          {view?.tamper === 'opened' && <p class="flag bad">{t.seen.opened}</p>}
          {view?.gaps?.map(({ step, seconds }) => (
            <p key={step} class="flag bad" data-gap={step}>
              {t.seen.gap(t.step[step], seconds)}
            </p>
          ))}
          {entry?.voice && <p class="flag">{t.queue.voiceLead}</p>}
          {entry?.note && (
            <p class="flag">
              {entry.note.by}: {entry.note.text}
            </p>
          )}
          {held.unreadable && <p class="flag bad">{t.line.unreadable}</p>}
        </div>
      </div>
      <Steps view={view} asked={held.asked} locked={decided || !props.online} onRetake={desk.retake} />
      <div class="columns">
        <div class="column">
          <CallPanel
            desk={desk}
            call={held.call}
            voice={entry?.voice ?? false}
            guests={held.guests}
            name={props.caseworker.name}
            lineUp={props.online && held.box !== 'silent'}
          />
          <Mirror held={held} />
          <TalkPanel held={held} onSay={desk.say} onType={desk.type} />
        </div>
        <div class="column">
          <PortraitsPanel portraits={view?.portraits}>
            <PortraitChecklist portraits={view?.portraits} ticks={ticks} onTicks={decided ? null : setTicks} />
          </PortraitsPanel>
          <div class="pair">
            <FingersPanel view={view} locked={decided || !props.online} onSay={desk.sayOfFinger} />
            <SignaturePanel image={view?.signature ?? null} cannot={view?.cannotSign ?? false} />
          </div>
        </div>
        <div class="column">
          {!decided && view && <SecondPanel view={view} ticks={ticks} />}
          <ApplicantPanel view={view} />
          <FeePanel fee={view?.fee} />
          <ChipPanel report={view?.chip ?? null} />
          <PortraitPanel portraits={view?.portraits} />
          <HistoryPanel history={view?.history ?? []} />
          {!decided && <BlocksPanel view={view} ticks={ticks} onTicks={setTicks} />}
        </div>
      </div>
      <DecideBar desk={desk} held={held} online={props.online} caseworker={props.caseworker} ticks={ticks} />
    </main>
  )
}

function Mirror({ held: { view } }: { held: Held }) {
  const t = useWords()
  const ask = view?.screen.ask
  // Each sentence takes its own kind of ask; the compiler cannot follow the pairing through a lookup.
  const sentence = ask ? (t.ask[ask.is] as (ask: unknown) => string)(ask) : t.mirror.none
  const problem = ask && 'problem' in ask ? ask.problem : null
  return (
    <section class="panel mirror" aria-live="polite">
      <h2>{t.mirror.head}</h2>
      <p class="sentence">{sentence}</p>
      {problem && <p class="flag warn">{t.fault[problem]}</p>}
      {view?.screen.timeout && <p class="flag warn">{t.mirror.timeout}</p>}
    </section>
  )
}
