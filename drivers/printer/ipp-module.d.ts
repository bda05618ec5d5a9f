/** The part of @sealsystems/ipp that we use; the package brings no types. */
declare module '@sealsystems/ipp' {
  class Printer {
    constructor(url: string, options?: { timeout?: number; agent?: object })
    // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever the printer says; ipp.ts gives it its shape.
    execute(operation: string, message: object, done: (error: Error | null, answer: any) => void): void
  }
  const ipp: { Printer: typeof Printer }
  export = ipp
}
