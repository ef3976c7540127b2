export const alarmRefusalCodes = ['INVALID', 'NO_MASTER_KEY', 'NAME_TAKEN', 'UNKNOWN_ALARM_TARGET', 'TARGET_REFUSED'] as const

/** A "no" about a target of alarms that changed nothing. */
export interface AlarmRefused {
  readonly kind: 'refused'
  readonly code: (typeof alarmRefusalCodes)[number]
  readonly message: string
  /** The path of the argument at fault. */
  readonly field?: string
}

export function refuseAlarm(code: AlarmRefused['code'], message: string, field?: string): AlarmRefused {
  return { kind: 'refused', code, message, ...(field === undefined ? {} : { field }) }
}
