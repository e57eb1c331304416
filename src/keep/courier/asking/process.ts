import { serve } from '../serve.ts'
import { ask } from './ask.ts'

// The courier that asks other sites: a process of its own, so that nobody who signs in waits for a file that is being read.

serve({ ask: (_, input) => ask(JSON.parse(input)) })
