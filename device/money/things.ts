/** What a payment can be for, as the ledger of money names it. */

/** Also the name of the print job. */
export const paperThing = (id: string) => `paper-${id}`
export const applicationThing = (id: string) => `application-${id}`
export const applicationOf = (thing: string) => thing.slice(applicationThing('').length)
