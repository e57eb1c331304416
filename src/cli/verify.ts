import { defineCommand } from 'citty'
import { systemClock } from '../platform/clock.ts'
import { isInstalled, secretOf } from '../platform/launcher/index.ts'
import { runHandler } from './handler.ts'
import { homeOf, installation, withInstallation } from './installation.ts'
import { rowsProgress } from './progress.ts'

const handler = '../keep/receipts/cli.ts'

export const verifyCommand = defineCommand({
  meta: { name: 'verify', description: 'Prove the receipts: chains, log and signed checkpoints; or check a file somebody was given.' },
  args: {
    ...installation,
    file: {
      type: 'positional',
      required: false,
      description: 'Only this: receipts, a certificate of an erasure, or a copy (archive or folder)',
      valueHint: 'FILE',
    },
    key: {
      type: 'string',
      description: 'Public key of the log that FILE must be signed by (of this installation when left out)',
      valueHint: 'origin+id+base64',
    },
    customer: { type: 'string', description: 'Only this customer', valueHint: 'c_…' },
  },
  async run({ args }) {
    const progress = rowsProgress(systemClock)
    const say = (line: string) => {
      progress.end()
      console.log(line)
    }
    // A file can be checked anywhere: by the key one knows, or by the one it brings along.
    if (args.file !== undefined && (args.key !== undefined || (args.home === undefined && !isInstalled(homeOf(undefined)))))
      return runHandler(handler, 'verifyFile', { file: args.file, key: args.key, say })
    return withInstallation(args.home, ({ home, databases }) =>
      runHandler(handler, 'verify', {
        keepUrl: databases.url.keep,
        keysUrl: databases.url.keys,
        keysFolder: home.keys,
        idsSecret: secretOf(home, 'ids'),
        customer: args.customer,
        file: args.file,
        say,
        progress: progress.rows,
      }),
    )
  },
})
