/** One element: its name without prefix, its namespace, and what stands in it. */
export type Element = { name: string; namespace: string; children: Element[]; text: string; nil: boolean }

/** Deeper than this no message of the protocol goes; protects the stack. */
const MOST_DEPTH = 20
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

const unescaped = (text: string) =>
  text.replace(/&(#x[\da-fA-F]+|#\d+|\w+);/g, (whole, code: string) => {
    if (!code.startsWith('#')) return ENTITIES[code] ?? whole
    const value = code[1] === 'x' ? Number.parseInt(code.slice(2), 16) : Number(code.slice(1))
    return value <= 0x10ffff ? String.fromCodePoint(value) : whole
  })

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** The root element of an XML text, or why there is none. Enough for messages between programs: no DTD, no CDATA. */
export function parseXml(text: string): Element | string {
  const token =
    /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([\w.-]+:)?([\w.-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/gy
  const open: { element: Element; prefixes: Map<string, string>; tag: string }[] = []
  let root: Element | undefined
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  for (; at < text.length; at = token.lastIndex) {
    token.lastIndex = at
    const found = token.exec(text)
    if (!found) return `cannot be read at character ${at}`
    const [whole, closing, prefix = '', name, attributes, empty] = found
    const parent = open.at(-1)
    if (name === undefined) {
      if (whole.startsWith('<')) continue
      if (parent) parent.element.text += unescaped(whole)
      else if (whole.trim() !== '') return 'has text outside its root'
      continue
    }
    if (closing) {
      if (parent?.tag !== prefix + name) return `closes ${name} where it is not open`
      open.pop()
      continue
    }
    if (!parent && root) return 'has two roots'
    if (open.length >= MOST_DEPTH) return 'is nested too deeply'
    const prefixes = new Map(parent?.prefixes)
    const values = [...(attributes ?? '').matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)]
    for (const [, key = '', a, b] of values) {
      if (key === 'xmlns') prefixes.set('', unescaped(a ?? b ?? ''))
      else if (key.startsWith('xmlns:')) prefixes.set(`${key.slice(6)}:`, unescaped(a ?? b ?? ''))
    }
    const nil = values.some(([, key = '', a, b]) => {
      const [space, local] = key.split(':')
      return local === 'nil' && prefixes.get(`${space}:`) === XSI && (a ?? b) === 'true'
    })
    const element: Element = { name, namespace: prefixes.get(prefix) ?? '', children: [], text: '', nil }
    if (parent) parent.element.children.push(element)
    else root = element
    if (!empty) open.push({ element, prefixes, tag: prefix + name })
  }
  if (open.length > 0) return 'ends too early'
  return root ?? 'is empty'
}
