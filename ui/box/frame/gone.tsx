import type { Texts } from '../texts/da.ts'

/** The box does not answer: said calmly, over whatever stood there, which nobody can press meanwhile. */
export function Gone({ t, alone }: { t: Texts; alone: boolean }) {
  const Heading = alone ? 'h1' : 'h2'
  return (
    <div class="gone" role="alertdialog" aria-modal="true" aria-labelledby="gone-title" aria-describedby="gone-body">
      <div class="gone-card">
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        <Heading id="gone-title">{t.gone.title}</Heading>
        <p id="gone-body">{t.gone.body}</p>
      </div>
    </div>
  )
}
