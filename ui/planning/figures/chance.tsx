import type { FiguresAnswer } from '../../../device/contract/figures.ts'
import { changeIn, numberIn } from '../charts/numbers.ts'
import { useLanguage, useTexts } from '../language.ts'
import { texts } from './texts.ts'

/** With and without the chance queue, with an honest interval, or why nothing can be said. */
export function ChanceCard({ chance }: { chance: FiguresAnswer['chance'] }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { definition, daysWith, daysWithout, measures } = chance
  const told = measures.some(({ difference }) => difference !== null)
  const number = (x: number | null) => (x === null ? '–' : numberIn(language, x, 1))
  return (
    <article class="panel card">
      <h3>{definition.name[language]}</h3>
      {!told && <p>{t.chance.nothing}</p>}
      {told && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t.chance.what}</th>
              <th scope="col" class="number">
                {t.chance.without}
              </th>
              <th scope="col" class="number">
                {t.chance.with}
              </th>
              <th scope="col" class="number">
                {t.chance.difference}
              </th>
            </tr>
          </thead>
          <tbody>
            {measures.map((one) => (
              <tr key={one.measure}>
                <th scope="row">{t.chance[one.measure]}</th>
                <td class="number">{number(one.without)}</td>
                <td class="number">{number(one.with)}</td>
                <td class="number">
                  {one.difference === null ? '–' : changeIn(language, one.difference, 1)}
                  {one.ci95 && (
                    <>
                      <br />
                      <span class="small">
                        {changeIn(language, one.ci95[0], 1)} – {changeIn(language, one.ci95[1], 1)}
                        {one.clear ? '' : ` (${t.chance.maybe})`}
                      </span>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="small">{t.chance.days(daysWith, daysWithout)}</p>
      <details class="definition">
        <summary>{t.whatIsIt}</summary>
        <p>{definition.what[language]}</p>
        {definition.not && <p>{definition.not[language]}</p>}
      </details>
    </article>
  )
}
