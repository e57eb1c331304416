import { readBundle } from './bundle/read.ts'
import { serve } from './serve.ts'
import { writeSheet } from './sheet/write.ts'
import { readTable } from './table/read.ts'

// The courier itself: no keys, no database, no environment, no files but its own code. It knows of nothing but the bytes
// it is handed. Each thing it can do is a line here.

serve({
  table: (desk, input) => readTable(desk, JSON.parse(input)),
  bundle: readBundle,
  sheet: (desk, input) => writeSheet(desk, JSON.parse(input)),
})
