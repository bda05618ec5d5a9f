import type { BoxView } from '../../device/contract/fleet-view.ts'
import { StateChip, stateOf } from './list.tsx'
import { useWords } from './words.ts'

const WIDTH = 900
const HEIGHT = 560
const EDGE = 70
/** Two boxes in one house would make a map of a few metres (°, about 2 km). */
const LEAST = 0.02

/** Places in their true directions and distances; no foreign map server learns where the boxes are. */
export function MapPage({ boxes, onChoose }: { boxes: readonly BoxView[]; onChoose: (box: string) => void }) {
  const t = useWords()
  const open = boxes.filter(({ state }) => state === 'enrolled' || state === 'retiring')
  const placed = open.flatMap((box) => (box.at ? [{ box, at: box.at }] : []))
  const without = open.filter(({ at }) => at === null)
  const latitudes = placed.map(({ at }) => at[0])
  const longitudes = placed.map(({ at }) => at[1])
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2
  const span = (values: number[]) => Math.max(LEAST, Math.max(...values) - Math.min(...values))
  const east = Math.cos((middle(latitudes) * Math.PI) / 180)
  const scale = Math.min((WIDTH - 2 * EDGE) / (span(longitudes) * east), (HEIGHT - 2 * EDGE) / span(latitudes))
  const x = (longitude: number) => WIDTH / 2 + (longitude - middle(longitudes)) * east * scale
  const y = (latitude: number) => HEIGHT / 2 - (latitude - middle(latitudes)) * scale
  // A degree of latitude is 111 km.
  const kilometres = [0.1, 0.5, 1, 5, 10, 50].find((km) => (km / 111) * scale > 60) ?? 100
  return (
    <>
      <h1>{t.tabs.map}</h1>
      <p>{t.map.lead}</p>
      {placed.length > 0 && (
        <svg class="map" viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
          <title>{t.tabs.map}</title>
          {placed.map(({ box, at }) => (
            // biome-ignore lint/a11y/useSemanticElements: a button of HTML cannot stand in a drawing
            <g
              key={box.box}
              class={`spot ${stateOf(box)}`}
              role="button"
              tabIndex={0}
              onClick={() => onChoose(box.box)}
              onKeyDown={({ key }) => (key === 'Enter' || key === ' ') && onChoose(box.box)}
            >
              <circle cx={x(at[1])} cy={y(at[0])} r="16" />
              {box.alarms.length > 0 && <circle class="ring" cx={x(at[1])} cy={y(at[0])} r="24" />}
              <text x={x(at[1])} y={y(at[0]) + 42} text-anchor="middle">
                {box.name} · {box.place} · {t.state[stateOf(box)]}
              </text>
            </g>
          ))}
          <path class="bar" d={`M 20 ${HEIGHT - 20} h ${(kilometres / 111) * scale}`} />
          <text x="20" y={HEIGHT - 30}>
            {kilometres} km
          </text>
        </svg>
      )}
      {without.length > 0 && (
        <>
          <h2>{t.map.without}</h2>
          <ul class="boxes">
            {without.map((box) => (
              <li key={box.box} class="panel line">
                <button type="button" class="link" onClick={() => onChoose(box.box)}>
                  {box.name}
                </button>
                <span>{box.place}</span>
                <StateChip box={box} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
