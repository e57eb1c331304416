import { defineCommand } from 'citty'
import { runHandler } from './handler.ts'
import { homeOf, installation } from './installation.ts'

export const importCommand = defineCommand({
  meta: { name: 'import', description: 'Bring in customers, orders or a suppression list from CSV, XLSX or Parquet.' },
  args: {
    ...installation,
    file: { type: 'positional', required: true, description: 'The file, or with --undo and --resume the id of an import; more may follow' },
    preset: { type: 'string', description: 'order-lines, contacts or suppression', valueHint: 'order-lines' },
    mapping: { type: 'string', description: 'A JSON file that says which column is what', valueHint: 'FILE' },
    source: { type: 'string', description: 'Name of the system the file comes from', valueHint: 'shop' },
    'dry-run': { type: 'boolean', description: 'Count and check, record nothing' },
    yes: { type: 'boolean', description: 'Do not ask before bringing it in' },
    resume: { type: 'boolean', description: 'Go on with an import that was stopped' },
    undo: { type: 'boolean', description: 'Take back a whole import' },
  },
  async run({ args }) {
    await runHandler('../keep/imports/cli.ts', 'importFiles', {
      home: homeOf(args.home),
      files: args._,
      preset: args.preset,
      mapping: args.mapping,
      source: args.source,
      dryRun: args['dry-run'] ?? false,
      yes: args.yes ?? false,
      resume: args.resume ?? false,
      undo: args.undo ?? false,
      env: process.env,
    })
  },
})
