import { aroundSpecs } from './around-specs.ts'
import { boxSpecs } from './box-specs.ts'
import { figureIds, type Spec } from './spec.ts'
import { visitSpecs } from './visit-specs.ts'

const all = [...visitSpecs, ...boxSpecs, ...aroundSpecs]

/** Every figure, in the order in which they are shown. */
export const specs: readonly Spec[] = figureIds.map((id) => all.find((one) => one.id === id)!)
