import { stringify } from 'csv-stringify/sync'
import writeExcelFile from 'write-excel-file/node'
import { definitions } from './definitions.ts'
import type { Figures } from './figures.ts'

type Language = 'da' | 'en'
type Cell = string | number | null
const head: Record<Language, string[]> = {
  da: [
    'tal',
    'navn',
    'enhed',
    'opdelt på',
    'gruppe',
    'antal',
    'værdi',
    'halvdelen højst',
    'ni af ti højst',
    'fra (95 %)',
    'til (95 %)',
    'skjult',
  ],
  en: [
    'figure',
    'name',
    'unit',
    'by',
    'group',
    'n',
    'value',
    'half at most',
    'nine in ten at most',
    'from (95 %)',
    'to (95 %)',
    'hidden',
  ],
}

/** One row a cell of the figures, hidden ones without numbers. */
export function rowsOf(found: Figures, language: Language): Cell[][] {
  return found.figures.flatMap(({ id, unit, total, by }) => {
    const row = (dim: string, key: string, stat: typeof total): Cell[] => [
      id,
      definitions[id].name[language],
      unit,
      dim,
      key,
      stat.n,
      stat.value,
      stat.p50,
      stat.p90,
      stat.ci95?.[0] ?? null,
      stat.ci95?.[1] ?? null,
      stat.hidden ? `< ${found.small}` : '',
    ]
    return [row('', '', total), ...by.flatMap(({ dim, groups }) => groups.map((one) => row(dim, one.key, one)))]
  })
}

/** Semicolons and decimal commas in Danish, as the spreadsheets of Danish offices read them; a byte-order mark for their letters. */
export function csvOf(found: Figures, language: Language): string {
  const danish = language === 'da'
  return stringify([head[language], ...rowsOf(found, language)], {
    bom: true,
    delimiter: danish ? ';' : ',',
    // No cell can start a formula in a spreadsheet.
    escape_formulas: true,
    cast: { number: (value) => (danish ? String(value).replace('.', ',') : String(value)) },
  })
}

/** Two sheets: the figures, and what each means. */
export async function xlsxOf(found: Figures, language: Language): Promise<Buffer> {
  const bold = (value: string) => ({ value, fontWeight: 'bold' as const })
  const { from, to, place } = found.period
  const words = Object.entries(definitions).map(([id, { name, what, not }]) => [
    id,
    name[language],
    what[language],
    not?.[language] ?? null,
  ])
  const about =
    language === 'da'
      ? ['tal', 'navn', 'hvad det er', 'hvad der ikke er med']
      : ['figure', 'name', 'what it is', 'what is not in it']
  return writeExcelFile([
    {
      sheet: language === 'da' ? 'Tal' : 'Figures',
      data: [[`${from} – ${to}${place ? `, ${place}` : ''}`], head[language].map(bold), ...rowsOf(found, language)],
      columns: [{ width: 18 }, { width: 32 }, { width: 10 }, { width: 12 }, { width: 24 }],
      stickyRowsCount: 2,
    },
    {
      sheet: language === 'da' ? 'Definitioner' : 'Definitions',
      data: [about.map(bold), ...words],
      columns: [{ width: 18 }, { width: 32 }, { width: 100 }, { width: 60 }],
    },
  ]).toBuffer()
}
