import { defineCommand } from 'citty'
import { runHandler } from './handler.ts'
import { homeOf, installation } from './installation.ts'

export const verifyCommand = defineCommand({
  meta: { name: 'verify', description: 'Prove the receipts: chains, log and signed checkpoints.' },
  args: {
    ...installation,
    customer: { type: 'string', description: 'Only this customer', valueHint: 'c_…' },
  },
  async run({ args }) {
    await runHandler('../keep/receipts/cli.ts', 'verify', { home: homeOf(args.home), customer: args.customer })
  },
})
