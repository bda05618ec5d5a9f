import type { SeatKind } from '../../../device/contract/places.ts'
import { weekdayIn } from '../dates.ts'
import { useLanguage, useTexts } from '../language.ts'
import { type Line, openWhen } from './lines.ts'
import { texts } from './texts.ts'

const clock = (minute: number) => `${Math.floor(minute / 60)}.${String(minute % 60).padStart(2, '0')}`

/** The hours as the week they make, so that a slip of the pen is seen. */
export function WeekPart({ kinds, lines }: { kinds: SeatKind[]; lines: Line[] }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const parities = lines.some((line) => line.weeks !== 'all') ? (['even', 'odd'] as const) : (['even'] as const)
  if (kinds.length === 0 || lines.length === 0) return null
  const cell = (kind: SeatKind, weekday: number, weeks: 'even' | 'odd') => {
    const open = openWhen(lines, kind, weekday, weeks)
    return open.length === 0 ? (
      <span class="hint">{t.closed}</span>
    ) : (
      open.map(({ opens, closes }) => `${clock(opens)}–${clock(closes)}`).join(', ')
    )
  }
  return (
    <section class="panel">
      <h2>{t.weekHead}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where the screen is narrow it is scrolled by keyboard. */}
      <section class="scroll" tabIndex={0} aria-label={t.weekHead}>
        <table>
          <thead>
            <tr>
              <td />
              {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
                <th scope="col" key={weekday}>
                  {weekdayIn(language, weekday, 'short')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds.flatMap((kind) =>
              parities.map((weeks) => (
                <tr key={`${kind} ${weeks}`}>
                  <th scope="row">
                    {t.kinds[kind]}
                    {parities.length > 1 && `, ${t[weeks].toLowerCase()}`}
                  </th>
                  {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
                    <td key={weekday}>{cell(kind, weekday, weeks)}</td>
                  ))}
                </tr>
              )),
            )}
          </tbody>
        </table>
      </section>
    </section>
  )
}
