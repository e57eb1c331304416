export type Piece = { text: string; is: 'same' | 'gone' | 'new' }

/** Longer texts are not compared word by word. */
const mostWords = 1500

/** What of an earlier text went and what came, word by word: the longest common run of words stays. */
export function compared(before: string, after: string): Piece[] {
  const [a, b] = [wordsOf(before), wordsOf(after)]
  if (a.length > mostWords || b.length > mostWords)
    return [
      { text: before, is: 'gone' },
      { text: after, is: 'new' },
    ]
  const lengths = common(a, b)
  const out: Piece[] = []
  const add = (text: string, is: Piece['is']) => {
    const last = out.at(-1)
    if (last?.is === is) last.text += text
    else out.push({ text, is })
  }
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [old = '', fresh = ''] = [a[i], b[j]]
    if (i < a.length && j < b.length && old === fresh) {
      add(old, 'same')
      i += 1
      j += 1
    } else if (j >= b.length || (i < a.length && at(lengths, i + 1, j) >= at(lengths, i, j + 1))) {
      add(old, 'gone')
      i += 1
    } else {
      add(fresh, 'new')
      j += 1
    }
  }
  return out
}

/** Words with the space after them, so that put together they are the text. */
const wordsOf = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? []

const at = (lengths: readonly Uint16Array[], i: number, j: number) => lengths[i]?.[j] ?? 0

/** How many words are common from each place on (longest common subsequence). */
function common(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    const row = lengths[i]
    for (let j = b.length - 1; row && j >= 0; j--)
      row[j] = a[i] === b[j] ? at(lengths, i + 1, j + 1) + 1 : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1))
  }
  return lengths
}
