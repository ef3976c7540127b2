import type { Migration } from './migration.ts'

/** Where alarms are told, and what has been told there. */
export const alarmTargets: Migration = {
  name: '0010-alarm-targets',
  up: (schema) => [
    // Told: handed to every target there was. Alarms from before there were targets have nobody to be told to.
    `alter table ${schema}.alarm
       add column told_at timestamptz,
       add column settled_told_at timestamptz`,
    `update ${schema}.alarm set told_at = raised_at, settled_told_at = settled_at`,
    `create index alarm_untold_idx on ${schema}.alarm (id) where told_at is null`,
    `create index alarm_settled_untold_idx on ${schema}.alarm (id) where settled_at is not null and settled_told_at is null`,

    // Sealed: the address and the signing secret, since a robot's address is a secret. Shown: enough of it to tell two apart.
    `create table ${schema}.alarm_target (
       id uuid primary key,
       name text not null,
       kind text not null,
       sealed bytea not null,
       shown text not null,
       critical_only boolean not null,
       settled boolean not null,
       created_at timestamptz not null,
       sent_at timestamptz,
       failed_at timestamptz,
       problem text,
       constraint alarm_target_name_key unique (name),
       constraint alarm_target_kind_known check (kind in ('webhook', 'wecom', 'dingtalk', 'feishu'))
     )`,

    // One for each alarm and target; several may go out as one message. A message keeps its id through every try.
    `create table ${schema}.alarm_notice (
       target_id uuid not null references ${schema}.alarm_target (id) on delete cascade,
       alarm_id bigint not null references ${schema}.alarm (id),
       event text not null,
       kind text not null,
       message_id uuid,
       planned_at timestamptz,
       sent_at timestamptz,
       primary key (target_id, alarm_id, event),
       constraint alarm_notice_event_known check (event in ('raised', 'settled')),
       constraint alarm_notice_planned check ((message_id is null) = (planned_at is null))
     )`,
    `create index alarm_notice_unsent_idx on ${schema}.alarm_notice (target_id, alarm_id) where sent_at is null`,
    `create index alarm_notice_planned_idx on ${schema}.alarm_notice (target_id, planned_at) where planned_at is not null`,
  ],
}
