import { defineCommand } from 'citty'
import { badInput } from '../platform/errors.ts'
import { runHandler } from './handler.ts'

export const witnessCommand = defineCommand({
  meta: { name: 'witness', description: 'Follow the log of another installation and sign that it only grows.' },
  args: {
    url: { type: 'positional', required: true, description: 'Where it is', valueHint: 'https://shop.example' },
    state: { type: 'string', default: 'witness.json', description: 'What this witness knows, its secret key too', valueHint: 'FILE' },
    name: { type: 'string', description: 'What this witness is called, at its first start', valueHint: 'witness.example/w1' },
    key: { type: 'string', description: 'Public key of the log, at the first start (else the one it shows)', valueHint: 'origin+id+base64' },
    every: { type: 'string', default: '60', description: 'Look so often, in seconds; 0: once', valueHint: '60' },
  },
  run({ args }) {
    const everyS = Number(args.every)
    if (!Number.isInteger(everyS) || everyS < 0 || everyS > 86_400) throw badInput(`"${args.every}" is no number of seconds up to a day.`, '--every')
    return runHandler('../keep/receipts/witness/cli.ts', 'witness', {
      url: args.url,
      state: args.state,
      name: args.name,
      key: args.key,
      everyS,
      say: (line: string) => console.log(line),
    })
  },
})
