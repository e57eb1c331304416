import { type Proposal, type Rows, rowOf } from './baskets.ts'

/** Above so many items the matrix no longer fits in the memory of a process (8 bytes a pair): item-kNN is for those. */
const mostItems = 8_000
const block = 64

/** For each item how much it speaks for each other: items × items, row by row, nothing on the diagonal. */
export type Ease = { items: number; weights: Float64Array }

/**
 * EASE^R (Steck 2019, "Embarrassingly Shallow Autoencoders for Sparse Data", eq. 8): B = I − P · diag(1 ÷ diag P) with P the inverse of XᵀX + λI. Says
 * nothing (null) above 8,000 items, or without any.
 */
export function ease(rows: Rows, ridge = 200): Ease | null {
  const n = rows.items
  if (n === 0 || n > mostItems || !(ridge > 0)) return null
  const matrix = new Float64Array(n * n)
  for (let c = 0; c + 1 < rows.start.length; c++) {
    const { item } = rowOf(rows, c)
    for (const i of item) for (const j of item) matrix[i * n + j] = (matrix[i * n + j] ?? 0) + 1
  }
  for (let i = 0; i < n; i++) matrix[i * n + i] = (matrix[i * n + i] ?? 0) + ridge
  factor(matrix, n)
  invertLower(matrix, n)
  const inverse = squared(matrix, n)
  const diagonal = Float64Array.from({ length: n }, (_, j) => inverse[j * n + j] ?? 1)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) inverse[i * n + j] = i === j ? 0 : -(inverse[i * n + j] ?? 0) / (diagonal[j] ?? 1)
  }
  return { items: n, weights: inverse }
}

/** What somebody with these items has not and would like. */
export function easeProposals({ items, weights }: Ease, own: ArrayLike<number>, most: number, not: (item: number) => boolean = () => false): Proposal[] {
  const mine = new Set(Array.from(own))
  const found: Proposal[] = []
  for (let item = 0; item < items; item++) {
    let score = 0
    for (const i of mine) score += weights[i * items + item] ?? 0
    if (score > 0 && !mine.has(item) && !not(item)) found.push({ item, score })
  }
  return found.sort((a, b) => b.score - a.score || a.item - b.item).slice(0, most)
}

/** The lower Cholesky factor in place, block by block: rows of a block are in the processor's own memory while they are used. */
function factor(m: Float64Array, n: number): void {
  for (let from = 0; from < n; from += block) {
    const to = Math.min(n, from + block)
    for (let j = from; j < to; j++) {
      m[j * n + j] = Math.sqrt((m[j * n + j] ?? 0) - dot(m, j * n + from, j * n + from, j - from))
      const pivot = m[j * n + j] ?? 1
      for (let i = j + 1; i < n; i++) m[i * n + j] = ((m[i * n + j] ?? 0) - dot(m, i * n + from, j * n + from, j - from)) / pivot
    }
    for (let i = to; i < n; i++) for (let j = to; j <= i; j++) m[i * n + j] = (m[i * n + j] ?? 0) - dot(m, i * n + from, j * n + from, to - from)
  }
}

/** L⁻¹ in place of the lower half, its transpose in the upper: so all that follows runs along rows. */
function invertLower(m: Float64Array, n: number): void {
  const column = new Float64Array(n)
  for (let j = n - 1; j >= 0; j--) {
    // Below j the lower half still is L; the inverse grows in the upper half, row j being column j of L⁻¹.
    const pivot = m[j * n + j] ?? 1
    column.fill(0)
    column[j] = 1 / pivot
    for (let i = j + 1; i < n; i++) {
      let sum = 0
      for (let k = j; k < i; k++) sum += (m[i * n + k] ?? 0) * (column[k] ?? 0)
      column[i] = -sum / (m[i * n + i] ?? 1)
    }
    for (let i = j + 1; i < n; i++) m[j * n + i] = column[i] ?? 0
  }
}

/** (L Lᵀ)⁻¹ = L⁻ᵀ L⁻¹ from the columns of L⁻¹ that stand as rows of the upper half. */
function squared(m: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++) m[i * n + i] = 1 / (m[i * n + i] ?? 1)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const sum = dot(m, i * n + i, j * n + i, n - i)
      out[i * n + j] = sum
      out[j * n + i] = sum
    }
  }
  return out
}

function dot(m: Float64Array, u: number, v: number, length: number): number {
  let [a, b, c, d] = [0, 0, 0, 0]
  let k = 0
  for (; k + 3 < length; k += 4) {
    a += (m[u + k] ?? 0) * (m[v + k] ?? 0)
    b += (m[u + k + 1] ?? 0) * (m[v + k + 1] ?? 0)
    c += (m[u + k + 2] ?? 0) * (m[v + k + 2] ?? 0)
    d += (m[u + k + 3] ?? 0) * (m[v + k + 3] ?? 0)
  }
  for (; k < length; k++) a += (m[u + k] ?? 0) * (m[v + k] ?? 0)
  return a + b + c + d
}
