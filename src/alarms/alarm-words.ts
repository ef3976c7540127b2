import type { Alarm } from '../stock/engine/journal.ts'

type Facts = Alarm['facts']

interface Words {
  readonly title: string
  readonly say: (facts: Facts) => string
}

/** How each kind of alarm is told. A kind that is raised needs its words here. */
export const words: Readonly<Record<Alarm['kind'], Words>> = {
  deficit: {
    title: '透支',
    say: (f) => `货品 ${f['sku']} 在库存池 ${f['pool']} 多承诺了 ${f['units']} 件,累计透支 ${f['deficit']} 件`,
  },
  named_short: {
    title: '指定仓缺货',
    say: (f) => `货品 ${f['sku']} 在 ${f['location']} 的占用缺 ${f['units']} 件,累计 ${f['namedShort']} 件:请改到其他仓库发货`,
  },
  paid_hold_lost: {
    title: '已付款占用失效',
    say: (f) => `占用 ${f['holdId']} 付款时已${f['because'] === 'expired' ? '过期' : '释放'},缺 ${f['missingUnits']} 件`,
  },
  over_shipped: {
    title: '超发',
    say: (f) => `占用 ${f['holdId']} 第 ${f['line']} 行的发货数超过下单数(下单 ${f['units']} 件)`,
  },
  unplaced_shipment: {
    title: '发货仓不明',
    say: (f) => `订单 ${f['order']} 已发货,但库存池没有默认仓库:请设置默认仓库或导入发货单`,
  },
  oversold: {
    title: '平台超卖',
    say: (f) => `商品链接 ${f['listing']} 多卖了 ${f['units']} 件,超出分给它的渠道配额`,
  },
  authorisation_ending: {
    title: '授权即将到期',
    say: (f) =>
      `渠道 ${f['channel']} 的授权(${f['permission']})将于 ${chinaTime(String(f['expiresAt']))} 到期,剩余不到 ${f['noticeDays']} 天:请重新授权`,
  },
  authorisation_ended: {
    title: '授权已失效',
    say: (f) => `渠道 ${f['channel']} 的授权已失效且无法续期:请重新授权`,
  },
  database_restored: {
    title: '数据库曾恢复或切换',
    say: (f) =>
      `数据库曾从备份恢复或切换,可能缺少最近写入的数据;${f['channels']} 个渠道重新接入后才会上调库存:请补报此后门店、仓库和自有渠道的数据`,
  },
  hand_edit: {
    title: '库存被手工上调',
    say: (f) =>
      `渠道 ${f['channel']} 的商品链接 ${f['listing']} 被他人上调至少 ${f['units']} 件,现显示 ${f['shownUnits']} 件,其中 ${f['aboveQuota']} 件超出渠道配额`,
  },
  hand_lowering: {
    title: '库存被手工下调',
    say: (f) =>
      `渠道 ${f['channel']} 的商品链接 ${f['listing']} 被他人下调至少 ${f['units']} 件,现显示 ${f['shownUnits']} 件:允许上调前不再补货`,
  },
  second_writer: {
    title: '另有程序在改库存',
    say: (f) => `渠道 ${f['channel']} 的库存疑似被另一程序反复修改:请关闭其库存同步,或交还该渠道`,
  },
  moves_failing: {
    title: '改库存持续失败',
    say: (f) =>
      `渠道 ${f['channel']} 的商品链接 ${f['listing']} 自 ${chinaTime(String(f['since']))} 起连续 ${f['tries']} 次改库存未被平台接受(${f['answer']}):请核对商品状态、店铺类型和应用权限;系统继续重试,间隔渐长`,
  },
  overcommit_sold: {
    title: '超配超卖',
    say: (f) => `货品 ${f['sku']} 在库存池 ${f['pool']} 因超配多卖了 ${f['units']} 件,已记入超卖预算`,
  },
  overcommit_strict: {
    title: '超配已自动关闭',
    say: (f) => `超配超卖累计 ${f['owedUnits']} 件,超过每天可接受的 ${f['unitsPerDay']} 件:不再超配,消化完后自动恢复`,
  },
  shipment_problem: {
    title: '发货回传失败',
    say: (f) => `订单 ${f['order']} 已出库,但平台未接受发货(${f['problem']}):请更正后重发,或撤回`,
  },
  shipment_delayed: {
    title: '发货回传延迟',
    say: (f) => `订单 ${f['order']} 已出库,暂时无法回传平台,系统继续重试`,
  },
  ship_by_near: {
    title: '临近最晚发货时间',
    say: (f) => `订单 ${f['order']} 须在 ${chinaTime(String(f['shipBy']))} 前发货,平台尚未收到发货`,
  },
  shortfall: {
    title: '缺口',
    say: (f) =>
      `货品 ${f['sku']} 在库存池 ${f['pool']} 缺 ${f['shortfall']} 件才能满足订单(在库 ${f['onHand']},占用 ${f['held']}):请查看处理方案`,
  },
  order_aside: {
    title: '订单无法入账',
    say: (f) => `渠道 ${f['channel']} 的订单 ${f['order']} 无法入账,没有占用库存:已保留并自动重试,请查看原因`,
  },
  oversold_by_platform: {
    title: '平台超卖',
    say: (f) => `平台标记订单 ${f['order']} 超卖(${f['lines']} 行):请确认是否有货`,
  },
  orders_missed: {
    title: '对账发现漏单',
    say: (f) => `渠道 ${f['channel']} 对账发现漏单 ${f['missed']} 单、落后 ${f['behind']} 单,已补入账`,
  },
  ambiguous_listing: {
    title: '商品链接有歧义',
    say: (f) => `渠道 ${f['channel']} 的商品链接 ${f['listing']} 无法确定对应的货品:请手工映射`,
  },
  presale_over_promised: {
    title: '预售超卖',
    say: (f) =>
      `货品 ${f['sku']} 的预售订单超出库存池 ${f['pool']} 的预计到货 ${f['units']} 件,累计 ${f['uncovered']} 件:请补充预计到货,或查看有风险的订单`,
  },
  presale_to_lower: {
    title: '预售数量须下调',
    say: (f) =>
      `商品链接 ${f['listing']} 仍可预售货品 ${f['sku']} ${f['units']} 件,已无预计到货对应:请在店铺下调(已标记预售的链接会自动下调)`,
  },
  presale_late: {
    title: '预计到货推迟',
    say: (f) => `货品 ${f['sku']} 已预售的 ${f['units']} 件推迟到 ${f['dueOn']} 到货:请查看有风险的订单`,
  },
  campaign_threshold: {
    title: '促销余量告急',
    say: (f) => `促销 ${f['campaign']} 第 ${f['line']} 行仅剩 ${f['leftUnits']} 件,低于阈值 ${f['threshold']} 件`,
  },
  campaign_topped_up: {
    title: '促销已自动补量',
    say: (f) => `促销 ${f['campaign']} 第 ${f['line']} 行仅剩 ${f['leftUnits']} 件,已从可用库存补入 ${f['units']} 件`,
  },
  campaign_taken_down: {
    title: '促销已自动下架',
    say: (f) =>
      `促销 ${f['campaign']} 第 ${f['line']} 行仅剩 ${f['leftUnits']} 件,低于阈值 ${f['threshold']} 件,商品链接已停售:请追加数量并恢复销售,或结束活动`,
  },
  campaign_gift_gone: {
    title: '赠品已赠完',
    say: (f) => `促销 ${f['campaign']} 第 ${f['line']} 行的赠品已赠完,活动继续、不再附赠:请修改活动页面`,
  },
  campaign_set_ended: {
    title: '促销套装缺件',
    say: (f) =>
      `促销 ${f['campaign']} 第 ${f['line']} 行的套装缺 ${f['skus']},已无法售卖,其余货品还可售 ${f['units']} 份:若缺的是赠品,请为不含赠品的配方新增一行,并将商品链接改映射到该配方`,
  },
  campaign_not_granted: {
    title: '促销未能锁定库存',
    say: (f) => `促销 ${f['campaign']} 到了锁定时间但未能锁定库存,系统每分钟重试:请查看缺口`,
  },
}

export function isKnownKind(kind: string): kind is Alarm['kind'] {
  return Object.hasOwn(words, kind)
}

function chinaTime(iso: string): string {
  return new Date(iso).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' })
}
