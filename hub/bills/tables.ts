import type { ColumnType } from 'kysely'
import type { Bill, BillEnd } from '../../device/contract/bill.ts'

type Later<T> = ColumnType<T | null, T | null | undefined, T | null>

export type BillTables = {
  bills: {
    case_id: string
    application: string
    box: string
    errand: Bill['errand']
    /** In øre. */
    amount: number
    way: Bill['way']
    at: ColumnType<Date, Date | string, Date | string>
    ended_at: Later<Date>
    ended_how: Later<BillEnd['how']>
    ended_why: Later<string>
    ended_by: Later<string>
  }
}
