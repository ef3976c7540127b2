import type { Clock } from './shared/clock.ts'
import type { Sandbox } from './shared/sandbox.ts'
import { openJdDemo } from './jd/demo.ts'
import { openPinduoduoDemo } from './pinduoduo/demo.ts'
import { openTaobaoDemo } from './taobao/demo.ts'

export interface DemoOptions {
  readonly clock: Clock
  readonly seed: number
}

/** Every platform there is a sandbox of, each with shops and goods to try things on. */
export const platforms: Readonly<Record<string, (options: DemoOptions) => Sandbox>> = {
  taobao: openTaobaoDemo,
  jd: openJdDemo,
  pinduoduo: openPinduoduoDemo,
}
