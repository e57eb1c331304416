import { defineCommand } from 'citty'
import { badInput } from '../platform/errors.ts'
import { runHandler } from './handler.ts'

export const benchCommand = defineCommand({
  meta: { name: 'bench', description: 'Measure, and print one JSON line for each figure.' },
  args: {
    name: { type: 'positional', required: true, description: 'ingest, import, look, find, gate, start, …' },
    size: { type: 'string', description: 'small ends within 45 s; full is the size of docs/benchmarks.md', default: 'small', valueHint: 'small|full' },
  },
  async run({ args }) {
    if (!/^[a-z]+$/.test(args.name)) throw badInput(`There is no bench "${args.name}".`)
    if (args.size !== 'small' && args.size !== 'full') throw badInput(`"${args.size}" is no size: small or full.`, '--size')
    const name = args.name === 'import' ? 'importLines' : args.name // a function cannot be called import
    await runHandler(`../../bench/${args.name}.ts`, name, { size: args.size })
  },
})
