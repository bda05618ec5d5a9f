import type * as Plot from '@observablehq/plot'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useTexts } from '../language.ts'
import { texts } from './texts.ts'

export type Table = { head: string[]; rows: (string | number)[][] }
type Marks = typeof Plot

/** Drawn so wide; the page scales it (px). */
const WIDTH = 820

/**
 * One picture: an SVG that prints sharp and tells everything by lightness, hatching and words, never by colour alone. The
 * numbers behind it are one click away as a table, which is also what a screen reader gets.
 */
export function Chart(props: {
  label: string
  table: Table
  options: (plot: Marks) => Plot.PlotOptions
  width?: number
  /** What lines and fills mean, in words. */
  legend?: string
}) {
  const t = useTexts(texts)
  const box = useRef<HTMLDivElement>(null)
  const [failed, setFailed] = useState(false)
  const [wider, setWider] = useState(false)
  const { label, table, options, width = WIDTH, legend } = props
  useEffect(() => {
    let current = true
    // Only pages with pictures load the library.
    import('@observablehq/plot')
      .then((plot) => {
        if (!current || !box.current) return
        const drawn = plot.plot({
          width,
          style: { fontSize: '14px', fontFamily: 'inherit', background: 'transparent', overflow: 'visible' },
          ...options(plot),
        })
        // One picture with one name: its parts have none.
        for (const part of drawn.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label')
        drawn.setAttribute('role', 'img')
        drawn.setAttribute('aria-label', label)
        drawn.style.setProperty('--drawn', String(width / 10))
        box.current.replaceChildren(drawn)
      })
      .catch(() => setFailed(true))
    return () => {
      current = false
    }
  }, [label, JSON.stringify(table), width])
  // What scrolls sideways must be reached without a mouse.
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      const { scrollWidth, clientWidth } = entry!.target
      setWider(scrollWidth > clientWidth + 1)
    })
    watch.observe(box.current!)
    return () => watch.disconnect()
  }, [])
  return (
    <figure class="chart">
      <svg class="patterns" width="0" height="0" aria-hidden="true">
        <defs>
          <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill="#fff" />
            <rect width="2.5" height="6" fill="#1a1a1a" />
          </pattern>
          <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
            <rect width="6" height="6" fill="#fff" />
            <circle cx="3" cy="3" r="1.4" fill="#1a1a1a" />
          </pattern>
        </defs>
      </svg>
      <div class="drawing" ref={box} {...(wider ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})} />
      {legend && <figcaption class="small">{legend}</figcaption>}
      {failed && <p>{t.failed}</p>}
      <details>
        <summary>{t.numbers}</summary>
        <div class="scroll">
          <table>
            <caption class="unseen">{label}</caption>
            <thead>
              <tr>
                {table.head.map((cell, i) => (
                  <th scope="col" class={i > 0 ? 'number' : undefined} key={cell}>
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr key={String(row[0])}>
                  {row.map((cell, i) =>
                    i === 0 ? (
                      <th scope="row" key={table.head[i]}>
                        {cell}
                      </th>
                    ) : (
                      <td class="number" key={table.head[i]}>
                        {cell}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}

/** Dark enough to be read in grey; apart in lightness by more than a printer blurs. */
export const ink = { dark: '#1a1a1a', main: '#00509e', middle: '#7d8b99', light: '#d5dde5' } as const
