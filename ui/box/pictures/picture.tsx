import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

/** Passport red, skin-neutral grey-browns, the theme's greens: one small palette for all drawings. */
export const ink = {
  line: '#1a1a1a',
  green: '#44831e',
  pale: '#e4f1da',
  red: '#7c1f32',
  paper: '#ffffff',
  grey: '#d9d9d9',
  dark: '#454545',
  skin: '#e8c9ae',
  skinLine: '#8a5f3d',
}

/** A drawing with a name for those who hear the page; without a title it only decorates. */
export function Picture({
  title,
  box,
  children,
}: {
  title?: string | undefined
  box: string
  children: ComponentChildren
}) {
  const id = useId()
  return title ? (
    <svg class="picture" viewBox={box} role="img" aria-labelledby={id}>
      <title id={id}>{title}</title>
      {children}
    </svg>
  ) : (
    <svg class="picture" viewBox={box} aria-hidden="true">
      {children}
    </svg>
  )
}
