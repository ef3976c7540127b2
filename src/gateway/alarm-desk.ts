import { createTarget, removeTarget, testTarget, type AlarmTools, type CreateTarget } from '../alarms/alarm-targets.ts'
import { listTargets } from '../alarms/find-targets.ts'

export type AlarmDesk = ReturnType<typeof openAlarmDesk>

/** Whom one merchant has told of alarms. */
export function openAlarmDesk(tools: AlarmTools) {
  return {
    listTargets: () => listTargets(tools.em),
    createTarget: (input: CreateTarget) => createTarget(tools, input),
    testTarget: (id: string) => testTarget(tools, id),
    removeTarget: (input: { readonly id: string; readonly actor: string }) => removeTarget(tools, input),
  }
}
