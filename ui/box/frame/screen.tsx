import type { ComponentChildren } from 'preact'

type Props = {
  title: string
  lead?: string | null
  /** What people may look at instead of reading. */
  picture?: ComponentChildren
  children?: ComponentChildren
  /** The one decision; always in the lower part, within reach from a chair. */
  actions?: ComponentChildren
  /** The picture is the work itself (camera, signature) and gets the room. */
  large?: boolean
}

/** The shape of every ask: a heading, a picture, a few words, and the decision at the bottom. */
export function Screen({ title, lead, picture, children, actions, large }: Props) {
  return (
    <div class={`screen ${picture ? 'pictured' : 'plain'} ${large ? 'large' : ''}`}>
      <div class="screen-head">
        <h1 tabIndex={-1}>{title}</h1>
        {lead && <p class="lead">{lead}</p>}
      </div>
      {picture && <div class="screen-picture">{picture}</div>}
      {children && <div class="screen-body">{children}</div>}
      {actions && <div class="screen-actions">{actions}</div>}
    </div>
  )
}

/** A sentence that matters now: something failed, or must be known. */
export function Notice({ kind, children }: { kind: 'warning' | 'info' | 'success'; children: ComponentChildren }) {
  return (
    <div class={`notice notice-${kind}`} role="status">
      <svg viewBox="0 0 40 40" aria-hidden="true" class="icon">
        {kind === 'success' ? (
          <path d="M8 21l8 8 16-18" fill="none" stroke="currentColor" stroke-width="5" stroke-linecap="round" />
        ) : (
          <g fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round">
            <circle cx="20" cy="20" r="16" />
            <path d={kind === 'warning' ? 'M20 11v11M20 28.5v.5' : 'M20 19v10M20 11.5v.5'} />
          </g>
        )}
      </svg>
      <div>{children}</div>
    </div>
  )
}
