import { conditions, type Condition } from '../domain/ids.ts'

const CONDITIONS: Readonly<Record<Condition, readonly string[]>> = {
  sellable: ['', 'sellable', 'good', '良品', '正品', '合格'],
  to_inspect: ['to_inspect', 'to inspect', 'inspect', '待检', '待检品', '待质检'],
  defective: ['defective', 'damaged', '次品', '残次品', '残品', '不良品'],
}

/** The condition a cell names, in English or Chinese; an empty cell is sellable. */
export function readCondition(text: string): Condition | undefined {
  const wanted = text.toLowerCase()
  return conditions.find((condition) => CONDITIONS[condition].includes(wanted))
}
