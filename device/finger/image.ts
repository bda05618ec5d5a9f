/** An 8-bit gray picture of a finger, row by row; ridges dark. What the sensor's driver gives has this shape. */
export type GrayImage = {
  width: number
  height: number
  /** Pixels per inch. */
  ppi: number
  pixels: Uint8Array
}
