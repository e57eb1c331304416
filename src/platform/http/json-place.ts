// Where a text stops being JSON (RFC 8259). The engine's own messages name the place only for some mistakes, and quote the
// input, which may hold what nobody else should read.

/** Line and column, counted from 1, of the first character that cannot stand there; undefined when the text is JSON. */
export function placeOfJsonError(text: string): { line: number; column: number } | undefined {
  const at = firstBadCharacter(text)
  if (at === undefined) return undefined
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

const part = '(?:[^"\\\\\\u0000-\\u001f]|\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4}))*'
const beginning = new RegExp(`"${part}`, 'y')
const number = '-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?(?![\\d.eE])'
/** The next token after any blanks: a string, a number, a word, or one of the six signs, each in a group of its own. */
const token = new RegExp(`[ \\t\\n\\r]*(?:("${part}")|(${number})|(true|false|null)(?!\\w)|([{}[\\]:,]))`, 'y')
const blanks = /[ \t\n\r]*/y

type Token = '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'scalar'
type Move = State | 'in {' | 'in [' | 'out' | 'done'
type State = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or }' | 'comma or ]' | 'end'

/** What may come in each state, and what it leads to; `in` and `out` open and close a level. */
const moves: { [state in State]: { [token in Token]?: Move } } = {
  value: { '{': 'in {', '[': 'in [', string: 'done', scalar: 'done' },
  'value or ]': { '{': 'in {', '[': 'in [', string: 'done', scalar: 'done', ']': 'out' },
  key: { string: 'colon' },
  'key or }': { string: 'colon', '}': 'out' },
  colon: { ':': 'value' },
  'comma or }': { ',': 'key', '}': 'out' },
  'comma or ]': { ',': 'value', ']': 'out' },
  end: {},
}

function firstBadCharacter(text: string): number | undefined {
  const open: ('comma or }' | 'comma or ]')[] = []
  let state: State = 'value'
  for (let at = 0; ; at = token.lastIndex) {
    const next = tokenAt(text, at)
    const move: Move | undefined = next && moves[state][next]
    if (!move) return badPlace(text, at, state)
    if (move === 'in {' || move === 'in [') {
      open.push(move === 'in {' ? 'comma or }' : 'comma or ]')
      state = move === 'in {' ? 'key or }' : 'value or ]'
    } else if (move === 'out' || move === 'done') {
      if (move === 'out') open.pop()
      state = open.at(-1) ?? 'end'
    } else state = move
  }
}

function tokenAt(text: string, at: number): Token | undefined {
  token.lastIndex = at
  const [, string, digits, word, sign] = token.exec(text) ?? []
  if (string !== undefined) return 'string'
  if (digits !== undefined || word !== undefined) return 'scalar'
  return sign === undefined ? undefined : isSign(sign) ? sign : undefined
}

const isSign = (sign: string): sign is '{' | '}' | '[' | ']' | ':' | ',' => '{}[]:,'.includes(sign)

/** The place of what cannot stand here; a string that breaks off breaks where its first bad character stands. */
function badPlace(text: string, from: number, state: State): number | undefined {
  blanks.lastIndex = from
  blanks.test(text)
  const at = blanks.lastIndex
  if (at === text.length) return state === 'end' ? undefined : at
  if (text[at] !== '"' || moves[state].string === undefined) return at
  beginning.lastIndex = at
  return beginning.test(text) ? beginning.lastIndex : at
}
