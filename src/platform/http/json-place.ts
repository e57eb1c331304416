// Where a text stops being JSON (RFC 8259). The engine's own messages name the place only for some mistakes, and quote the
// input, which may hold what nobody else should read.

/** Line and column, counted from 1, of the first character that cannot stand there; undefined when the text is JSON. */
export function placeOfJsonError(text: string): { line: number; column: number } | undefined {
  const at = firstBadCharacter(text)
  if (at === undefined) return undefined
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

const blank = /[ \t\n\r]*/y
const scalar = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\d.eE])|(?:true|false|null)(?!\w)/y
const word = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const goodPart = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y

type Expecting = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'comma' | 'nothing'

function firstBadCharacter(text: string): number | undefined {
  const open: ('{' | '[')[] = []
  let expecting: Expecting = 'value'
  let at = 0
  const after = (): Expecting => (open.length === 0 ? 'nothing' : 'comma')
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    if (!pattern.test(text)) return false
    at = pattern.lastIndex
    return true
  }
  for (;;) {
    take(blank)
    const character = text[at]
    if (character === undefined) return expecting === 'nothing' ? undefined : at
    const closes =
      (character === '}' && open.at(-1) === '{' && (expecting === 'first key' || expecting === 'comma')) ||
      (character === ']' && open.at(-1) === '[' && (expecting === 'first value' || expecting === 'comma'))
    if (closes) {
      open.pop()
      at += 1
      expecting = after()
    } else if (expecting === 'colon' && character === ':') {
      at += 1
      expecting = 'value'
    } else if (expecting === 'comma' && character === ',') {
      at += 1
      expecting = open.at(-1) === '{' ? 'key' : 'value'
    } else if ((expecting === 'key' || expecting === 'first key') && take(word)) {
      expecting = 'colon'
    } else if (expecting === 'value' || expecting === 'first value') {
      if (character === '{' || character === '[') {
        open.push(character)
        at += 1
        expecting = character === '{' ? 'first key' : 'first value'
      } else if (take(scalar)) expecting = after()
      else return insideString(text, at)
    } else return insideString(text, at)
  }
}

/** A string that breaks off breaks where its first bad character stands, not where it began. */
function insideString(text: string, at: number): number {
  if (text[at] !== '"') return at
  goodPart.lastIndex = at
  goodPart.test(text)
  return goodPart.lastIndex === 0 ? at : goodPart.lastIndex
}
