// Finds in source what a refusal says: the literals with a blank in them that stand where a sentence is given.

const heads = /badInput\(|new AppError\(|new Unreadable\(|\b(?:detail|problem|sentence|trouble|gone): |sentence = |trouble = |\.refine\(/g

/** The sentences of one file of source, what is put in written as {}; without the path that some begin with. */
export function sentencesIn(source: string): string[] {
  const found: string[] = []
  for (const head of source.matchAll(heads)) {
    for (const literal of literalsFrom(source, head.index + head[0].length, head[0].endsWith('(') ? 1 : 0)) {
      const sentence = literal.replace(/^(\{\}[\w.[\]{}]*|[A-Za-z_-]+): /, '')
      if (sentence.includes(' ') && !/^[a-z]+, [a-z]+$|^(line|row group) \{\}$/.test(sentence)) found.push(sentence)
    }
  }
  return found
}

/** Texts up to where the call is closed, or the value ends. */
function literalsFrom(source: string, start: number, open: number): string[] {
  const out: string[] = []
  let depth = open
  for (let at = start; at < source.length; at++) {
    const letter = source[at] ?? ''
    if (letter === "'" || letter === '`') {
      const [text, end] = literalAt(source, at)
      out.push(text)
      at = end
    } else if ('([{'.includes(letter)) depth += 1
    else if (')]}'.includes(letter)) {
      depth -= 1
      if (depth <= 0) break
    } else if (depth === 0 && (letter === ',' || letter === ';' || (letter === '\n' && !/^\s+[?:'`]/.test(source.slice(at, at + 80))))) break
  }
  return out
}

function literalAt(source: string, start: number): [text: string, end: number] {
  const quote = source[start]
  let text = ''
  let at = start + 1
  while (at < source.length && source[at] !== quote) {
    if (source[at] === '\\') {
      text += source[at + 1]
      at += 2
    } else if (quote === '`' && source.startsWith('${', at)) {
      text += '{}'
      at = endOfHole(source, at + 2)
    } else text += source[at++]
  }
  return [text, at]
}

function endOfHole(source: string, start: number): number {
  let depth = 1
  let at = start
  for (; depth > 0 && at < source.length; at++) {
    if (source[at] === '{') depth += 1
    if (source[at] === '}') depth -= 1
  }
  return at
}
