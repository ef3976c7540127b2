import fc from 'fast-check'
import { onGoods } from './goods-steps.ts'
import { onHolds } from './hold-steps.ts'

export type { Real } from './stock-steps.ts'

/** Sequences of everything that can be done to the stock; steps on holds are several times as likely as the others. */
export const stockCommands = fc.commands([...onHolds, ...onHolds, ...onGoods], { maxCommands: 50, size: 'max' })
