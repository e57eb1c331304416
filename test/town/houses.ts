import { bank } from './bank/index.ts'
import { bookshop } from './bookshop/index.ts'
import { clinic } from './clinic/index.ts'
import { florist } from './florist/index.ts'
import { hotel } from './hotel/index.ts'
import { kiosk } from './kiosk/index.ts'
import type { House } from './setting.ts'
import type { Company } from './shapes.ts'
import { telecom } from './telecom/index.ts'

export const houses: Record<Company, House> = { bookshop, bank, hotel, kiosk, clinic, florist, telecom }
