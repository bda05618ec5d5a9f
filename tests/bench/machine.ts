/** What the figures were measured on, and plain tables of them. */
import { cpus, loadavg, totalmem } from 'node:os'

/** One line: processor, cores, memory, Node, and how busy the machine is just now. */
export function machineLine(): string {
  const cores = cpus()
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0)
  const load = loadavg()
    .map((one) => one.toFixed(1))
    .join(' ')
  return `machine: ${cores[0]?.model.trim() ?? 'unknown processor'}, ${cores.length} cores, ${gigabytes} GB, Node ${process.versions.node}; load ${load}`
}

type Cell = string | number | null | undefined

/** A plain text table; numbers to the right. Columns are the keys of the first row. */
export function table(title: string, rows: readonly Record<string, Cell>[]): string {
  const names = Object.keys(rows[0] ?? {})
  const text = (cell: Cell) => (cell === null || cell === undefined ? '–' : String(cell))
  const widths = names.map((name) => Math.max(name.length, ...rows.map((row) => text(row[name]).length)))
  const right = names.map((name) => rows.every((row) => typeof row[name] !== 'string'))
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (right[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ')
  return [
    title,
    line(names),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map((row) => line(names.map((name) => text(row[name])))),
  ].join('\n')
}

/** The value below which `part` (0–1) of the values lie. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}
