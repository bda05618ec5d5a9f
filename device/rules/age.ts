/** Whole years lived on `day`; both dates `YYYY-MM-DD`. Someone born on 29 February is a year older on 1 March. */
export function ageOn(dateOfBirth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(dateOfBirth.slice(0, 4))
  return day.slice(5) >= dateOfBirth.slice(5) ? years : years - 1
}

/**
 * The age of the state pension by day of birth: `months` for those born from `bornFrom` on. Lov om social pension § 1 a, as
 * in LBK 527 of 25 April 2022. The act lets the last rows rise for the years to come: such a change is another row.
 */
export const pensionAges: readonly { bornFrom: string; months: number }[] = [
  { bornFrom: '0000-01-01', months: 65 * 12 },
  { bornFrom: '1954-01-01', months: 65 * 12 + 6 },
  { bornFrom: '1954-07-01', months: 66 * 12 },
  { bornFrom: '1955-01-01', months: 66 * 12 + 6 },
  { bornFrom: '1955-07-01', months: 67 * 12 },
  { bornFrom: '1963-01-01', months: 68 * 12 },
  { bornFrom: '1967-01-01', months: 69 * 12 },
]

/** Whether somebody has reached the age of the state pension on `day`; whether they draw it is not asked. */
export function ofPensionAge(dateOfBirth: string, day: string): boolean {
  const { months } = pensionAges.findLast(({ bornFrom }) => bornFrom <= dateOfBirth)!
  const born = Number(dateOfBirth.slice(0, 4)) * 12 + Number(dateOfBirth.slice(5, 7)) - 1
  const reached = born + months
  const month = `${Math.floor(reached / 12)}-${String((reached % 12) + 1).padStart(2, '0')}`
  // As text: the 31st of a month that has only 30 days is reached on the 1st of the next.
  return day >= `${month}-${dateOfBirth.slice(8)}`
}
