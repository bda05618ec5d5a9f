/** The part of @sealsystems/ipp that we use: bytes to attributes and back. The package brings no types. */
declare module '@sealsystems/ipp' {
  const ipp: {
    serialize(message: object): Buffer
    // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever the printer says; ipp.ts gives it its shape.
    parse(bytes: Buffer): any
  }
  export = ipp
}
