import { useEffect, useState } from 'preact/hooks'
import type { Board } from '../../device/contract/standby.ts'
import { ask } from './hub.ts'
import { Flag, Head } from './parts.tsx'
import { useWords } from './words.ts'

/** Numbers are called here: looked at often (ms). */
const LOOK_MS = 3_000

/** The waiting room's screen: who goes where now, in letters that are read from afar. */
export function BoardPage({ place }: { place: string }) {
  const t = useWords()
  const [board, setBoard] = useState<Board | null>(null)
  const [gone, setGone] = useState(false)
  useEffect(() => {
    const look = () =>
      ask<Board>('GET', `/api/standby/board?place=${encodeURIComponent(place)}`).then(
        (found) => {
          setBoard(found)
          setGone(false)
        },
        () => setGone(true),
      )
    void look()
    const timer = setInterval(() => void look(), LOOK_MS)
    return () => clearInterval(timer)
  }, [place])
  return (
    <div class="wide board">
      <Head>{board?.place ?? t.loading}</Head>
      {gone && <Flag>{t.offline}</Flag>}
      {board && (
        <>
          <h2>{t.board.called}</h2>
          <div role="status">
            <ul class="called">
              {board.called.map(({ number, where }) => (
                <li key={number}>
                  <strong>{number}</strong> {t.board.to} {where}
                </li>
              ))}
            </ul>
          </div>
          <h2>{t.board.waiting}</h2>
          <p class="line">{board.waiting.length > 0 ? board.waiting.join(' · ') : t.board.nobody}</p>
        </>
      )}
    </div>
  )
}
