import { defineCommand } from 'citty'
import { runHandler } from './handler.ts'
import { installation, portOf } from './installation.ts'

export const demoCommand = defineCommand({
  meta: { name: 'demo', description: "Open one of the town's companies, or a real shop's orders, with everything set up." },
  args: {
    ...installation,
    company: { type: 'positional', required: false, description: 'bookshop, bank, hotel, kiosk, clinic, florist, telecom or superstore', default: 'bookshop' },
    once: { type: 'boolean', description: 'Walk through it as a user would, say what was found, and exit' },
    port: { type: 'string', description: 'Port to listen on', valueHint: '4000' },
  },
  async run({ args }) {
    const port = args.port === undefined ? undefined : portOf(args.port)
    await runHandler('../../test/town/demo.ts', 'demo', { company: args.company, once: args.once ?? false, home: args.home, port })
  },
})
