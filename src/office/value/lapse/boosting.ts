import { randomFrom } from '../numbers/random.ts'
import { binned, cutsOf } from './bins.ts'
import { type Features, rowsOf } from './features.ts'
import { addGains, addTree, growTree, type Tree } from './tree.ts'

/** logistic: `truth` is 0 or 1 and scores are log-odds. squared: `truth` is any number, and so are scores. */
export type Loss = 'logistic' | 'squared'

export type BoostingOptions = {
  loss: Loss
  trees: number
  rate: number
  depth: number
  fewest: number
  ridge: number
  rowShare: number
  columnShare: number
  seed: number
}

export const usualBoosting: BoostingOptions = {
  loss: 'logistic',
  trees: 250,
  rate: 0.05,
  depth: 5,
  fewest: 10,
  ridge: 1,
  rowShare: 0.8,
  columnShare: 0.7,
  seed: 1,
}

export type Boosted = {
  /** Log-odds (or the number itself, for squared loss) of customers with the same columns. */
  score(features: Features): Float64Array
  /** How much each column gained, in the order of the columns, summing to 1; all 0 when nothing told anything apart. */
  gains: Float64Array
}

/**
 * Gradient boosting on histograms (Friedman 2001, algorithm 1, with the Newton steps of Chen and Guestrin 2016): trees on random shares of rows and columns.
 * `stop` may end it early after any tree.
 */
export function boost(features: Features, truth: ArrayLike<number>, options: BoostingOptions, stop: (tree: number) => boolean = () => false): Boosted {
  const n = rowsOf(features)
  const cuts = cutsOf(features)
  const bins = binned(features, cuts)
  const random = randomFrom(options.seed)
  const start = startOf(truth, options.loss)
  const scores = new Float64Array(n).fill(start)
  const trees: Tree[] = []
  const [g, h] = [new Float64Array(n), new Float64Array(n)]
  const gains = new Float64Array(features.length)
  for (let k = 0; k < options.trees && !stop(k); k++) {
    derive(scores, truth, options.loss, g, h)
    const rows = Int32Array.from(Array.from({ length: n }, (_, i) => i).filter(() => random() < options.rowShare))
    const columns = features.map((_, i) => i).filter(() => random() < options.columnShare)
    const tree = growTree({ bins, cuts, g, h, columns }, rows, options)
    addTree(tree, bins, options.rate, scores)
    addGains(tree, gains)
    trees.push(tree)
  }
  const total = gains.reduce((a, b) => a + b, 0)
  return {
    score: (others) => {
      const out = new Float64Array(rowsOf(others)).fill(start)
      const theirs = binned(others, cuts)
      for (const tree of trees) addTree(tree, theirs, options.rate, out)
      return out
    },
    gains: total > 0 ? gains.map((gain) => gain / total) : gains,
  }
}

/** The best single score: the mean, or its log-odds, a little drawn to even. */
function startOf(truth: ArrayLike<number>, loss: Loss): number {
  let sum = 0
  for (let i = 0; i < truth.length; i++) sum += truth[i] ?? 0
  return loss === 'squared' ? sum / Math.max(1, truth.length) : Math.log((sum + 0.5) / (truth.length - sum + 0.5))
}

function derive(scores: Float64Array, truth: ArrayLike<number>, loss: Loss, g: Float64Array, h: Float64Array): void {
  for (let i = 0; i < scores.length; i++) {
    const chance = loss === 'logistic' ? 1 / (1 + Math.exp(-(scores[i] ?? 0))) : (scores[i] ?? 0)
    g[i] = chance - (truth[i] ?? 0)
    h[i] = loss === 'logistic' ? chance * (1 - chance) : 1
  }
}
