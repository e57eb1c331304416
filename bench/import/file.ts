import { closeSync, openSync, statSync, writeSync } from 'node:fs'

export type FileOf = { path: string; lines: number; bytes: number }

const products = 4_000
const customers = 12_000
const linesOfAnOrder = 20

/** A year of a wholesale shop's order lines, the same each time: a fifth of the lines without a customer, some cancelled. */
export function writeOrderLines(path: string, lines: number): FileOf {
  const random = sequence(7)
  const file = openSync(path, 'w')
  writeSync(file, 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n')
  let written = 0
  for (let order = 0; written < lines; order++) {
    let text = ''
    const n = Math.min(lines - written, 1 + Math.floor(random() * (linesOfAnOrder * 2 - 1)))
    const at = new Date(Date.UTC(2025, 0, 1) + Math.floor((written / lines) * 365 * 86_400_000)).toISOString().slice(0, 19).replace('T', ' ')
    const customer = random() < 0.2 ? '' : String(12_000 + Math.floor(random() * customers))
    const cancelled = random() < 0.1
    const head = `,${at},`
    for (let i = 0; i < n; i++) {
      const product = Math.floor(random() ** 2 * products)
      const quantity = (cancelled ? -1 : 1) * (1 + Math.floor(random() * 24))
      const price = `${1 + (product % 40)}.${String((product * 37) % 100).padStart(2, '0')}`
      text += `${cancelled ? 'C' : ''}${500_000 + order},${20_000 + product}${product % 3 ? '' : 'A'},${product % 50 ? `THING NUMBER ${product} OF METAL` : `"BOX, ""SMALL"", ${product}"`},${quantity}${head}${price},${customer},${customer === '' ? 'Unspecified' : 'United Kingdom'}\n`
    }
    written += n
    writeSync(file, text)
  }
  closeSync(file)
  return { path, lines: written, bytes: statSync(path).size }
}

/** A small linear congruential generator (Numerical Recipes): enough for made-up files. */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
