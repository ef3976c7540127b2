import { hasExpired, orderRef, outstandingUnits, withLines, type Hold } from '../../domain/hold.ts'
import { checkWanted, expandLines, mentionsOf, type Wanted } from '../expand-lines.ts'
import type { Operation } from '../engine/operation.ts'
import { findHold, touchesHold, type OnHold } from '../find-hold.ts'
import { salesOf } from '../locks/return-sales.ts'
import { lessShipped } from '../less-shipped.ts'
import { namedStocks } from '../named-stocks.ts'
import { refused } from '../refusal.ts'
import { shortagesOf, swapLines } from '../take-units.ts'

export interface ReplaceHold extends OnHold, Wanted {}

export interface Replaced {
  readonly kind: 'replaced'
  readonly holdId: string
}

/** Changes the lines of a hold at once: either all the new ones are held, or the old ones stay as they are. */
export const replaceHold: Operation<ReplaceHold, Replaced> = {
  name: 'replace',
  check: checkWanted,
  mentions: (args) => ({ ...mentionsOf(args), holds: [args.holdId] }),

  touches(args, names) {
    const old = touchesHold(args, names)
    const lines = expandLines(args, names)
    if ('kind' in lines) return old
    const hold = names.hold(args.holdId)
    return {
      balances: [...old.balances, ...lines],
      stocks: [...(old.stocks ?? []), ...namedStocks(lines)],
      figures: hold ? [orderRef(hold)] : [],
    }
  },

  decide(book, args, scene) {
    const found = findHold(book, args)
    if (found.kind === 'refused') return found
    const { hold } = found
    if (hold.state === 'shipped' || hold.state === 'released') {
      return refused('HOLD_CLOSED', `hold ${hold.id} is ${hold.state}`, { field: 'holdId' })
    }
    if (hasExpired(hold, scene.nowMs))
      return refused('HOLD_EXPIRED', `hold ${hold.id} has expired; hold again`, { field: 'holdId' })
    if (hold.lines.some(({ shipped }) => shipped > 0)) {
      return refused('HOLD_PARTLY_SHIPPED', `hold ${hold.id} has shipped units; release the rest and hold anew`, {
        field: 'holdId',
      })
    }
    const wanted = expandLines(args, scene.names)
    if ('kind' in wanted) return wanted
    const lines = lessShipped(book, wanted, orderRef(hold))
    const more = salesOf(book, hold.id).find((sale) => claims({ lines }, sale.line) > claims(hold, sale.line))
    if (more) {
      const message = `hold ${hold.id} is a sale of a campaign, which gives no more for it: hold the others anew`
      return refused('CAMPAIGN_STATE', message, { field: `lines.${more.line - 1}.units` })
    }
    const shortages = shortagesOf(book, lines, { names: scene.names, instead: hold.lines })
    if (shortages.length > 0) {
      return refused('NOT_ENOUGH_STOCK', 'not enough free units for the new lines; the hold stays as it was', { shortages })
    }
    swapLines(book, { lines, instead: hold.lines }, { holdId: hold.id, reason: 'replace', scene })
    book.saveHold(withLines(hold, lines, scene.nowMs))
    return { kind: 'replaced', holdId: hold.id }
  },
}

function claims({ lines }: Pick<Hold, 'lines'>, line: number): number {
  return lines.reduce((sum, one) => (one.line === line ? sum + outstandingUnits(one) : sum), 0)
}
