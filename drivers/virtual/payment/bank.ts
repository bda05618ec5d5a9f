/** What the acquirer behind a virtual terminal has booked: the truth that ledgers are compared with. */
export type Charge = { sale: string; transaction: string; at: string; ore: number; reversed: number }

export type Bank = {
  charge(sale: string, ore: number): Charge
  /** Gives back `ore`; false when that is more than is left. */
  giveBack(transaction: string, ore: number | null): boolean
  charges(): readonly Charge[]
}

export function openBank(): Bank {
  const charges: Charge[] = []
  return {
    charge(sale, ore) {
      const charge: Charge = {
        sale,
        transaction: `T${String(charges.length + 1).padStart(6, '0')}.${process.hrtime.bigint().toString(36)}`,
        at: new Date().toISOString(),
        ore,
        reversed: 0,
      }
      charges.push(charge)
      return charge
    },
    giveBack(transaction, ore) {
      const charge = charges.find((one) => one.transaction === transaction)
      const amount = ore ?? charge?.ore ?? 0
      if (!charge || amount <= 0 || charge.reversed + amount > charge.ore) return false
      charge.reversed += amount
      return true
    },
    charges: () => charges,
  }
}
