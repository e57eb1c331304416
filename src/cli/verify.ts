import { defineCommand } from 'citty'
import { systemClock } from '../platform/clock.ts'
import { secretOf } from '../platform/launcher/index.ts'
import { runHandler } from './handler.ts'
import { installation, withInstallation } from './installation.ts'
import { rowsProgress } from './progress.ts'

export const verifyCommand = defineCommand({
  meta: { name: 'verify', description: 'Prove the receipts: chains, log and signed checkpoints.' },
  args: {
    ...installation,
    customer: { type: 'string', description: 'Only this customer', valueHint: 'c_…' },
    certificate: { type: 'string', description: 'Only this certificate of an erasure', valueHint: 'FILE' },
  },
  async run({ args }) {
    const progress = rowsProgress(systemClock)
    await withInstallation(args.home, ({ home, databases }) =>
      runHandler('../keep/receipts/cli.ts', 'verify', {
        keepUrl: databases.url.keep,
        keysUrl: databases.url.keys,
        keysFolder: home.keys,
        idsSecret: secretOf(home, 'ids'),
        customer: args.customer,
        certificate: args.certificate,
        say: (line: string) => {
          progress.end()
          console.log(line)
        },
        progress: progress.rows,
      }),
    )
  },
})
