/** Where alarms can be told. A webhook is a program of the merchant's; the others are robots in a group chat. */
export const targetKinds = ['webhook', 'wecom', 'dingtalk', 'feishu'] as const
export type TargetKind = (typeof targetKinds)[number]

/** Where a target is and what its messages are signed with. Sealed at once, and never shown again. */
export interface TargetSecrets {
  readonly url: string
  /** 企业微信 has none; at 钉钉 and 飞书 it is the robot's signing secret. */
  readonly secret: string | null
}

/** Who is told of alarms, as it may be shown. */
export interface AlarmTarget {
  readonly id: string
  readonly name: string
  readonly kind: TargetKind
  /** Its host and the last four characters of its address. */
  readonly shown: string
  readonly criticalOnly: boolean
  /** Whether it is told of settled alarms, too. */
  readonly settled: boolean
  readonly sentAt: Date | null
  /** Since when it takes nothing, and why; null after a success. */
  readonly failedAt: Date | null
  readonly problem: string | null
}

/** One POST to a target's address. It follows no redirect, reaches no address inside a private network, and throws nothing but for an abort. */
export type PostMessage = (
  request: { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
  signal: AbortSignal,
) => Promise<{ readonly kind: 'answered'; readonly status: number; readonly text: string } | { readonly kind: 'failed' }>

/** How targets are reached. */
export interface Messenger {
  /** Why this address is not called at all; null where it is. */
  readonly checkAddress: (url: string) => string | null
  readonly post: PostMessage
}
