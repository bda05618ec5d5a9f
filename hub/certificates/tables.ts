import type { ColumnType, Generated } from 'kysely'
import type { PaperKind } from '../../device/contract/certificate.ts'

export type CertificateTables = {
  certificates: {
    code: string
    case_id: string
    box: string
    kind: PaperKind
    /** Opens with a key that stands in the paper's QR code alone. */
    sealed: string
    issued_at: Generated<Date>
    revoked_at: ColumnType<Date | null, Date | null | undefined, Date | null>
    revoked_why: ColumnType<string | null, string | null | undefined, string | null>
  }
}
