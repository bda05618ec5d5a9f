import { useEffect, useState } from 'preact/hooks'
import type { ReleaseView, Ring } from '../../device/contract/release.ts'
import { ask } from '../shared/hub.ts'
import { BoxesBehind } from './left-behind.tsx'
import { megabytes, useWords, when } from './words.ts'

const LOOK_MS = 4_000
const further: Record<Ring, Exclude<Ring, 'none'> | null> = { none: 'test', test: 'tenth', tenth: 'all', all: null }

/** Every release, newest first: who has it, and one ring further. */
export function ReleasesPage() {
  const t = useWords()
  const [releases, setReleases] = useState<ReleaseView[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const look = () => ask<ReleaseView[]>('GET', '/api/releases').then(setReleases, () => {})
  useEffect(() => {
    void look()
    const timer = setInterval(() => void look(), LOOK_MS)
    return () => clearInterval(timer)
  }, [])
  const act = async (version: string, path: 'ring' | 'leave', body: object) => {
    setProblem(null)
    try {
      await ask('POST', `/api/releases/${version}/${path}`, body)
    } catch (error) {
      setProblem((error as Error).message)
    }
    await look()
  }
  const move = (version: string, ring: Ring) => act(version, 'ring', { ring })
  return (
    <>
      <h1>{t.releases.head}</h1>
      <p>{t.releases.lead}</p>
      {problem && (
        <p class="flag bad" role="alert">
          {problem}
        </p>
      )}
      {releases?.length === 0 && <p>{t.releases.none}</p>}
      <ul class="boxes">
        {releases?.map((release) => {
          const { version, ring, stopped, stoppedByBox, runs, waiting, back } = release
          const next = further[ring]
          return (
            <li key={version} class="panel" data-release={version}>
              <div class="line">
                <h2>{version}</h2>
                <span class={`chip ${stopped ? 'bad' : ring === 'all' ? 'good' : 'warn'}`}>
                  {stopped ? t.releases.stopped : t.releases.ring[ring]}
                </span>
                <span class="grow" />
                <span class="quiet">
                  {when(t, release.at)}, {release.who}, {megabytes(t, release.bytes)}
                </span>
              </div>
              {stopped && <p class="flag bad">{stoppedByBox ? t.releases.stoppedByBox : t.releases.stoppedByPerson}</p>}
              <p class="summary">
                <span>
                  <b>{runs}</b> {t.releases.runs}
                </span>
                <span>
                  <b>{waiting}</b> {t.releases.waiting}
                </span>
                <span>
                  <b>{back}</b> {t.releases.back}
                </span>
              </p>
              <BoxesBehind release={release} leave={(box, why) => void act(version, 'leave', { box, why })} />
              {!stopped && (
                <p class="line">
                  {next && (
                    <button type="button" class="button button-primary" onClick={() => void move(version, next)}>
                      {t.releases.to[next]}
                    </button>
                  )}
                  {ring !== 'none' && (
                    <button type="button" class="button button-secondary" onClick={() => void move(version, 'none')}>
                      {t.releases.to.none}
                    </button>
                  )}
                </p>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}
