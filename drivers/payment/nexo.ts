/** The part of the nexo Retailer Protocol 3.0 (JSON) that we speak; names and words are the protocol's own. */

export type Category =
  | 'Login'
  | 'Diagnosis'
  | 'Payment'
  | 'Reversal'
  | 'Abort'
  | 'TransactionStatus'
  | 'Reconciliation'
  | 'Display'

export type Header = {
  ProtocolVersion: '3.0'
  MessageClass: 'Service' | 'Device'
  MessageCategory: Category
  MessageType: 'Request' | 'Response' | 'Notification'
  /** Unique among the sale system's messages of the last 48 hours; at most ten characters. */
  ServiceID?: string
  /** Of messages of the class Device, instead. */
  DeviceID?: string
  SaleID: string
  POIID: string
}

export type Response = {
  Result: 'Success' | 'Failure' | 'Partial'
  ErrorCondition?: string
  AdditionalResponse?: string
}

export type TransactionId = { TransactionID: string; TimeStamp: string }
export type MessageReference = { MessageCategory: Category; ServiceID: string; SaleID: string; POIID: string }

export type PaymentRequest = {
  SaleData: { SaleTransactionID: TransactionId }
  PaymentTransaction: { AmountsReq: { Currency: string; RequestedAmount: number } }
  PaymentData?: { PaymentType: 'Normal' | 'Refund' }
}
export type PaymentResponse = {
  Response: Response
  POIData?: { POITransactionID?: TransactionId }
  PaymentResult?: {
    AmountsResp?: { Currency?: string; AuthorizedAmount?: number }
    PaymentInstrumentData?: { CardData?: { PaymentBrand?: string; MaskedPan?: string } }
  }
}
export type ReversalRequest = {
  OriginalPOITransaction: { POITransactionID: TransactionId }
  ReversalReason: 'MerchantCancel' | 'CustCancel' | 'Malfunction'
  /** Of a part; left out: all of it. */
  ReversedAmount?: number
  SaleData: { SaleTransactionID: TransactionId }
}
export type ReversalResponse = {
  Response: Response
  POIData?: { POITransactionID?: TransactionId }
  ReversedAmount?: number
}
export type TransactionStatusRequest = { MessageReference: MessageReference }
export type TransactionStatusResponse = {
  Response: Response
  RepeatedMessageResponse?: {
    MessageHeader: Header
    RepeatedResponseMessageBody: { PaymentResponse?: PaymentResponse; ReversalResponse?: ReversalResponse }
  }
}
export type AbortRequest = { AbortReason: string; MessageReference: MessageReference }
export type TransactionTotals = {
  PaymentCurrency: string
  PaymentTotals: { TransactionType: string; TransactionCount: number; TransactionAmount: number }[]
}

/** One message without its header: exactly one of these is there. */
export type Body = {
  LoginRequest?: object
  LoginResponse?: { Response: Response }
  DiagnosisRequest?: object
  DiagnosisResponse?: { Response: Response }
  PaymentRequest?: PaymentRequest
  PaymentResponse?: PaymentResponse
  ReversalRequest?: ReversalRequest
  ReversalResponse?: ReversalResponse
  TransactionStatusRequest?: TransactionStatusRequest
  TransactionStatusResponse?: TransactionStatusResponse
  AbortRequest?: AbortRequest
  DisplayRequest?: object
  DisplayResponse?: { OutputResult: { Response: Response }[] }
  ReconciliationRequest?: object
  ReconciliationResponse?: { Response: Response; TransactionTotals?: TransactionTotals[] }
  EventNotification?: { EventToNotify: string; EventDetails?: string }
}

export type Message = { MessageHeader: Header } & Body

/** Kroner as the protocol writes amounts, from øre. */
export const kroner = (ore: number) => Math.round(ore) / 100
/** Øre from what the terminal wrote; null if it is no amount. */
export const ore = (amount: unknown) =>
  typeof amount === 'number' && Number.isFinite(amount) ? Math.round(amount * 100) : null
