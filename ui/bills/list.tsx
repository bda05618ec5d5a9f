import { useState } from 'preact/hooks'
import type { BillEnd, Bills, ListedBill } from '../../device/contract/bill.ts'
import type { Language } from '../../device/contract/nouns.ts'
import { caseNumber } from '../../device/contract/numbers.ts'
import { HowAndWhy } from '../shared/how-and-why.tsx'
import { ask, isRefused } from '../shared/hub.ts'
import { texts } from './texts.ts'

type Props = { bills: Bills; language: Language; onChange: () => Promise<void> }

const tags = { da: 'da-DK', en: 'en-GB' } as const
const money = (ore: number, language: Language) =>
  new Intl.NumberFormat(tags[language], { minimumFractionDigits: 2 }).format(ore / 100)
const plain = (text: string) => text.replaceAll(/[\s-]/g, '').toLowerCase()

export function List({ bills, language, onChange }: Props) {
  const t = texts[language]
  const [find, setFind] = useState('')
  const [ending, setEnding] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const fits = ({ case: id, application }: ListedBill) =>
    [caseNumber(id), id, application].some((number) => plain(number).includes(plain(find)))
  const open = bills.open.filter(fits)
  const ended = bills.ended.filter(fits)
  return (
    <>
      <h1>{t.title}</h1>
      <p class="sum">
        {bills.open.length === 0 ? t.none : t.open(bills.open.length, t.kroner(money(bills.total, language)))}
      </p>
      <p>{t.whose}</p>
      <div class="tools">
        <label>
          {t.find}
          <input
            class="form-input"
            value={find}
            maxLength={40}
            onInput={(event) => setFind(event.currentTarget.value)}
          />
        </label>
        <a class="button button-secondary" href="/api/bills.csv" download>
          {t.file}
        </a>
        <a class="button button-secondary" href="/api/bills.csv?which=all" download>
          {t.fileAll}
        </a>
      </div>
      <p role="status">{said}</p>
      {bills.open.length > 0 && open.length === 0 && <p>{t.noneFound}</p>}
      {open.length > 0 && (
        <Table language={language} label={t.title}>
          {open.map((bill) => (
            <Row key={bill.case} bill={bill} language={language}>
              {ending === bill.case ? (
                <End
                  bill={bill}
                  language={language}
                  onCancel={() => setEnding(null)}
                  onDone={async (said) => {
                    setEnding(null)
                    setSaid(said(caseNumber(bill.case)))
                    await onChange()
                  }}
                />
              ) : (
                <button type="button" class="button button-secondary" onClick={() => setEnding(bill.case)}>
                  {t.act}
                  <span class="sr-only"> {caseNumber(bill.case)}</span>
                </button>
              )}
            </Row>
          ))}
        </Table>
      )}
      {ended.length > 0 && (
        <>
          <h2>{t.ended}</h2>
          <Table language={language} label={t.ended}>
            {ended.map((bill) => (
              <Row key={bill.case} bill={bill} language={language}>
                {bill.ended && t.by(t.ends[bill.ended.how], bill.ended.by, day(bill.ended.at, language))}
                <br />
                <span class="quiet">{bill.ended?.why}</span>
              </Row>
            ))}
          </Table>
        </>
      )}
    </>
  )
}

const day = (at: string, language: Language) => new Date(at).toLocaleDateString(tags[language], { dateStyle: 'medium' })

function Table(props: { language: Language; label: string; children: preact.ComponentChildren }) {
  const { language, label, children } = props
  const t = texts[language]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="scroll" tabIndex={0} aria-label={label}>
      <table class="table">
        <thead>
          <tr>
            {[t.number, t.at, t.errand, t.amount, t.wayHead, t.place, t.application, t.act].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}

function Row(props: { bill: ListedBill; language: Language; children: preact.ComponentChildren }) {
  const { bill, language } = props
  const t = texts[language]
  return (
    <tr data-case={bill.case}>
      <th scope="row">{caseNumber(bill.case)}</th>
      <td data-label={t.at}>{day(bill.at, language)}</td>
      <td data-label={t.errand}>{t.errands[bill.errand]}</td>
      <td class="number" data-label={t.amount}>
        {t.kroner(money(bill.amount, language))}
      </td>
      <td data-label={t.wayHead}>{t.ways[bill.way]}</td>
      <td data-label={t.place}>{bill.place}</td>
      <td class="id" data-label={t.application}>
        {bill.application}
      </td>
      <td>{props.children}</td>
    </tr>
  )
}

function End(props: {
  bill: ListedBill
  language: Language
  onCancel: () => void
  onDone: (said: (number: string) => string) => Promise<void>
}) {
  const { bill } = props
  const t = texts[props.language]
  const [how, setHow] = useState<BillEnd['how'] | ''>('')
  const [why, setWhy] = useState('')
  const [wrong, setWrong] = useState('')
  const id = `end-${bill.case}`
  return (
    <form
      class="end"
      onSubmit={async (event) => {
        event.preventDefault()
        try {
          await ask('POST', `/api/bills/${bill.case}`, { how, why: why.trim() })
        } catch (error) {
          if (!isRefused(error, 409)) return setWrong(isRefused(error) ? error.message : t.offline)
          return props.onDone(t.already)
        }
        return props.onDone(t.done)
      }}
    >
      <HowAndWhy
        id={id}
        ends={Object.keys(t.ends) as BillEnd['how'][]}
        words={t}
        how={how}
        why={why}
        whyMax={200}
        onHow={setHow}
        onWhy={setWhy}
      />
      {wrong && (
        <p class="flag" role="alert">
          {wrong}
        </p>
      )}
      <button type="submit" class="button button-primary">
        {t.save}
      </button>
      <button type="button" class="button button-tertiary" onClick={props.onCancel}>
        {t.cancel}
      </button>
    </form>
  )
}
