import { BLOCK_PX, type Block, measureBlocks } from './blocks.ts'
import type { GrayImage } from './image.ts'

/**
 * The first gate for a finger's image: is there enough of it, is it dark and light enough, do the ridges run clearly?
 * It finds what the citizen can cure at once and tells how. It is our own measure; it is not NFIQ 2 and decides nothing.
 */
export type Gate = {
  ok: boolean
  /** 0–100: our clarity measure. Comparable between images from one kind of sensor only. */
  quality: number
  advice: null | Advice
  measures: Measures
}

export type Advice = 'press-harder' | 'press-softer' | 'moisten' | 'dry' | 'centre' | 'flat'

export type Measures = {
  /** Skin on the glass (mm²). */
  areaMm2: number
  /** How far its middle lies from the image's, in fractions of width and height. */
  offCentre: { x: number; y: number }
  /** Over the finger's blocks: mean gray, gray of valleys and difference of valleys and ridges (0–255). */
  meanGray: number
  valleyGray: number
  contrast: number
  /** Share of the finger's area that is ridge (0–1). */
  ridgeShare: number
  /** Mean orientation certainty (0–1). */
  clarity: number
}

/** Gray spread below which a block shows bare glass: its noise is 2–3, the faintest ridges give 15 and more. */
const SKIN_SPREAD = 14
/** Less than this (mm²) is no finger but dirt or a fingertip's first touch. */
export const NO_FINGER_MM2 = 15
/** Two thirds of the smallest sensing area in use (12.8 × 16.5 mm, FAP 10): a finger laid flat covers more. */
const LEAST_AREA_MM2 = 130
/** A finger whose middle is further off than this loses its core at the glass's edge (fraction of a side). */
const MOST_OFF_CENTRE = 0.18
/** Valleys darker than this are full of water or grease: on clean glass they come close to the empty glass's 250. */
const WET_VALLEY_GRAY = 140
/** Dry skin touches in specks: less than this share is ridge, where normal pressure gives 0.37–0.5. */
const DRY_RIDGE_SHARE = 0.31
/** Ridges pressed so broad that valleys close. */
const SQUEEZED_RIDGE_SHARE = 0.62
/** A finger lighter than this on average, yet with unbroken ridges, is only laid on. */
const FAINT_GRAY = 195
/** Ridge and valley must differ by this much (of 255): less is smeared, or lost when the image is compressed (WSQ). */
const LEAST_CONTRAST = 90
/** Below this certainty ridges cannot be followed; the SFinGe samples lie at 0.77–0.86, noise at 0.1. */
const LEAST_CLARITY = 0.62

/** Where each component of the quality number reaches its full value. */
const FULL = { areaMm2: 200, contrast: 150, clarityFrom: 0.3, clarityTo: 0.88 }

export function gate(image: GrayImage): Gate {
  const blocks = measureBlocks(image)
  const measures = summarise(
    blocks.filter((block) => block.spread >= SKIN_SPREAD),
    image,
  )
  const advice = advise(measures)
  return { ok: advice === null, quality: quality(measures), advice, measures }
}

function summarise(skin: Block[], image: GrayImage): Measures {
  const mean = (of: (block: Block) => number): number =>
    skin.length === 0 ? 0 : skin.reduce((sum, block) => sum + of(block), 0) / skin.length
  const blockMm = (BLOCK_PX / image.ppi) * 25.4
  const middle = (side: number, of: (block: Block) => number) =>
    skin.length === 0 ? 0 : (mean(of) + 0.5) / (side / BLOCK_PX) - 0.5
  return {
    areaMm2: skin.length * blockMm * blockMm,
    offCentre: { x: middle(image.width, (block) => block.column), y: middle(image.height, (block) => block.row) },
    meanGray: mean((block) => block.mean),
    valleyGray: mean((block) => block.light),
    contrast: mean((block) => block.light - block.dark),
    ridgeShare: mean((block) => block.ridgeShare),
    clarity: mean((block) => block.coherence),
  }
}

/** What to do about it, the most obvious first: a finger must lie right before its moisture can be judged. */
function advise(of: Measures): Advice | null {
  if (of.areaMm2 < NO_FINGER_MM2) return 'centre'
  const off = Math.max(Math.abs(of.offCentre.x), Math.abs(of.offCentre.y))
  if (of.areaMm2 < LEAST_AREA_MM2) return off > MOST_OFF_CENTRE ? 'centre' : 'flat'
  if (of.valleyGray < WET_VALLEY_GRAY) return 'dry'
  if (of.ridgeShare < DRY_RIDGE_SHARE) return 'moisten'
  if (of.ridgeShare > SQUEEZED_RIDGE_SHARE) return 'press-softer'
  if (of.meanGray > FAINT_GRAY) return of.clarity < LEAST_CLARITY ? 'moisten' : 'press-harder'
  if (of.contrast < LEAST_CONTRAST || of.clarity < LEAST_CLARITY) return 'flat'
  if (off > MOST_OFF_CENTRE) return 'centre'
  return null
}

function quality(of: Measures): number {
  const part = (value: number, from: number, to: number) => Math.max(0, Math.min(1, (value - from) / (to - from)))
  const parts = [
    part(of.areaMm2, 0, FULL.areaMm2),
    part(of.contrast, 0, FULL.contrast),
    part(of.clarity, FULL.clarityFrom, FULL.clarityTo),
  ]
  // The geometric mean: one bad component is not made up for by two good ones.
  return Math.round(100 * parts.reduce((product, value) => product * value, 1) ** (1 / parts.length))
}
