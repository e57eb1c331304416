import { defineCommand } from 'citty'
import { makePapers } from '../platform/apart/index.ts'
import { systemClock } from '../platform/clock.ts'
import { makeHome, secretOf } from '../platform/launcher/index.ts'
import { homeOf, installation } from './installation.ts'

export const certificatesCommand = defineCommand({
  meta: { name: 'certificates', description: 'Make what the keep and the office need to talk to each other on different machines.' },
  args: {
    ...installation,
    to: { type: 'string', required: true, description: 'Folder for them; run again, it makes new ones of the same authority', valueHint: 'certificates' },
  },
  run({ args }) {
    const home = makeHome(homeOf(args.home))
    const shared = { door: secretOf(home, 'door'), ids: secretOf(home, 'ids') }
    const { folders, until } = makePapers({ to: args.to, shared, setUpCode: secretOf(home, 'set-up-code').slice(0, 12), now: systemClock.now() })
    for (const folder of folders) console.log(`${folder}: copy it to each machine of that part, good until ${until.toISOString().slice(0, 10)}`)
    console.log(`Keep ${args.to}/ca.key where you keep the keys: whoever has it can make a part of this installation.`)
  },
})
